"""How figures and small texts stand in the tables of the faces."""

from __future__ import annotations

from decimal import Decimal

from chapiao.demo.paper.sheet import BODY, Align, Sheet
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain

FREE = "免税"
STARS = "***"


def cell(
    sheet: Sheet,
    x: float,
    y: float,
    words: str,
    field: str,
    align: Align = "left",
    room: float | None = None,
) -> None:
    """Draw what a cell holds, smaller if it has no room; an empty cell stays blank."""
    if words:
        size = BODY if room is None else min(BODY, 2 * room / len(words))
        sheet.text(x, y, words, size=size, align=align, field=field)


def money(fen: int | None) -> str:
    """Return an amount as faces print it."""
    return "" if fen is None else plain(fen)


def figure(value: Decimal | None) -> str:
    """Return a quantity or price without an exponent."""
    return "" if value is None else f"{value:f}"


def line_tax(line: Line) -> str:
    """Return the tax of a line; free of tax is printed as stars."""
    return STARS if line.rate == FREE else money(line.tax)


def sum_tax(invoice: Invoice) -> str:
    """Return 合计税额 as printed."""
    if invoice.lines and all(one.rate == FREE for one in invoice.lines):
        return STARS
    return f"¥{money(invoice.tax)}"


def chinese_day(invoice: Invoice) -> str:
    """Return the date of issue as faces print it."""
    return f"{invoice.issued_on:%Y年%m月%d日}" if invoice.issued_on else ""


def grouped(check_code: str) -> str:
    """Return a check code in groups of five.

    >>> grouped("12345678901234567890")
    '12345 67890 12345 67890'
    """
    return " ".join(check_code[i : i + 5] for i in range(0, len(check_code), 5))
