"""台账 by hand: filters in the address, the drawer by keyboard, frozen head and sums."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.browser.conftest import Open
from tests.web.desk import hold

from chapiao.invoice.status import TaxStatus
from chapiao.store.models import Entity, Invoice, Person
from chapiao.store.rows import State


@pytest.fixture
def rows(transactional_db: None, clerk: Person, entity: Entity) -> list[Invoice]:
    """A screenful and more."""
    return [
        hold(
            clerk,
            entity,
            place=place,
            issued_on=date(2026, 11, 1 + place % 20),
            state=State(tax_status=TaxStatus.VOIDED if place % 7 == 0 else TaxStatus.NORMAL),
        )
        for place in range(60)
    ]


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)


def test_filters_stand_in_the_address_and_come_back_from_it(
    opened: Open, rows: list[Invoice]
) -> None:
    page = opened("/ledger/")

    page.get_by_label("号码、代码或购销方名称").fill("松果")
    page.get_by_label("日期按").select_option("入账日期")
    page.wait_for_url(re.compile("basis=booked"))
    expect(page.get_by_text("没有符合这些条件的发票")).to_be_visible()
    page.get_by_label("日期按").select_option("开票日期")
    page.wait_for_url(re.compile("ledger/\\?q=%E6%9D%BE%E6%9E%9C$"))
    page.get_by_role("link", name="作废").click()
    page.wait_for_url(re.compile("state=voided"))

    assert "q=%E6%9D%BE%E6%9E%9C" in page.url
    expect(page.get_by_label("号码、代码或购销方名称")).to_have_value("松果")
    expect(page.locator("tfoot")).to_contain_text("合计 9 张")
    page.reload()
    expect(page.locator("tfoot")).to_contain_text("合计 9 张")


def test_the_drawer_is_opened_and_closed_by_keyboard(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/")
    first = page.locator("tbody tr").first
    button = first.get_by_role("link", name="详情")

    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("价税合计")
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(button).to_be_focused()
    assert page.url.endswith("/ledger/")


def test_a_click_selects_and_only_the_button_opens(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/")
    row = page.locator("tbody tr").nth(2)

    row.locator("td").nth(8).click()

    expect(row).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_head_first_columns_and_sums_stay_in_sight(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/")
    before = [box(page, one) for one in ("thead .f4", "tbody .f4", "tfoot .f1")]

    page.locator(".ledger-box").evaluate("one => one.scrollTo(900, 0)")
    sideways = [box(page, one)["x"] for one in ("thead .f4", "tbody .f4", "tfoot .f1")]
    page.locator(".ledger-box").evaluate("one => one.scrollTo(900, 600)")
    head, sums = box(page, "thead .f4"), box(page, "tfoot .f1")

    assert sideways == [one["x"] for one in before]
    assert head["y"] == before[0]["y"]
    assert sums["y"] == before[2]["y"]
    assert sums["y"] + sums["height"] <= 768


def test_a_phone_shows_cards_and_the_sum(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/", phone=True)

    expect(page.locator("table.ledger")).to_be_hidden()
    expect(page.locator(".cards > li").first).to_be_visible()
    expect(page.locator(".sum-bar")).to_be_in_viewport()
    expect(page.get_by_role("navigation", name="底部菜单")).to_be_in_viewport()


def test_a_lost_connection_leaves_the_list_alone(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/")
    page.route("**/ledger/*/", lambda route: route.abort())

    page.locator("tbody tr").first.get_by_role("link", name="详情").click()

    expect(page.get_by_role("dialog")).to_contain_text("请再点一次")


def test_the_excel_is_downloaded(opened: Open, rows: list[Invoice]) -> None:
    page = opened("/ledger/?state=voided")

    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()

    assert re.fullmatch(r"台账_\d{8}_\d{6}\.xlsx", download.value.suggested_filename)
