"""Plain rows of an export, a block at a time and column by column.

Nearly every row of an export is plain: a whole number, money in figures, a day. Those
are read here, each column in one go and each repeated text once. Whatever is not plain is
left to `export_rows`, which reads a single row and says what is wrong with it; the two
give the same of a plain row, which a test holds them to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from operator import add
from typing import Any, Final

from chapiao.formats.spreadsheet import Value, text_of
from chapiao.invoice.dates import BadDate
from chapiao.invoice.kind import Kind
from chapiao.readers import said
from chapiao.readers.export_cells import day_of
from chapiao.readers.export_fen import all_fen, fen
from chapiao.readers.export_head import Head
from chapiao.readers.export_kind import TOTAL_HOLDS_MORE, kind_by_code
from chapiao.readers.export_packed import COLUMNS
from chapiao.readers.export_words import BLANK, is_positive, is_red, tax_status, use_status

# A whole number does not end in five zeros: that is what fifteen digits leave of twenty.
_DIGITS: Final = 20
_ROUNDED: Final = "00000"
_TWENTY: Final = re.compile(r"[0-9]{15}(?!00000)[0-9]{5}").fullmatch
_EIGHT: Final = re.compile(r"[0-9]{8}").fullmatch
_CODE: Final = re.compile(r"[0-9]{10}(?:[0-9]{2})?").fullmatch
_REMEMBERED: Final = 65_536
LINE_FIELDS: Final = ("item", "spec", "unit", "quantity", "price", "rate")

Column = Sequence[Any]
Block = Sequence[Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Plain:
    """The columns of a block, by the names of COLUMNS; rows whose place is in `odd` are not read.

    `lines` is the line of goods on each row, where the sheet is one of lines.
    """

    columns: dict[str, list[Any]]
    odd: frozenset[int]


class _Remembered(dict[str, Any]):
    """What texts that come again and again become; None for what is not plain."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        self._make = make

    def __missing__(self, raw: object) -> Any:  # noqa: ANN401 - of any field
        if type(raw) is not str:
            return None
        if len(self) > _REMEMBERED:
            self.clear()
        value = self[raw] = self._make(raw)
        return value


def _clean(raw: str) -> str:
    bare = raw.strip()
    return "" if bare in BLANK else bare


def _day(raw: str) -> date | None:
    try:
        return day_of(_clean(raw))
    except BadDate:
        return None


_parties = _Remembered(lambda raw: said.party(_clean(raw)))
_ids = _Remembered(lambda raw: None if "E+" in raw else said.tax_id(_clean(raw)))
_texts = _Remembered(_clean)
_days = _Remembered(_day)
_kinds = _Remembered(lambda raw: (said.kind(_clean(raw)),))
_tax_words = _Remembered(lambda raw: (tax_status(_clean(raw)),))
_use_words = _Remembered(lambda raw: (use_status(_clean(raw)),))
_blue_words = _Remembered(lambda raw: (is_positive(_clean(raw)),))
_red_words = _Remembered(lambda raw: (is_red(_clean(raw)),))


def plain(block: Block, head: Head, first: int, sheet: int, *, lines: bool) -> Plain:
    """Return the columns of a block whose first row is the spreadsheet's row `first`."""
    count = len(block)
    even = len(set(map(len, block))) == 1
    across = list(zip(*block, strict=True)) if even else list(zip_longest(*block, fillvalue=""))
    odd: set[int] = set()

    def raw(field: str) -> Column | None:
        column = head.columns.get(field)
        if column is None:
            return None
        return across[column] if column < len(across) else [""] * count

    if head.again:  # which of two alike counts is seen row by row
        odd.update(range(count))
    out: dict[str, list[Any]] = {"row": list(range(first, first + count)), "sheet": [sheet] * count}
    out["code"], out["number"] = _identities(raw, count)
    out["kind"] = _kinds_of(raw("kind"), out["code"])
    for name in ("buyer_name", "seller_name"):
        out[name] = _known(raw(name), _parties, count, odd)
    for name in ("buyer_tax_id", "seller_tax_id"):
        out[name] = _known(raw(name), _ids, count, odd)
    out["issued_on"] = _days_of(raw("issued_on"), count, odd)
    for name in ("amount", "tax", "total"):
        out[name] = _money_of(raw(name), count, odd)
    _say(out, raw, count)
    odd.update(_none(out["number"]))
    if lines:
        out["lines"] = _lines_of(raw, out, count)
    else:
        out["lines"] = [()] * count
        odd.update(_unequal(out))
    return Plain({name: out[name] for name in COLUMNS}, frozenset(odd))


def _identities(raw: Callable[[str], Column | None], count: int) -> tuple[list[Any], list[Any]]:
    blank = [""] * count
    code, number, digital = (raw(name) or blank for name in ("code", "number", "digital"))
    none = [column.count("") == count for column in (code, number, digital)]
    if none[0] and (none[1] or none[2]):
        return blank, _digital(digital if none[1] else number)
    pairs = [_pair(*three) for three in zip(code, number, digital, strict=True)]
    return [code for code, _ in pairs], [number for _, number in pairs]


def _digital(column: Column) -> list[str | None]:
    """Return whole numbers of twenty digits; all of a column in one look, where all are whole."""
    texts = [one for one in column if type(one) is str]
    digits = "".join(texts) if len(texts) == len(column) else ""
    if set(map(len, texts)) == {_DIGITS} and digits.isascii() and digits.isdigit():
        return [None if one.endswith(_ROUNDED) else one for one in texts]
    return [one if type(one) is str and _TWENTY(one) else None for one in column]


def _pair(code: Value, number: Value, digital: Value) -> tuple[str, str | None]:
    """Return code and number where they are whole and there is one pair only."""
    if code == "":
        whole = digital or number
        same = digital in ("", number) or number == ""
        return "", whole if same and type(whole) is str and _TWENTY(whole) else None
    if digital != "" or type(code) is not str or type(number) is not str:
        return "", None
    return code, number if _CODE(code) and _EIGHT(number) else None


def _kinds_of(column: Column | None, codes: Sequence[str]) -> list[Kind | None]:
    if column is None:
        return [kind_by_code(code) if code else None for code in codes]
    told = list(map(_kinds.__getitem__, column))
    if not any(codes) and None not in told:
        return [kind for (kind,) in told]
    told = [_kinds[one] or (said.kind(text_of(one)),) for one in column]
    return [
        kind or (kind_by_code(code) if code else None)
        for (kind,), code in zip(told, codes, strict=True)
    ]


def _known(column: Column | None, known: _Remembered, count: int, odd: set[int]) -> list[Any]:
    if column is None:
        return [None] * count
    found = list(map(known.__getitem__, column))
    odd.update(_none(found))
    return found


def _days_of(column: Column | None, count: int, odd: set[int]) -> list[Any]:
    if column is None:
        return [None] * count
    days = _days
    found = [
        days[one[:10] if one[10:11] == " " else one]
        if type(one) is str
        else (one.date() if type(one) is datetime else None)
        for one in column
    ]
    odd.update(_none(found))
    return found


def _money_of(column: Column | None, count: int, odd: set[int]) -> list[Any]:
    if column is None or column.count("") == count:
        return [None] * count
    found: list[Any] | None = all_fen(column)
    if found is None:
        found = [fen(_clean(one) if type(one) is str else one) for one in column]
        odd.update(_none(found))
    return found


def _say(out: dict[str, list[Any]], raw: Callable[[str], Column | None], count: int) -> None:
    """Fill in what the export says beside the invoice, and what only some invoices have."""
    out["second_number"], out["red_of"] = [None] * count, [""] * count
    if any(out["code"]):
        checks = _all_texts(raw("check_code"), count)
        out["check_code"] = [
            said.check_code(text or None) if code else ""
            for code, text in zip(out["code"], checks, strict=True)
        ]
        out["machine_no"] = [None if code else "" for code in out["code"]]
    else:
        out["check_code"] = out["machine_no"] = [""] * count
    for name in ("drawer", "remark"):
        out[name] = _all_texts(raw(name), count)
    for name in ("status", "source", "risk"):
        out[name] = [one or None for one in _all_texts(raw(name), count)]
    out["tax_status"] = _worded(raw("status"), _tax_words, tax_status, count)
    out["use_status"] = _worded(raw("use"), _use_words, use_status, count)
    out["positive"] = _signs(out, raw, count)


def _signs(
    out: dict[str, list[Any]], raw: Callable[[str], Column | None], count: int
) -> list[bool | None]:
    blue = _worded(raw("positive"), _blue_words, is_positive, count)
    if None not in blue:
        return blue
    by_sum = [
        None if (one := amount if total is None else total) is None else one >= 0
        for amount, total in zip(out["amount"], out["total"], strict=True)
    ]
    red = _worded(raw("negative"), _red_words, is_red, count)
    return [
        told if told is not None else (by if not_blue is None else not not_blue)
        for told, not_blue, by in zip(blue, red, by_sum, strict=True)
    ]


def _worded(
    column: Column | None, known: _Remembered, tell: Callable[[str], Any], count: int
) -> list[Any]:
    if column is None:
        return [None] * count
    told = list(map(known.__getitem__, column))
    if None in told:
        told = [known[one] or (tell(_clean(text_of(one))),) for one in column]
    return [one for (one,) in told]


def _all_texts(column: Column | None, count: int) -> list[str | None]:
    if column is None:
        return [None] * count
    found = list(map(_texts.__getitem__, column))
    if None in found:
        return [_clean(text_of(one)) for one in column]
    return found


def _lines_of(
    raw: Callable[[str], Column | None], out: dict[str, list[Any]], count: int
) -> list[Any]:
    """Return the line of goods on each row."""
    blank = [""] * count
    said_of = {
        name: blank if (column := raw(name)) is None else _all_texts(column, count)
        for name in LINE_FIELDS
    }
    return list(
        zip(
            *(said_of[name] for name in ("item", "spec", "unit", "quantity", "price")),
            out["amount"],
            said_of["rate"],
            out["tax"],
            strict=True,
        )
    )


def _unequal(out: dict[str, list[Any]]) -> set[int]:
    """Return the rows whose sums are not all known, or do not add up."""
    amounts, taxes, totals = (out[name] for name in ("amount", "tax", "total"))
    if None not in amounts and None not in taxes and list(map(add, amounts, taxes)) == totals:
        return set()
    sums = zip(amounts, taxes, totals, out["kind"], strict=True)
    return {
        at
        for at, (amount, tax, total, kind) in enumerate(sums)
        if None not in (amount, tax, total)
        and amount + tax != total
        and kind not in TOTAL_HOLDS_MORE
    }


def _none(column: Sequence[Any]) -> set[int]:
    return {at for at, one in enumerate(column) if one is None} if None in column else set()
