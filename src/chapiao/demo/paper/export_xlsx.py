"""全量发票查询导出结果: the tax bureau's spreadsheet, sheet by sheet as it comes (domain §6.4)."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from chapiao.demo.paper.sheet import MARK, NOTICE
from chapiao.demo.row import Row
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain
from chapiao.invoice.status import TaxStatus

_HEAD = (
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号",
    "购买方名称", "开票日期",
)  # fmt: skip
_LINE = (
    "税收分类编码", "特定业务类型", "货物或应税劳务名称", "规格型号", "单位", "数量", "单价",
    "金额", "税率", "税额", "价税合计",
)  # fmt: skip
_SUMS = ("金额", "税额", "价税合计")
_TAIL = ("发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注")
_SERVICE, _SYSTEM = "电子发票服务平台", "增值税发票管理系统"
_KINDS = {
    Kind.DIGITAL_SPECIAL: "数电发票（增值税专用发票）",
    Kind.DIGITAL_ORDINARY: "数电发票（普通发票）",
    Kind.RAIL: "数电发票（铁路电子客票）",
    Kind.AIR: "数电发票（航空运输电子客票行程单）",
    Kind.ORDINARY: "增值税普通发票",
    Kind.ROLL: "增值税普通发票（卷票）",
}
_STATUSES = {TaxStatus.ABNORMAL: TaxStatus.NORMAL, TaxStatus.DOUBTFUL: TaxStatus.NORMAL}
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)  # the same rows make the same bytes


def xlsx(rows: Iterable[Row]) -> bytes:
    """Return the workbook: one row per invoice, and one per line. Numbers are text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": MARK, "comments": NOTICE, "created": _CREATED})
    given = tuple(rows)
    _sheet(book, "发票基础信息", _HEAD + _SUMS + _TAIL, [_invoice_row(row) for row in given])
    lines = [_line_row(row, line) for row in given for line in row.invoice.lines]
    _sheet(book, "信息汇总表", _HEAD + _LINE + _TAIL, lines)
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, heads)
    for place, row in enumerate(rows, start=1):
        sheet.write_string(place, 0, str(place))
        for column, value in enumerate(row, start=1):
            if heads[column] in {*_SUMS, "数量", "单价"} and value:
                sheet.write_number(place, column, float(value))
            else:
                sheet.write_string(place, column, value)


def _invoice_row(row: Row) -> tuple[str, ...]:
    invoice = row.invoice
    sums = (plain(invoice.amount or 0), plain(invoice.tax or 0), plain(invoice.total or 0))
    return (*_head(invoice), *sums, *_tail(row))


def _line_row(row: Row, line: Line) -> tuple[str, ...]:
    amount, tax = line.amount or 0, line.tax or 0
    quantity, price = ("" if v is None else f"{v:f}" for v in (line.quantity, line.price))
    middle = (
        "", "", line.name, line.spec, line.unit, quantity, price,
        plain(amount), line.rate, plain(tax), plain(amount + tax),
    )  # fmt: skip
    return (*_head(row.invoice), *middle, *_tail(row))


def _head(invoice: Invoice) -> tuple[str, ...]:
    digital = (invoice.number if not invoice.code else invoice.second_number) or ""
    day = f"{invoice.issued_on} 10:00:00" if invoice.issued_on else ""
    return (
        invoice.code or "",
        (invoice.number or "") if invoice.code else "",
        digital,
        invoice.seller_tax_id or "",
        invoice.seller_name or "",
        invoice.buyer_tax_id or "",
        invoice.buyer_name or "",
        day,
    )


def _tail(row: Row) -> tuple[str, ...]:
    kind = row.invoice.kind or Kind.OTHER
    return (
        _SERVICE if kind.is_digital or kind.is_paper_digital else _SYSTEM,
        _KINDS.get(kind, kind.value),
        _STATUSES.get(row.tax_status, row.tax_status).value,
        "是" if row.positive else "否",
        row.risk,
        row.invoice.drawer or "",
        row.invoice.remark or "",
    )
