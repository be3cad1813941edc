"""Cells of a list → values, a column at a time; each repeated text is understood once.

What makes no sense is None with a sentence about it, and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Final

from chapiao.formats.spreadsheet import NumberCell, Value, text_of
from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.number import DIGITAL, PLAIN, clean, split_pair
from chapiao.readers import said
from chapiao.readers.export_fen import all_fen, fen
from chapiao.readers.export_words import BLANK, YES, tax_status

_REMEMBERED: Final = 65_536
_ROUNDED: Final = "00000"
_SHOWN: Final = 24  # characters of a cell that are quoted
_SEVERAL: Final = re.compile(r"[,，、;；/|\s\n]+")
Column = Sequence[Any]


class Remembered(dict[Any, Any]):
    """What cells that come again and again become."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make

    def __missing__(self, raw: object) -> Any:  # noqa: ANN401 - of any field
        if len(self) > _REMEMBERED:
            self.clear()
        value = self[raw] = self._make(raw)
        return value


def bare(raw: Value) -> str:
    """Return the trimmed text of a cell; "" for one that says nothing."""
    text = (raw if type(raw) is str else text_of(raw)).strip().removeprefix("'").strip()
    return "" if text in BLANK else text


def _party(raw: Value) -> str:
    return said.party(bare(raw)) or ""


def _tax_id(raw: Value) -> str:
    text = bare(raw)
    return "" if "E+" in text else said.tax_id(text) or ""


def _day(raw: Value) -> date | str | None:
    """Return the day, None for a blank cell, or why there is none."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    text = bare(raw)
    if not text or text.startswith("0000"):
        return None
    try:
        return parse_date(text)
    except BadDate as error:
        return _head_of(text) or str(error)


def _head_of(text: str) -> date | None:
    """Return the day that a text with a time of any kind behind it opens with."""
    for length in (10, 8):
        if len(text) > length and not text[length].isdigit():
            try:
                return parse_date(text[:length])
            except BadDate:
                continue
    return None


def _status(raw: Value) -> str:
    """Return how an invoice stands in our words; what is not understood as it is written."""
    text = bare(raw)
    known = tax_status(text) if text else None
    return text if known is None else known.value


parties = Remembered(_party)
tax_ids = Remembered(_tax_id)
texts = Remembered(bare)
days = Remembered(_day)
statuses = Remembered(_status)
said_yes = Remembered(lambda raw: bare(raw).upper() in YES)


def many(known: Remembered, column: Column) -> list[Any]:
    """Return what each cell of a column is."""
    try:
        return list(map(known.__getitem__, column))
    except TypeError:  # a cell that cannot be looked up in a dictionary
        return [known[text_of(one)] for one in column]


def money(column: Column) -> tuple[list[int | None], dict[int, str]]:
    """Return fen of each cell, None for a blank one; and by place the texts that are no money."""
    found: list[Any] | None = all_fen(column)
    wrong: dict[int, str] = {}
    if found is None:
        found = []
        for at, one in enumerate(column):
            value = fen(one) if type(one) is not str or one else None
            if value is None and (text := bare(one)):
                value = said.money(text)
                if value is None:
                    wrong[at] = text[:_SHOWN]
            found.append(value)
    return found, wrong


def whole_numbers(column: Column) -> list[str] | None:
    """Return a column that holds nothing but whole twenty-digit numbers; None for any other."""
    if set(map(type, column)) != {str} or set(map(len, column)) != {DIGITAL}:
        return None
    digits = "".join(column)
    if not (digits.isascii() and digits.isdigit()) or any(one.endswith(_ROUNDED) for one in column):
        return None
    return list(column)


def number(raw: Value) -> tuple[str, str]:
    """Return (code, number) as one cell has them; what is no number stays as it is written."""
    text = raw if type(raw) is str else text_of(raw)
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        return "", plain
    if not plain or plain in BLANK:
        return "", ""
    pair = split_pair(plain)
    if pair is not None:
        return pair[0].text, pair[1].text
    return "", clean(plain).upper()


def several(raw: Value) -> list[str]:
    """Return the numbers of a cell that has more than one; [] for any other."""
    parts = [clean(one) for one in _SEVERAL.split(bare(raw)) if one]
    whole = [one for one in parts if one.isdigit() and len(one) in (DIGITAL, PLAIN)]
    return whole if len(whole) == len(parts) > 1 else []


def code(raw: Value) -> str:
    """Return a code's digits, as far as there are any."""
    text = bare(raw)
    if not text:
        return ""
    try:
        return parse_code(text).text
    except BadCode:
        return clean(text).upper()


def is_number_cell(raw: Value) -> bool:
    """Whether the spreadsheet holds the cell as a number, which has fifteen digits at most."""
    return isinstance(raw, NumberCell) or (isinstance(raw, int | float) and raw is not True)
