"""台账: the address holds the filters; tabs, sums and pages follow it; so does the Excel."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.web.desk import browse, hold, text

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Line
from chapiao.invoice.status import TaxStatus
from chapiao.store.models import AuditEntry, Entity, Invoice, Person
from chapiao.store.rows import State

pytestmark = pytest.mark.django_db

# fmt: off
COLUMNS = (
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号",
    "购买方名称", "开票日期", "货物或应税劳务名称", "规格型号", "单位", "数量", "单价", "金额",
    "税率", "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级",
    "开票人", "备注",
)
# fmt: on


@pytest.fixture
def many(clerk: Person, entity: Entity) -> list[Invoice]:
    """A few of every state, over two months."""
    return [
        hold(
            clerk,
            entity,
            place=place,
            state=State(tax_status=status),
            issued_on=date(2026, month, 5),
            seller_name=f"北京{name}有限公司",
        )
        for place, (status, month, name) in enumerate(
            [
                (TaxStatus.NORMAL, 10, "松果餐饮"),
                (TaxStatus.NORMAL, 11, "松果餐饮"),
                (TaxStatus.VOIDED, 11, "槐荫里物业管理"),
                (TaxStatus.RED_FULL, 11, "槐荫里物业管理"),
                (None, 11, "松果餐饮"),
            ],
            start=1,
        )
    ]


def test_an_empty_ledger_says_what_to_do_next(page: Client) -> None:
    shown = text(page.get("/ledger/"))

    assert "台账还是空的" in shown
    assert 'href="/import/"' in shown


def test_filters_that_leave_nothing_say_so(page: Client, many: list[Invoice]) -> None:
    shown = text(page.get("/ledger/?q=没有这家"))

    assert "没有符合这些条件的发票" in shown
    assert "清除全部条件" in shown


def test_the_columns_stand_in_the_bureaus_order(page: Client, many: list[Invoice]) -> None:
    shown = text(page.get("/ledger/"))
    head = shown[shown.index("<thead>") : shown.index("</thead>")]

    places = [head.index(f">{name}</th>") for name in COLUMNS]

    assert places == sorted(places)


def test_tabs_tell_count_and_amount(page: Client, many: list[Invoice]) -> None:
    shown = " ".join(text(page.get("/ledger/")).split())

    assert "全部<small>5 张 ¥530.00</small>" in shown
    assert "作废<small>1 张 ¥106.00</small>" in shown
    assert "状态未知<small>1 张 ¥106.00</small>" in shown
    assert "合计 5 张" in shown


def test_the_address_holds_the_filters(page: Client, many: list[Invoice]) -> None:
    shown = text(page.get("/ledger/?q=松果&from=2026-11-01&to=2026-11-30&state=normal"))

    assert many[1].number in shown
    assert all(one.number not in shown for one in (many[0], many[2], many[4]))
    assert "合计 1 张" in shown
    assert 'value="松果"' in shown
    assert 'name="from" value="2026-11-01"' in shown
    assert "/ledger/export.xlsx?q=%E6%9D%BE%E6%9E%9C&amp;from=2026-11-01" in shown
    assert "state=voided" in shown  # the other tabs keep the rest of the filters
    assert 'name="state" value="normal"' in shown


def test_a_filter_that_cannot_be_read_is_told_and_kept(page: Client, many: list[Invoice]) -> None:
    shown = text(page.get("/ledger/?min=两百&q=松果"))

    assert "这一项没有起作用" in shown
    assert 'value="两百"' in shown
    assert many[0].number in shown
    assert many[2].number not in shown


def test_this_month_is_marked(page: Client, many: list[Invoice]) -> None:
    today = timezone.localdate()

    shown = text(page.get(f"/ledger/?month={today:%Y-%m}"))

    assert 'aria-current="true">本月</a>' in shown


def test_other_days_are_called_so(page: Client, many: list[Invoice]) -> None:
    assert 'aria-current="true">自定义</a>' in text(page.get("/ledger/?from=2020-01-02"))


def test_the_date_basis_is_stated(page: Client, many: list[Invoice]) -> None:
    shown = text(page.get("/ledger/?basis=booked"))

    assert "日期按" in shown
    assert '<option value="booked" selected>入账日期</option>' in shown


def test_a_long_ledger_is_paged_within_its_filters(
    page: Client, clerk: Person, entity: Entity
) -> None:
    for place in range(60):
        hold(clerk, entity, place=place)

    first = text(page.get("/ledger/?q=松果"))
    second = text(page.get("/ledger/?q=松果&page=2"))

    assert "第 1 / 2 页" in first
    assert "?q=%E6%9D%BE%E6%9E%9C&amp;page=2" in first
    assert "合计 60 张" in second
    assert '<span class="muted position">60</span>' in second


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "²"])
def test_a_page_that_is_not_there_is_the_nearest(
    page: Client, many: list[Invoice], number: str
) -> None:
    assert many[0].number in text(page.get("/ledger/", {"page": number}))


def test_one_invoice_is_a_page_and_a_part_for_the_drawer(page: Client, held: Invoice) -> None:
    whole = text(page.get(f"/ledger/{held.pk}/"))
    part = text(page.get(f"/ledger/{held.pk}/", headers={"X-Part": "1"}))

    assert "<!doctype html>" in whole
    assert "<html" not in part
    for shown in (whole, part):
        assert held.number in shown
        assert "*餐饮服务*餐费" in shown
        assert "壹佰零陆圆整" in shown


def test_the_excel_holds_what_the_address_filters(page: Client, many: list[Invoice]) -> None:
    response = page.get("/ledger/export.xlsx?q=松果&state=normal")

    data = io.BytesIO(b"".join(response.streaming_content))
    rows = CalamineWorkbook.from_filelike(data).get_sheet_by_index(0).to_python()
    digital = rows[0].index("数电发票号码")
    assert [row[digital] for row in rows[1:-1]] == [many[1].number, many[0].number]
    assert rows[-1][0] == "合计"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert AuditEntry.objects.filter(act="导出台账").exists()


def test_what_one_may_not_see_is_not_there(
    other_clerk: Person, many: list[Invoice], held: Invoice
) -> None:
    page = browse(other_clerk)

    listed = text(page.get("/ledger/"))
    response = page.get(f"/ledger/{held.pk}/")

    assert "台账还是空的" in listed
    assert response.status_code == 404
    assert page.get("/ledger/999999/").status_code == 404
    assert held.number not in text(response)
    assert page.get(f"/ledger/?entity={held.entity_id}").status_code == 200
    assert held.number not in text(page.get(f"/ledger/?entity={held.entity_id}"))


@pytest.mark.parametrize("name", ["q", "from", "to", "kind", "entity", "min", "max", "state"])
@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "' or 1=1 --", "\x00", "9" * 400])
def test_hostile_filters_are_text(page: Client, held: Invoice, name: str, bad: str) -> None:
    response = page.get("/ledger/", {name: bad})

    assert response.status_code == 200
    assert "<script>alert" not in text(response)


def test_a_negative_amount_is_red_with_its_minus(
    page: Client, clerk: Person, entity: Entity
) -> None:
    hold(clerk, entity, place=3, amount=-10000, tax=-600, total=-10600, kind=Kind.DIGITAL_SPECIAL)

    assert '<span class="negative">-¥106.00</span>' in text(page.get("/ledger/"))


def test_what_a_file_did_not_say_is_left_blank(page: Client, clerk: Person, entity: Entity) -> None:
    bare = hold(
        clerk,
        entity,
        seller_name=None,
        buyer_name=None,
        lines=(Line(name="公共资源服务费", amount=167600),),
    )

    shown = text(page.get(f"/ledger/{bare.pk}/"))

    assert "公共资源服务费" in shown
    assert "¥1,676.00" in shown
    assert "None" not in shown + text(page.get("/ledger/"))
