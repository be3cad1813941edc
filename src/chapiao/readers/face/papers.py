"""Faces that are forms or slips: vehicle invoices, and the old local papers.

Their labels stand in cells of their own, without a colon; the value is the next cell
to the right, or the one below. A 定额发票 is worth what its large words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chapiao.formats.layout import Page, Words, words
from chapiao.invoice.capital import BadCapital, read_capital
from chapiao.readers import said
from chapiao.readers.face.parties import Parties
from chapiao.readers.face.totals import Totals

_BUYER = re.compile(
    r"(?:购买方|购货人|购货方|购货单位|购方|买方|付款方|付款单位)(?:名称|单位/个人|[(（]个人[)）])?(?![一-龥])"
)
_SELLER = re.compile(
    r"(?:销货单位|销售方|销售单位|销方|卖方|收款方|收款单位)(?:名称|单位/个人)?(?:[(（]盖?章[)）])?(?![一-龥])"
)
_ID = re.compile(
    r"(?:纳税人识别号|统一社会信用代码|身份证明?号码|组织机构代码|单位代码|税号)"
    r"(?:[/／](?:纳税人识别号|统一社会信用代码|身份证明?号码|组织机构代码))*"
)
_ID_VALUE = re.compile(r"[0-9A-Z]{15,20}")
_COLON = re.compile(r"^[:：]+")
_ANY_LABEL = re.compile(
    r"^(?:电话|地址|账号|开户|车辆|厂牌|车牌|登记|产地|合格证|发动机|吨位|限乘|主管|税务|增值税|不含|价税|车价|"
    r"完税|商检|机打|机器|开票|收款|小写|大写)"
)
_MONEY = r"[:：]?(?:CNY|[¥￥])?(-?\d[\d,]*(?:\.\d{1,2})?)"
_TOTAL = re.compile(
    rf"(?:小写合计|合计[(（]?小写[)）]?|合计金额(?:[(（]小写[)）])?|[(（]?小写[)）]?|实收金额|金额|合计|票价){_MONEY}"
)
_DATE = re.compile(r"日期[:：]?((?:19|20)\d{2})[年./-]?(\d{1,2})[月./-]?(\d{1,2})日?")
_BARE_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月(\d{1,2})日")
_WORDS = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟]+[元圆](?:[整正]|[零壹贰叁肆伍陆柒捌玖角分]+)?")
_BELOW = 3  # rows


@dataclass(frozen=True, slots=True)
class _Named:
    """A label's cell, with what stands in the same cell behind it."""

    cell: Words
    row: int
    rest: str


def parties(page: Page) -> Parties:
    """Return the parties of a form, None where it has no such cell."""
    rows = [words(row) for row in page.rows]
    buyer = next(_labels(rows, _BUYER), None)
    seller = next(_labels(rows, _SELLER), None)
    ids = {"buyer": "", "seller": ""}
    for label in _labels(rows, _ID):
        value = _ID_VALUE.search(_value(rows, label).upper())
        side = _owner(label, buyer, seller)
        if value and side and not ids[side]:
            ids[side] = value[0]
    return Parties(
        buyer_name=_value(rows, buyer) if buyer else None,
        buyer_tax_id=ids["buyer"] if buyer else None,
        seller_name=_value(rows, seller) if seller else None,
        seller_tax_id=ids["seller"] if seller else None,
    )


def slip(page: Page) -> Totals:
    """Return the sum of a slip, which has no tax: in figures, or in words alone."""
    capital = next((m[0] for row in page.rows for m in _WORDS.finditer(row.text)), None)
    found = [said.money(match[1]) for row in page.rows for match in _TOTAL.finditer(row.text)]
    total = next((one for one in reversed(found) if one), None)
    if total is None and capital is not None:
        try:
            total = read_capital(capital)
        except BadCapital:
            return Totals()
    return Totals(total=total, capital=capital)


def day(page: Page) -> str | None:
    """Return the day of a slip, which says 日期 and no more, or not even that."""
    for pattern in (_DATE, _BARE_DATE):
        for row in page.rows:
            for match in pattern.finditer(row.text):
                return f"{match[1]}-{match[2].zfill(2)}-{match[3].zfill(2)}"
    return None


def _labels(rows: Sequence[Sequence[Words]], pattern: re.Pattern[str]) -> Iterator[_Named]:
    for place, cells in enumerate(rows):
        for cell in cells:
            match = pattern.match(cell.text)
            if match:
                yield _Named(cell, place, _COLON.sub("", cell.text[match.end() :]))


def _owner(label: _Named, buyer: _Named | None, seller: _Named | None) -> str | None:
    """Tell whose id it is: the last party named before it, in reading order."""
    above = [
        (one.row, one.cell.x0, side)
        for one, side in ((buyer, "buyer"), (seller, "seller"))
        if one is not None and (one.row, one.cell.x0) <= (label.row, label.cell.x0)
    ]
    return max(above)[2] if above else None


def _value(rows: Sequence[Sequence[Words]], label: _Named) -> str:
    """Return what stands in the label's cell, right of it, or below it."""
    if label.rest:
        return label.rest
    right = [cell for cell in rows[label.row] if cell.x0 > label.cell.x1]
    if right and not _is_label(right[0]):
        return _COLON.sub("", right[0].spaced)
    for row in rows[label.row + 1 : label.row + 1 + _BELOW]:
        for cell in row:
            under = label.cell.x0 - cell.height < cell.x0 < label.cell.x1
            if under and not _is_label(cell):
                near = cell.y0 - label.cell.y1 < 2 * label.cell.height
                return cell.spaced if near else ""
    return ""


def _is_label(cell: Words) -> bool:
    return any(one.match(cell.text) for one in (_ANY_LABEL, _BUYER, _SELLER, _ID))
