"""The face of a 数电票, 专 or 普: no code, no check code, no 密码区 (domain §1.4, §6.3)."""

from __future__ import annotations

from typing import Final

from chapiao.demo.paper import qr
from chapiao.demo.paper.cells import cell, chinese_day, figure, line_tax, money, sum_tax
from chapiao.demo.paper.extra import Extra
from chapiao.demo.paper.sheet import MAROON, Sheet, down, mark, wrapped
from chapiao.invoice.capital import write_capital
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain

_TITLES = {
    Kind.DIGITAL_SPECIAL: "电子发票（增值税专用发票）",
    Kind.DIGITAL_ORDINARY: "电子发票（普通发票）",
}
_LEFT, _RIGHT = 4.5, 205.5
_HEADS: Final[tuple[tuple[float, str], ...]] = (
    (22.7, "项目名称"),
    (53.7, "规格型号"),
    (71.5, "单 位"),
    (95, "数 量"),
    (119, "单 价"),
    (146, "金 额"),
    (166.5, "税率/征收率"),
    (198, "税 额"),
)
_FIRST_ROW, _STEP = 60.0, 4.5
_NAME_ROOM, _SPEC_ROOM, _REMARK_ROOM = 36.0, 22.0, 188.0


def draw(sheet: Sheet, invoice: Invoice, extra: Extra) -> None:
    """Draw the one page of the invoice."""
    mark(sheet, tag_y=25.6, across_y=78)
    _form(sheet, _TITLES[invoice.kind or Kind.OTHER])
    sheet.qr(6.5, 6, 20, qr.words(invoice, extra.qr_last))
    sheet.text(170, 13.9, invoice.number or "", field="InvoiceNo")
    sheet.text(170, 20, chinese_day(invoice), field="IssueDate")
    sheet.text(205, 28.3, "共1页 第1页", align="right")
    _parties(sheet, invoice)
    _lines(sheet, invoice.lines)
    _sums(sheet, invoice)
    for place, piece in enumerate(wrapped(invoice.remark or "", _REMARK_ROOM)):
        cell(sheet, 12, 108 + place * _STEP, piece, "Note")
    sheet.text(32, 132.6, invoice.drawer or "", field="InvoiceClerk")


def _form(sheet: Sheet, title: str) -> None:
    sheet.label(105, 14.4, title, size=7, align="middle")
    for y in (17.8, 18.8):
        sheet.line(62, y, 148, y, color=MAROON)
    sheet.label(168.5, 13.9, "发票号码：", align="right")
    sheet.label(168.5, 20, "开票日期：", align="right")
    for y in (30, 52, 96, 104, 124):
        sheet.line(_LEFT, y, _RIGHT, y, color=MAROON)
    for x, y0, y1 in (
        (_LEFT, 30, 124),
        (_RIGHT, 30, 124),
        (10.7, 30, 52),
        (105.2, 30, 52),
        (111.2, 30, 52),
        (10.7, 104, 124),
        (56.5, 96, 104),
    ):
        sheet.line(x, y0, x, y1, color=MAROON)
    down(sheet, 7.6, 35, "购买方信息", 3.9)
    down(sheet, 108.2, 35, "销售方信息", 3.9)
    for x in (12, 112.5):
        sheet.label(x, 36.8, "名称：")
        sheet.label(x, 47.2, "统一社会信用代码/纳税人识别号：", size=2.7)
    for x, words in _HEADS:
        sheet.label(x, 55.6, words, align="middle")
    sheet.label(22, 94.3, "合", align="middle")
    sheet.label(38, 94.3, "计", align="middle")
    sheet.label(30.5, 101.2, "价税合计（大写）", align="middle")
    sheet.label(154.5, 101.2, "（小写）", align="right")
    down(sheet, 7.6, 112, "备注", 6)
    sheet.label(30.5, 132.6, "开票人：", align="right")


def _parties(sheet: Sheet, invoice: Invoice) -> None:
    for x, tax_x, name, tax_id, who in (
        (21, 54.5, invoice.buyer_name, invoice.buyer_tax_id, "Buyer"),
        (121.5, 155, invoice.seller_name, invoice.seller_tax_id, "Seller"),
    ):
        sheet.text(x, 36.8, name or "", field=f"{who}/{who}Name")
        sheet.text(tax_x, 47.4, tax_id or "", size=4, kind="mono", field=f"{who}/{who}TaxID")


def _lines(sheet: Sheet, lines: tuple[Line, ...]) -> None:
    y = _FIRST_ROW
    for row, one in enumerate(lines):
        names = wrapped(one.name, _NAME_ROOM)
        specs = wrapped(one.spec, _SPEC_ROOM)
        for place, piece in enumerate(names):
            sheet.text(5, y + place * _STEP, piece, field=f"Item#{row}")
        for place, piece in enumerate(specs):
            cell(sheet, 43, y + place * _STEP, piece, f"Specification#{row}")
        cell(sheet, 71.5, y, one.unit, f"MeasurementDimension#{row}", "middle")
        cell(sheet, 102, y, figure(one.quantity), f"Quantity#{row}", "right")
        cell(sheet, 127, y, figure(one.price), f"Price#{row}", "right")
        cell(sheet, 153, y, money(one.amount), f"Amount#{row}", "right")
        cell(sheet, 166.5, y, one.rate, f"TaxScheme#{row}", "middle")
        cell(sheet, 205, y, line_tax(one), f"TaxAmount#{row}", "right")
        y += _STEP * max(len(names), len(specs), 1)


def _sums(sheet: Sheet, invoice: Invoice) -> None:
    sheet.text(
        153, 94.3, f"¥{money(invoice.amount)}", align="right", field="TaxExclusiveTotalAmount"
    )
    sheet.text(205, 94.3, sum_tax(invoice), align="right", field="TaxTotalAmount")
    total = invoice.total or 0
    sheet.circled_cross(60.3, 100)
    sheet.text(63.5, 101.2, write_capital(total))
    sheet.text(155.5, 101.2, f"¥{plain(total)}", size=3.88, field="TaxInclusiveTotalAmount")
