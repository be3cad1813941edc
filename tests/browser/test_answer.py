"""The answer page in a browser: an answer brought back, the next field, a past day, paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.actions.papers import number
from tests.browser.conftest import Open, faults, too_wide
from tests.web.desk import hold
from tests.web.test_brought import picture

from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.store.models import Check, Document, Entity, Lookup, Person

A_SHEET = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture
def asked(clerk: Person) -> Lookup:
    question = Question(number=number(77), date="2026-11-03", amount="106.00")
    return look_up(asker=clerk, question=question, now=timezone.localtime())


def sheets(page: Page) -> int:
    """Return how many sheets the page prints on."""
    return len(A_SHEET.findall(page.pdf(prefer_css_page_size=True, format="A4")))


def test_an_answer_of_the_official_page_is_brought_back(
    opened: Open, asked: Lookup, tmp_path: Path
) -> None:
    shot = tmp_path / "结果.png"
    shot.write_bytes(picture())
    page = opened(f"/look-ups/{asked.pk}/")

    page.get_by_label("对方的原话").fill("已作废")
    page.get_by_label("结果截图").set_input_files(shot)
    page.get_by_role("button", name="记下答复，再判断").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("作废")
    expect(page.get_by_role("link", name="看截图").first).to_be_visible()
    assert Check.objects.get().words == "已作废"
    assert Document.objects.get().name == "结果.png"


def test_a_link_puts_the_cursor_into_the_field_that_excludes_more(
    opened: Open, clerk: Person
) -> None:
    one = look_up(asker=clerk, question=Question(number=number(77)), now=timezone.localtime())
    page = opened(f"/look-ups/{one.pk}/")

    link = page.locator(".next-fact a").last
    field = (link.get_attribute("href") or "").removeprefix("#")
    link.click()

    expect(page.locator(f"#{field}")).to_be_visible()
    expect(page.locator(f"#{field}")).to_be_focused()


def test_the_counts_open_to_what_they_count(opened: Open, asked: Lookup) -> None:
    page = opened(f"/look-ups/{asked.pk}/")

    for count in ("已排除", "还缺", "没有执行"):
        page.locator(".tally summary", has_text=count).click()

    opened_lists = page.locator(".tally details[open] ul")
    expect(opened_lists).to_have_count(3)
    for at in range(3):
        expect(opened_lists.nth(at).locator("li").first).to_be_visible()


def test_a_past_day_is_chosen_on_the_page(opened: Open, clerk: Person, entity: Entity) -> None:
    held = hold(clerk, entity)
    one = look_up(asker=clerk, question=Question(number=held.number), now=timezone.localtime())
    page = opened(f"/look-ups/{one.pk}/")

    page.get_by_label("看某一天").fill("2026-11-01")
    page.get_by_role("button", name="看那天").click()

    expect(page.locator("#steps")).to_contain_text("按那天已知的资料")
    expect(page.locator(".line-steps li", has_text="归集")).to_have_class(re.compile(r"\bno\b"))


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_the_page_fits_and_anybody_can_use_it(opened: Open, asked: Lookup, *, phone: bool) -> None:
    page = opened(f"/look-ups/{asked.pk}/", phone=phone)

    assert not too_wide(page)
    assert faults(page) == []


def test_what_was_not_found_prints_on_one_sheet_with_every_step(
    opened: Open, clerk: Person
) -> None:
    questions = (
        Question(number=number(77)),
        Question(number=number(77), date="2026-11-03", entry="查验平台", answer="查无此票"),
        Question(number="12345678", code="011002300222", entry="查验平台", answer="不一致"),
    )
    for question in questions:
        one = look_up(asker=clerk, question=question, now=timezone.localtime())
        assert sheets(opened(f"/look-ups/{one.pk}/")) == 1
