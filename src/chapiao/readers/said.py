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
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import BadMoney, nearest_fen, parse_money
from chapiao.invoice.number import BadNumber, parse_number
from chapiao.invoice.title import kind_from_title
from chapiao.readers.reading import Doubt, Witness

_STARS = re.compile(r"[*＊×xX﹡]{2,}")
_SIMPLE_MONEY = re.compile(r"(-?)([0-9]{1,13})(?:\.([0-9]{1,2}))?")
_BLANKS = re.compile(r"\s+")
_MASKED = re.compile(r"xx|\*\*")
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
    try:
        return parse_date(text)
    except BadDate:
        return None


def money(text: str | None) -> int | None:
    """Return fen; `***` is how nothing is printed where there is no tax.

    >>> money("***"), money("¥1,234.5"), money("1234.500000"), money("")
    (0, 123450, 123450, None)
    """
    if not text or not text.strip():
        return None
    simple = _SIMPLE_MONEY.fullmatch(text)
    if simple:  # nearly every amount in a file is written so
        fen = int(simple[2]) * 100 + int((simple[3] or "").ljust(2, "0"))
        return -fen if simple[1] else fen
    plain = text.strip().removeprefix("¥").removeprefix("￥").strip()
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
        found = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    sane = found.is_finite() and abs(found.adjusted()) <= MAX_DIGITS >= len(found.as_tuple().digits)
    return found if sane else None


@lru_cache(4096)
def tax_id(text: str | None) -> str | None:
    """Return a tax id without blanks, in capitals; a masked one as it was masked.

    >>> tax_id("91110108ma00000000"), tax_id("91xxxxxxxxxxxxxxx3")
    ('91110108MA00000000', '91xxxxxxxxxxxxxxx3')
    """
    if text is None:
        return None
    plain = _BLANKS.sub("", text)
    return plain if _MASKED.search(plain) else plain.upper()


def check_code(text: str | None) -> str | None:
    """Return a check code without the blanks it is printed with."""
    return None if text is None else _BLANKS.sub("", text)


@lru_cache(4096)
def party(text: str | None) -> str | None:
    """Return a name without the blanks around it."""
    return None if text is None else _BLANKS.sub(" ", text).strip()


def rate(text: str | None) -> str:
    """Return a rate as people write it.

    >>> rate("0.06"), rate("0.030000"), rate("13.00%"), rate("免税"), rate("0"), rate(None)
    ('6%', '3%', '13%', '免税', '0%', '')
    """
    given = (text or "").strip()
    share = decimal(given.removesuffix("%"))
    if share is None:
        return given
    percent = share if given.endswith("%") or abs(share) >= 1 else share * 100
    return f"{percent.normalize():f}%"


@lru_cache(512)
def kind(title: str | None) -> Kind | None:
    """Return the kind a title names; None when it names none."""
    return kind_from_title(title) if title else None


def paper_kind(title: str | None, second_number: str) -> Kind | None:
    """Return the kind a title names on a paper that also has a 20-digit number."""
    return kind_from_title(title, second_number=second_number) if title else None
