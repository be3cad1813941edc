"""How dates, money and times are said in a sentence."""

from __future__ import annotations

from datetime import datetime

from chapiao.invoice.model import Invoice
from chapiao.invoice.money import format_money

ON_PAPER = "票面的种类"  # the source of evidence that no slip in a number explains


def yuan(fen: int) -> str:
    """Return an amount as a sentence shows it.

    >>> yuan(-123450)
    '-¥1,234.50'
    """
    return f"-¥{format_money(-fen)}" if fen < 0 else f"¥{format_money(fen)}"


def tail(number: str) -> str:
    """Return the last four digits of a long number, as people call it among themselves.

    >>> tail("25112000000012345678")
    '…5678'
    """
    return f"…{number[-4:]}" if len(number) > 8 else number  # noqa: PLR2004 - a short one is said whole


def paper(invoice: Invoice) -> str:
    """Return an invoice's number, and its code where it has one, each by its name.

    >>> paper(Invoice(number="12345678", code="011001900211"))
    '12345678（代码 011001900211）'
    """
    number = invoice.number or ""
    return f"{number}（代码 {invoice.code}）" if invoice.code else number


def when(moment: datetime, now: datetime) -> str:
    """Return a time to come, as said today.

    >>> when(datetime(2026, 11, 25, 9, 30), datetime(2026, 11, 24, 15, 0))
    '明天 9:30'
    >>> when(datetime(2026, 12, 1, 9, 30), datetime(2026, 11, 24, 15, 0))
    '12月1日 9:30'
    """
    days = (moment.date() - now.date()).days
    names = {0: "今天", 1: "明天", 2: "后天"}
    day = names.get(days, f"{moment.month}月{moment.day}日")
    if moment.year != now.year:
        day = names.get(days, f"{moment.year}年{day}")
    return f"{day} {moment.hour}:{moment.minute:02d}"
