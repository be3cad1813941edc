"""The original, its seal and the many faces of an invoice, as they look in a real browser."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from tests.actions.papers import sale
from tests.browser.conftest import Open, faults, too_wide
from tests.browser.test_pages import WAYS

from chapiao.actions import hand_in
from chapiao.cli import worker
from chapiao.demo.paper import einvoice, files
from chapiao.diagnosis.question import Question
from chapiao.store.models import Document, Entity, Invoice, Lookup, Person


@pytest.fixture
def addresses(transactional_db: None, clerk: Person, entity: Entity) -> dict[str, str]:
    """The pages that show two files which contradict each other."""
    other = sale(amount=90000, tax=5400, total=95400, lines=())
    names = {
        "票.ofd": files.digital_ofd(sale()),
        "票.xml": einvoice.xml(sale()),
        "别人发来的.pdf": files.digital_pdf(other),
        "远山.xml": einvoice.xml(sale(2, buyer_name="上海远山商贸有限公司", buyer_tax_id="")),
    }
    now = timezone.localtime()
    given = hand_in.hand_in(giver=clerk, files=names.items(), question=Question(), now=now)
    worker.sweep(now)
    return {
        "intake": f"/intake/{given.pk}/",
        "answer": f"/look-ups/{Lookup.objects.earliest('pk').pk}/",
        "not ours": f"/look-ups/{Lookup.objects.latest('pk').pk}/",
        "invoice": f"/ledger/{Invoice.objects.get().pk}/",
        "document": f"/documents/{Document.objects.get(name='票.ofd').pk}/pages/",
        "no page": f"/documents/{Document.objects.get(name='票.xml').pk}/pages/",
        "ledger": "/ledger/?review=1",
    }


@pytest.mark.parametrize("way", WAYS)
def test_every_page_with_faces_is_sound(opened: Open, addresses: dict[str, str], way: str) -> None:
    page = opened("/", **WAYS[way])

    found = {}
    for name, path in addresses.items():
        page.goto(path)
        found[name] = faults(page) + (["scrolls sideways"] if too_wide(page) else [])

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_the_picture_is_there_and_opens_large(opened: Open, addresses: dict[str, str]) -> None:
    page = opened(addresses["answer"])
    picture = page.get_by_role("img", name="点开看大图")
    expect(picture).to_be_visible()
    assert picture.evaluate("one => one.naturalWidth") > 100

    picture.click()

    page.wait_for_url("**/documents/*/pages/")
    large = page.get_by_role("img", name="第 1 页")
    assert large.evaluate("one => one.complete && one.naturalWidth") > 100
    assert large.bounding_box()["width"] > 900  # type: ignore[index]


def test_opened_by_itself_the_picture_can_do_nothing(
    opened: Open, addresses: dict[str, str]
) -> None:
    page = opened(addresses["document"])
    address = page.get_by_role("img", name="第 1 页").get_attribute("src") or ""

    page.goto(address)

    assert page.evaluate("document.documentElement.tagName") == "svg"
    assert page.evaluate("self.origin") == "null"  # sandboxed: nobody's cookies


def test_the_contradiction_is_in_sight_of_the_row(opened: Open, addresses: dict[str, str]) -> None:
    page = opened(addresses["invoice"])
    marked = page.locator(".matrix mark", has_text="¥954.00")

    box, sheet = marked.first.bounding_box(), page.locator(".sheet-box", has=marked).bounding_box()

    assert box is not None
    assert sheet is not None
    assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]
