"""查票 by hand: type, paste, drop, and keys, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.actions.papers import number, sale, zipped
from tests.browser.conftest import Open
from tests.conftest import PASSWORD
from tests.web.desk import hold

from chapiao.cli import worker
from chapiao.demo.paper import einvoice, files
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Intake, IntakeFile, Lookup, Person

HOME = re.compile(r"^http://[^/]+/$")
ANSWER = re.compile(r"/look-ups/\d+/$")
DROP = """([name, text]) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], name));
    for (const kind of ["dragover", "drop"]) {
        const event = new DragEvent(kind, {dataTransfer: dropped, bubbles: true, cancelable: true});
        document.querySelector("textarea").dispatchEvent(event);
    }
}"""
PASTE = """([name, text]) => {
    const pasted = new DataTransfer();
    pasted.items.add(new File([text], name));
    const event = new ClipboardEvent("paste", {clipboardData: pasted, bubbles: true});
    document.querySelector("textarea").dispatchEvent(event);
}"""


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as made:
        yield made


@pytest.fixture
def work(reader: ReaderProcess) -> Callable[[], None]:
    """Do what the worker does, until every file has been read."""

    def until_idle() -> None:
        while worker.sweep(timezone.localtime(), reader):
            pass

    return until_idle


def test_a_typed_number_is_answered_with_enter(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    page = opened("/")

    page.get_by_label("要查的发票").fill(held.number)
    page.keyboard.press("Enter")

    page.wait_for_url(ANSWER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("查到了")


def test_a_pasted_number_nobody_knows_gets_a_reasoned_answer(opened: Open) -> None:
    page = opened("/")

    page.get_by_label("要查的发票").fill(f"请查一下这张：发票号码 {number(77)}，对方说开了")
    page.get_by_role("button", name="查", exact=True).click()

    page.wait_for_url(ANSWER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("查不到")
    expect(page.get_by_role("heading", name="为什么")).to_be_visible()
    page.get_by_text("已排除").click()
    expect(page.get_by_text("发票号码位数正确")).to_be_visible()


def test_a_dropped_file_goes_on_to_its_answer(opened: Open, work: Callable[[], None]) -> None:
    page = opened("/")

    page.evaluate(DROP, ["票.xml", einvoice.xml(sale(5)).decode()])
    page.wait_for_url(re.compile(r"/intake/\d+/$"))
    expect(page.get_by_text("正在读取：0 / 1")).to_be_visible()
    work()

    page.wait_for_url(ANSWER)
    expect(page.get_by_text(sale(5).number or "", exact=True).first).to_be_visible()


def test_pasted_and_chosen_files_wait_for_the_button_and_can_be_taken_back(
    opened: Open, work: Callable[[], None]
) -> None:
    page = opened("/")
    bank = {"name": "回单.pdf", "mimeType": "", "buffer": files.bank_pdf(sale(1))}
    packed = zipped({"一.xml": einvoice.xml(sale(1)), "二.xml": einvoice.xml(sale(2))})

    page.evaluate(PASTE, ["不要.txt", "x"])
    page.set_input_files("input[name=file]", [bank])
    page.set_input_files("input[name=file]", [{"name": "包.zip", "mimeType": "", "buffer": packed}])
    page.get_by_label("不要 不要.txt").click()
    page.get_by_role("button", name="查", exact=True).click()
    page.wait_for_url(re.compile(r"/intake/\d+/$"))
    work()

    expect(page.get_by_text("4 个文件都有了结果")).to_be_visible()
    names = [one.path for one in IntakeFile.objects.order_by("position")]
    assert names == ["回单.pdf", "包.zip", "包.zip › 一.xml", "包.zip › 二.xml"]
    assert page.locator("progress").get_attribute("value") == "4"


def test_a_refused_hand_in_keeps_files_and_words(opened: Open, clerk: Person) -> None:
    page = opened("/")
    page.get_by_label("要查的发票").fill("还在这里")
    page.set_input_files("input[name=file]", [{"name": "a.pdf", "mimeType": "", "buffer": b"x"}])
    clerk.memberships.all().delete()

    page.get_by_role("button", name="查", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("联系本单位管理员")
    expect(page.get_by_label("要查的发票")).to_have_value("还在这里")
    expect(page.get_by_text("a.pdf")).to_be_visible()
    assert not Intake.objects.exists()


def test_more_than_can_be_taken_is_told_before_it_is_sent(opened: Open) -> None:
    page = opened("/")
    page.evaluate("document.querySelector('form[data-ask]').dataset.limit = 2")
    page.set_input_files("input[name=file]", [{"name": "a.pdf", "mimeType": "", "buffer": b"123"}])

    page.get_by_role("button", name="查", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("请分几次交")
    expect(page.get_by_text("a.pdf")).to_be_visible()


def test_a_lost_connection_keeps_everything(opened: Open) -> None:
    page = opened("/")
    page.set_input_files("input[name=file]", [{"name": "a.pdf", "mimeType": "", "buffer": b"123"}])
    page.route("**/*", lambda route: route.abort())

    page.get_by_role("button", name="查", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("上传中断")
    expect(page.get_by_text("a.pdf")).to_be_visible()


def test_signing_in_again_elsewhere_saves_what_was_chosen(opened: Open, clerk: Person) -> None:
    page = opened("/")
    page.set_input_files("input[name=file]", [{"name": "a.pdf", "mimeType": "", "buffer": b"123"}])
    page.context.clear_cookies()
    page.get_by_role("button", name="查", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("登录已过期")

    other = page.context.new_page()
    other.goto("/login/")
    other.get_by_label("登录名").fill("wangmin")
    other.get_by_label("密码").fill(PASSWORD)
    other.get_by_role("button", name="登录", exact=True).click()
    other.wait_for_url(HOME)
    page.get_by_role("button", name="查", exact=True).click()

    page.wait_for_url(re.compile(r"/intake/\d+/$"))


def test_asking_nothing_is_told_where_one_is(opened: Open) -> None:
    page = opened("/")

    page.get_by_role("button", name="查", exact=True).click()

    expect(page.get_by_role("alert")).to_contain_text("还没有要查的")
    expect(page.get_by_label("要查的发票")).to_be_focused()


def test_keys_lead_to_the_search_and_home(opened: Open) -> None:
    page = opened("/ledger/")

    page.keyboard.press("/")
    expect(page.get_by_label("查一张发票")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.wait_for_url(HOME)

    page.keyboard.press("/")
    expect(page.get_by_label("要查的发票")).to_be_focused()
    page.keyboard.type("n/")
    expect(page.get_by_label("要查的发票")).to_have_value("n/")


def test_an_input_method_may_use_enter(opened: Open) -> None:
    page = opened("/")
    box = page.get_by_label("要查的发票")
    box.fill("云杉")

    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "keyCode": 229})

    assert page.url.endswith("/")
    assert not Lookup.objects.exists()


def test_the_menu_closes_by_key(opened: Open) -> None:
    page = opened("/")
    page.locator("header summary").press("Enter")
    expect(page.locator("header").get_by_role("button", name="退出登录")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.locator("header").get_by_role("button", name="退出登录")).to_be_hidden()
    expect(page.locator("header summary")).to_be_focused()


def test_a_correction_is_asked_with_one_click(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    page = opened("/")
    wrong = f"{held.number[:-1]}9"
    page.get_by_label("要查的发票").fill(f"{wrong} 开票日期2026-11-03 价税合计106.00")
    page.keyboard.press("Enter")
    page.wait_for_url(ANSWER)
    before = page.url

    page.get_by_role("button", name="按此再查").click()

    page.wait_for_url(lambda url: bool(ANSWER.search(url)) and url != before)
    expect(page.get_by_role("heading", level=1)).to_contain_text("查到了")


def test_a_field_of_the_card_is_copied(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    page = opened("/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_label("要查的发票").fill(held.number)
    page.keyboard.press("Enter")
    page.wait_for_url(ANSWER)

    page.get_by_label("复制开票日期").click()

    expect(page.get_by_label("复制开票日期")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "20261103"


def test_the_answer_prints_on_one_page(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    page = opened("/")
    page.get_by_label("要查的发票").fill(held.number)
    page.keyboard.press("Enter")
    page.wait_for_url(ANSWER)

    assert pages_of(page) == 1


def pages_of(page: Page) -> int:
    """Return how many sheets the page prints on."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_it_works_without_scripts(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    page = opened("/", scripts=False)

    page.get_by_label("要查的发票").fill(held.number)
    page.get_by_role("button", name="查", exact=True).click()

    page.wait_for_url(ANSWER)
    expect(page.get_by_role("heading", level=1)).to_contain_text("查到了")
