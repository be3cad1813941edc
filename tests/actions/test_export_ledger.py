"""The workbook of the 台账 keeps every digit, runs no formula and says what it holds."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime

import pytest
from python_calamine import CalamineWorkbook
from tests.actions.papers import BUYER, BUYER_ID, SELLER, SELLER_ID, number, sale

from chapiao.actions import export_ledger
from chapiao.actions.ledger_workbook import HEAD, OURS, SUMS, TAIL
from chapiao.formats import safe_zip
from chapiao.invoice import model
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus, VerifyStatus
from chapiao.store import rows
from chapiao.store.models import AuditEntry, Entity, Person
from chapiao.store.queries.ledger import Filters, State

pytestmark = pytest.mark.django_db

Table = list[list[object]]


def put(invoice: model.Invoice, entity: Entity, now: datetime, **state: object) -> None:
    known = replace(rows.State(tax_status=TaxStatus.NORMAL, positive=True), **state)
    rows.put(invoice, source="文件", entity=entity, owner=None, at=now, state=known)


def exported(person: Person, now: datetime, filters: Filters | None = None) -> dict[str, Table]:
    out = io.BytesIO()
    export_ledger.write_xlsx(person=person, filters=filters or Filters(), now=now, out=out)
    book = CalamineWorkbook.from_filelike(io.BytesIO(out.getvalue()))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_columns_are_the_bureaus_and_the_digits_are_text(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    old = sale(
        code="011002300111",
        number="00000123",
        kind=Kind.ORDINARY,
        issued_on=date(2026, 11, 2),
        check_code="12345678901234567890",
    )
    put(sale(1), entity, now, verify_status=VerifyStatus.MATCH)
    put(old, entity, now)

    sheet = exported(clerk, now)["发票基础信息"]

    assert sheet[0] == [*HEAD, *SUMS, *TAIL, *OURS]
    assert sheet[1][:9] == [
        "1", "", "", number(1), SELLER_ID, SELLER, BUYER_ID, BUYER, "2026-11-03",
    ]  # fmt: skip
    assert sheet[1][9:14] == [100.0, 6.0, 106.0, "电子发票服务平台", "数电发票（普通发票）"]
    assert sheet[2][1:4] == ["011002300111", "00000123", ""]
    assert sheet[2][12:14] == ["增值税发票管理系统", "增值税普通发票"]
    assert sheet[1][TAIL.index("发票状态") + 12] == "正常"
    assert sheet[1][-len(OURS) :][0] == BUYER


def test_a_persons_id_is_masked_on_every_sheet(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(sale(1, seller_name="张三", seller_tax_id="110101199003078515"), entity, now)

    for name in ("发票基础信息", "信息汇总表"):
        assert exported(clerk, now)[name][1][4:7] == ["110101********8515", "张三", BUYER_ID]


def test_the_sums_stand_under_the_rows(clerk: Person, entity: Entity, now: datetime) -> None:
    put(sale(1), entity, now)
    put(sale(2, amount=-5000, tax=-300, total=-5300), entity, now, positive=False)

    last = exported(clerk, now)["发票基础信息"][-1]

    assert last[0] == "合计"
    assert last[9:12] == [50.0, 3.0, 53.0]


def test_every_line_stands_on_the_second_sheet(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    [line] = sale().lines
    put(sale(1, lines=(line, replace(line, name="*餐饮服务*酒水", spec="500ml"))), entity, now)
    put(sale(2, lines=()), entity, now)

    sheet = exported(clerk, now)["信息汇总表"]

    named = [(row[3], row[11], row[12], row[14], row[16], row[18]) for row in sheet[1:]]
    assert named == [
        (number(2), "", "", "", 100.0, 6.0),
        (number(1), "*餐饮服务*餐费", "", "2", 100.0, 6.0),
        (number(1), "*餐饮服务*酒水", "500ml", "2", 100.0, 6.0),
    ]


def test_the_conditions_and_the_time_are_written_down(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(sale(1), entity, now)
    put(sale(2, issued_on=date(2025, 1, 1)), entity, now)
    put(sale(3), entity, now, tax_status=TaxStatus.VOIDED)
    filters = Filters(
        state=State.NORMAL,
        first_day=date(2026, 11, 1),
        last_day=date(2026, 11, 30),
        least=100,
        text=SELLER[:4],
    )

    sheets = exported(clerk, now, filters)

    assert [row[3] for row in sheets["发票基础信息"][1:-1]] == [number(1)]
    about = {str(row[0]): row[1] for row in sheets["导出说明"]}
    assert about["日期口径"] == "开票日期"
    assert about["日期范围"] == "2026-11-01 至 2026-11-30"
    assert about["状态"] == "正常"
    assert about["价税合计"] == "1.00 至 不限"
    assert about["号码或名称"] == SELLER[:4]
    assert about["导出人"] == "王敏"
    assert about["导出时间"] == "2026-11-24 09:12:00"
    assert about["张数"] == "1"


def test_nothing_a_seller_writes_becomes_a_formula(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    evil = sale(remark='=HYPERLINK("http://x")', seller_name="+cmd|' /C calc'!A0", drawer="@a")
    put(replace(evil, seller_tax_id="-1"), entity, now)
    out = io.BytesIO()

    export_ledger.write_xlsx(person=clerk, filters=Filters(), now=now, out=out)

    book = safe_zip.open_zip(out.getvalue())
    sheets = [book.read(name) for name in book.names if "worksheets/sheet" in name]
    assert len(sheets) == 3
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    assert b"=HYPERLINK" in sheets[0]


def test_only_what_one_may_see_is_exported(
    clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    put(sale(1), entity, now)
    put(sale(2), other_entity, now)

    sheet = exported(clerk, now)["发票基础信息"]

    assert [row[3] for row in sheet[1:-1]] == [number(1)]


def test_an_export_is_written_down_without_its_contents(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(sale(1), entity, now)

    exported(clerk, now)

    entry = AuditEntry.objects.get()
    assert (entry.act, entry.person, entry.detail["count"]) == ("导出台账", clerk.pk, 1)
    assert number(1) not in str(entry.detail)


def test_an_empty_ledger_is_an_honest_sheet(clerk: Person, now: datetime) -> None:
    sheets = exported(clerk, now)

    assert len(sheets["发票基础信息"]) == 2
    assert sheets["发票基础信息"][1][9:12] == [0.0, 0.0, 0.0]


def test_the_file_has_a_chinese_name(now: datetime) -> None:
    assert export_ledger.file_name(now) == "台账_20261124_091200.xlsx"
