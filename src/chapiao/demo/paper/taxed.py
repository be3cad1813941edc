"""The face of a 税控电子普票: code, check code, 机器编号, 密码区 (domain §1.2, §6.3)."""

from __future__ import annotations

from typing import Final

from chapiao.demo.paper import qr
from chapiao.demo.paper.cells import (
    cell,
    chinese_day,
    figure,
    grouped,
    line_tax,
    money,
    sum_tax,
)
from chapiao.demo.paper.extra import Extra
from chapiao.demo.paper.sheet import BROWN, Sheet, down, mark, wrapped
from chapiao.invoice.capital import write_capital
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain

_LEFT, _RIGHT = 4.5, 205.5
_COLUMNS: Final = (56.5, 82.5, 94.5, 114.5, 134.5, 164.5, 175.5)
_HEADS: Final[tuple[tuple[float, str], ...]] = (
    (30.5, "货物或应税劳务、服务名称"),
    (69.5, "规格型号"),
    (88.5, "单位"),
    (104.5, "数 量"),
    (124.5, "单 价"),
    (149.5, "金 额"),
    (170, "税率"),
    (190.5, "税 额"),
)
_FIRST_ROW, _STEP = 60.0, 4.5
_NAME_ROOM, _SPEC_ROOM, _REMARK_ROOM = 50.0, 25.0, 78.0


def draw(sheet: Sheet, invoice: Invoice, extra: Extra) -> None:
    """Draw the one page of the invoice."""
    mark(sheet, tag_y=24.4, across_y=78)
    _form(sheet)
    sheet.text(105, 13.6, invoice.title or "", size=6.6, color=BROWN, align="middle")
    sheet.qr(8.5, 3.5, 18.5, qr.words(invoice, extra.qr_last))
    for y, words, field in (
        (10.4, invoice.code, "InvoiceCode"),
        (15.9, invoice.number, "InvoiceNo"),
        (21.4, chinese_day(invoice), "IssueDate"),
        (26.9, grouped(invoice.check_code or ""), "InvoiceCheckCode"),
    ):
        sheet.text(164, y, words or "", field=field)
    cell(sheet, 22, 26.9, invoice.machine_no or "", "MachineNo")
    _parties(sheet, invoice, extra)
    for place, row in enumerate(extra.cipher.split("\n")):
        sheet.text(130, 36 + place * 4.5, row, size=4.2, kind="mono", field="TaxControlCode")
    _lines(sheet, invoice.lines)
    _sums(sheet, invoice)
    for place, piece in enumerate(wrapped(invoice.remark or "", _REMARK_ROOM)):
        cell(sheet, 126, 108.4 + place * _STEP, piece, "Note")
    for x, words, field in (
        (22, extra.payee, "Payee"),
        (75, extra.reviewer, "Checker"),
        (121, invoice.drawer, "InvoiceClerk"),
    ):
        cell(sheet, x, 128.4, words or "", field)


def _form(sheet: Sheet) -> None:
    for y in (17, 18.2):
        sheet.line(68, y, 142, y, color=BROWN)
    for y, words in (
        (10.4, "发票代码："),
        (15.9, "发票号码："),
        (21.4, "开票日期："),
        (26.9, "校 验 码："),
    ):
        sheet.label(163, y, words, color=BROWN, align="right")
    sheet.label(21.5, 26.9, "机器编号：", color=BROWN, align="right")
    for y in (30, 52, 96, 104, 124):
        sheet.line(_LEFT, y, _RIGHT, y, color=BROWN)
    for x, y0, y1 in (
        (_LEFT, 30, 124),
        (_RIGHT, 30, 124),
        (12.5, 30, 52),
        (12.5, 104, 124),
        (119.5, 30, 52),
        (124.5, 30, 52),
        (119.5, 104, 124),
        (124.5, 104, 124),
        (56.5, 96, 104),
        *((x, 52, 96) for x in _COLUMNS),
    ):
        sheet.line(x, y0, x, y1, color=BROWN)
    down(sheet, 8.5, 36, "购买方", 6.3, BROWN)
    down(sheet, 8.5, 109.4, "销售方", 5.8, BROWN)
    down(sheet, 122, 36, "密码区", 6.3, BROWN)
    down(sheet, 122, 112, "备注", 7, BROWN)
    for top in (34.6, 108.6):
        sheet.label(14, top, "名", size=3, color=BROWN)
        sheet.label(35.5, top, "称：", size=3, color=BROWN, align="right")
        for place, words in enumerate(("纳税人识别号：", "地 址、电 话：", "开户行及账号："), 1):
            sheet.label(14, top + place * 4.9, words, size=3, color=BROWN)
    for x, words in _HEADS:
        sheet.label(x, 55.6, words, color=BROWN, align="middle")
    sheet.label(24, 94.3, "合", color=BROWN, align="middle")
    sheet.label(37, 94.3, "计", color=BROWN, align="middle")
    sheet.label(30.5, 101.2, "价税合计（大写）", color=BROWN, align="middle")
    sheet.label(168, 101.2, "（小写）", color=BROWN, align="right")
    for x, words in (
        (21.5, "收 款 人："),
        (74.5, "复 核："),
        (120.5, "开 票 人："),
        (176, "销 售 方：（章）"),
    ):
        sheet.label(x, 128.4, words, color=BROWN, align="right")


def _parties(sheet: Sheet, invoice: Invoice, extra: Extra) -> None:
    buyer = (invoice.buyer_name, invoice.buyer_tax_id, extra.buyer_address, extra.buyer_bank)
    seller = (invoice.seller_name, invoice.seller_tax_id, extra.seller_address, extra.seller_bank)
    for top, who, (name, tax_id, address, bank) in (
        (34.6, "Buyer", buyer),
        (108.6, "Seller", seller),
    ):
        cell(sheet, 36, top, name or "", f"{who}/{who}Name")
        sheet.text(36, top + 4.9, tax_id or "", size=3.9, kind="mono", field=f"{who}/{who}TaxID")
        cell(sheet, 36, top + 9.8, address, f"{who}/{who}AddrTel")
        cell(sheet, 36, top + 14.7, bank, f"{who}/{who}FinancialAccount")


def _lines(sheet: Sheet, lines: tuple[Line, ...]) -> None:
    y = _FIRST_ROW
    for row, one in enumerate(lines):
        tag = f"GoodsInfos/GoodsInfo#{row}"
        names = wrapped(one.name, _NAME_ROOM)
        specs = wrapped(one.spec, _SPEC_ROOM)
        for place, piece in enumerate(names):
            sheet.text(5.2, y + place * _STEP, piece, field=f"{tag}/Item")
        for place, piece in enumerate(specs):
            cell(sheet, 57.2, y + place * _STEP, piece, f"{tag}/Specification")
        for x, room, words, field in (
            (90, 12, one.unit, "MeasurementDimension"),
            (114, 18, figure(one.quantity), "Quantity"),
            (134, 18, figure(one.price), "Price"),
            (164, 28, money(one.amount), "Amount"),
            (175, 10, one.rate, "TaxScheme"),
            (205, 28, line_tax(one), "TaxAmount"),
        ):
            cell(sheet, x, y, words, f"{tag}/{field}", "right", room)
        y += _STEP * max(len(names), len(specs), 1)


def _sums(sheet: Sheet, invoice: Invoice) -> None:
    sheet.text(
        164, 94.3, f"¥{money(invoice.amount)}", align="right", field="TaxExclusiveTotalAmount"
    )
    sheet.text(205, 94.3, sum_tax(invoice), align="right", field="TaxTotalAmount")
    total = invoice.total or 0
    sheet.circled_cross(60.3, 100)
    sheet.text(63.5, 101.2, write_capital(total))
    sheet.text(168.5, 101.2, f"¥{plain(total)}", size=3.88, field="TaxInclusiveTotalAmount")
