"""Said: what one witness in a file says of an invoice, and how its texts become values.

In every field None is "does not say"; "" is "says that there is none". A text
that makes no sense is not said, so that another witness can still say it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.dates import FIRST_YEAR, LAST_YEAR, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import MOST_DIGITS, BadMoney, nearest_fen, parse_money
from chapiao.invoice.number import DIGITAL, BadNumber, parse_number
from chapiao.invoice.title import kind_from_title
from chapiao.readers.reading import Doubt, Witness

_STARS = re.compile(r"[*＊×xX﹡]{2,}")
_SIMPLE_MONEY = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_CLOCK = re.compile(r" [0-9]{2}:[0-9]{2}:[0-9]{2}")
_ISO, _CHINESE, _STAMP = len("2025-01-04"), len("2025年01月04日"), len("20250104")
_SHORT = 64  # longer texts are not kept in memory
MAX_DIGITS = 40  # of a quantity or a price


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one witness says. `capital` is the total in words, as printed.

    `doubts` are the reader's own, such as a kind that the file leaves open.
    """

    witness: Witness
    invoice: Invoice
    capital: str | None = None
    doubts: tuple[Doubt, ...] = ()


def number(text: str | None) -> str | None:
    """Return the digits of a number; None when there is none in the text."""
    if not text:
        return None
    if len(text) == DIGITAL and text.isascii() and text.isdigit():
        return text
    try:
        return parse_number(text).text
    except BadNumber:
        return None


def code(text: str | None) -> str | None:
    """Return the digits of a code; "" is kept, it says that there is none."""
    if not text:
        return text
    try:
        return parse_code(text).text
    except BadCode:
        return None


def day(text: str | None) -> date | None:
    """Return the day; None when the text is none."""
    if not text:
        return None
    digits = text
    if text[4:8:3] == "--":
        if len(text) == _ISO or _CLOCK.fullmatch(text, _ISO):
            digits = text[:4] + text[5:7] + text[8:10]
    elif text[4:11:3] == "年月日" and len(text) == _CHINESE:
        digits = text[:4] + text[5:7] + text[8:10]
    try:
        if len(digits) == _STAMP and digits.isdecimal():  # as nearly every program writes it
            year = int(digits[:4])
            if FIRST_YEAR <= year <= LAST_YEAR:
                return date(year, int(digits[4:6]), int(digits[6:]))
        return parse_date(text)
    except ValueError:  # BadDate is one
        return None


def money(text: str | None) -> int | None:
    """Return fen; `***` is how nothing is printed where there is no tax.

    >>> money("***"), money("¥1,234.5"), money("1234.500000"), money("")
    (0, 123450, 123450, None)
    """
    if not text:
        return None
    if text[-3:-2] == ".":  # nearly every amount in a file is written so
        digits = text.replace(".", "", 1)
        if digits.isdecimal() and len(digits) <= MOST_DIGITS:
            return int(digits)
    simple = _SIMPLE_MONEY.fullmatch(text)
    if simple:
        fen = int(simple[2]) * 100 + int((simple[3] or "").ljust(2, "0"))
        return -fen if simple[1] else fen
    plain = text.strip().removeprefix("¥").removeprefix("￥").strip()
    if not plain:
        return None
    return 0 if _STARS.fullmatch(plain) else _fen(plain)


def _fen(plain: str) -> int | None:
    try:
        return parse_money(plain)
    except BadMoney:
        rest = decimal(plain)  # more than two decimals: files written by programs have them
    if rest is None:
        return None
    try:
        return nearest_fen(rest)
    except BadMoney:
        return None


def decimal(text: str | None) -> Decimal | None:
    """Return a quantity or a price as it was written; None when it is no number."""
    if not text:
        return None
    try:
        found = Decimal(text.replace(",", "") if "," in text else text)
    except InvalidOperation:
        return None
    if not found.is_finite() or not -MAX_DIGITS <= found.adjusted() <= MAX_DIGITS:
        return None
    # No more digits than characters: they need not be counted one by one.
    sane = len(text) <= MAX_DIGITS or len(found.as_tuple().digits) <= MAX_DIGITS
    return found if sane else None


def tax_id(text: str | None) -> str | None:
    """Return a tax id without blanks, in capitals; a masked one as it was masked.

    >>> tax_id("91110108ma01yxkj05"), tax_id("91xxxxxxxxxxxxxxx3")
    ('91110108MA01YXKJ05', '91xxxxxxxxxxxxxxx3')
    """
    if text is None:
        return None
    plain = "".join(text.split())
    return plain if "xx" in plain or "**" in plain else plain.upper()


def check_code(text: str | None) -> str | None:
    """Return a check code without the blanks it is printed with."""
    return None if text is None else "".join(text.split())


def party(text: str | None) -> str | None:
    """Return a name without the blanks around it."""
    return None if text is None else " ".join(text.split())


def rate(text: str | None) -> str:
    """Return a rate as people write it.

    >>> rate("0.06"), rate("0.030000"), rate("13.00%"), rate("免税"), rate("0"), rate(None)
    ('6%', '3%', '13%', '免税', '0%', '')
    """
    if text and len(text) < _SHORT:
        return _short_rate(text)
    return _rate(text or "")


def _rate(text: str) -> str:
    given = text.strip()
    share = decimal(given.removesuffix("%"))
    if share is None:
        return given
    percent = share if given.endswith("%") or abs(share) >= 1 else share * 100
    return f"{percent.normalize():f}%"


_short_rate = lru_cache(256)(_rate)  # an invoice has one or two, and so have most others


def kind(title: str | None) -> Kind | None:
    """Return the kind a title names; None when it names none."""
    if title and len(title) < _SHORT:
        return _short_kind(title)
    return kind_from_title(title) if title else None


_short_kind = lru_cache(512)(kind_from_title)


def paper_kind(title: str | None, second_number: str) -> Kind | None:
    """Return the kind a title names on a paper that also has a 20-digit number."""
    return kind_from_title(title, second_number=second_number) if title else None
