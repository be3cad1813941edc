"""A file with a table → a list to be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Final

from chapiao.formats import spreadsheet
from chapiao.formats.spreadsheet import BadSheet, Sheet, Value, text_of
from chapiao.readers import export_other
from chapiao.readers.export_head import SEARCHED_ROWS, likely_head
from chapiao.readers.export_model import Outline
from chapiao.readers.lists import layouts, lines, payments, rows, vouchers
from chapiao.readers.lists.head import Head, Mapped, find_head
from chapiao.readers.lists.headings import heading
from chapiao.readers.lists.model import Listing, Noted, Role
from chapiao.readers.lists.rows import Taken
from chapiao.readers.reading import Damaged, NotAnInvoice

_ZEROED_ONE_IN: Final = 2_000  # by chance one number in a hundred thousand ends in five zeros
_SHOWN_ROWS: Final = 5
_BASE, _LINES = "发票基础信息", "信息汇总表"
_NO_TABLE: Final = (
    "没有找到表头：要有一行列名，如「发票号码」「金额」「日期」；请确认是不是这份清单"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with a table: what is above the headings, and the rows below them."""

    sheet: Sheet
    head: Head
    above: Sequence[Sequence[str]]
    below: Iterator[Sequence[Value]]


def read(data: bytes, name: str = "", mapped: Mapped | None = None) -> Listing:
    """Return what a file lists. `name` is the file's.

    `mapped` is what a person said that columns are: heading as `headings.heading` has it →
    field, "" for none. A table whose headings are not known comes back with its `outline`.

    Raises:
        Damaged: no spreadsheet, broken, locked, or out of proportion.
        NotAnInvoice: a file of another kind, or without a table.
    """
    export_other.refuse(data)
    said = {heading(one): field for one, field in (mapped or {}).items()}
    outlines: list[Outline] = []
    try:
        sheets = _wanted(spreadsheet.read_any(data))
        found = _tables([one for one in sheets if not one.hidden], said, outlines)
        found = found or _tables([one for one in sheets if one.hidden], said, outlines)
        if found:
            return _listing(name, found)
    except BadSheet as error:
        raise Damaged(str(error)) from error
    if outlines:
        best = max(outlines, key=lambda one: len(one.headings))
        return Listing(name=name, layout="", headings=best.headings, outline=best)
    raise NotAnInvoice(_NO_TABLE)


def _wanted(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Return the sheets to read: of a full export the one that has a row per invoice."""
    for word in (_BASE, _LINES):
        known = [one for one in sheets if word in one.name]
        if known:
            return known
    return sheets


def _tables(sheets: Sequence[Sheet], said: Mapped, outlines: list[Outline]) -> list[_Found]:
    found: list[_Found] = []
    for sheet in sheets:
        below, _ = sheet.unpack()
        top = list(islice(below, SEARCHED_ROWS))
        texts = [tuple(map(text_of, row)) for row in top]
        head = find_head(texts, said)
        if head is None:
            outlines.extend(_outline(sheet.name, texts))
        else:
            above = texts[: head.row - 1]
            found.append(_Found(sheet, head, above, chain(top[head.row :], below)))
    return found


def _outline(name: str, texts: Sequence[tuple[str, ...]]) -> Iterator[Outline]:
    place = likely_head(texts)
    if place is None or sum(1 for one in texts[place - 1] if one.strip()) < 2:  # noqa: PLR2004
        return
    yield Outline(
        sheet=name,
        row=place,
        headings=tuple(map(str, texts[place - 1])),
        rows=tuple(tuple(map(str, row)) for row in texts[place : place + _SHOWN_ROWS]),
    )


def _listing(name: str, found: Sequence[_Found]) -> Listing:
    role = found[0].head.role
    mine = [one for one in found if one.head.role is role]
    taken, left = Taken(), Counter[str]()
    for at, one in enumerate(mine):
        if role is Role.VOUCHERS:
            left += vouchers.take(one.below, one.head, at, taken)
        elif role is Role.PAYMENTS:
            left += payments.take(one.below, one.head, at, taken)
        else:
            rows.take(one.below, one.head, at, taken)
    first = mine[0]
    if role is Role.INVOICES and layouts.is_bureau(first.head) and layouts.by_line(first.head):
        taken = lines.summed(taken)
    damaged = tuple(taken.damaged)
    whole = len(taken.columns["row"])
    if damaged and len(damaged) * _ZEROED_ONE_IN <= whole:
        damaged = _as_they_stand(taken, damaged)
    return Listing(
        name=name,
        layout=layouts.layout(name, first.sheet.name, first.head, first.above),
        role=role,
        sheets=tuple(one.sheet.name for one in mine),
        columns=taken.columns,
        refused=tuple(taken.refused),
        damaged=damaged,
        doubted=tuple(taken.doubted),
        left_out=tuple(sorted(left.items())),
        headings=first.head.texts,
    )


def _as_they_stand(taken: Taken, damaged: Sequence[Noted]) -> tuple[Noted, ...]:
    """Take numbers that end in five zeros as they are, where a long list is otherwise whole.

    A spreadsheet damages a column and not a cell of it.
    """
    at = {
        (s, r): i
        for i, (s, r) in enumerate(zip(taken.columns["sheet"], taken.columns["row"], strict=True))
    }
    left: list[Noted] = []
    for one in damaged:
        place = at.get((one.sheet, one.row))
        if place is None or not (one.seen.isdigit() and one.seen.endswith("00000")):
            left.append(one)
            continue
        taken.columns["number"][place] = one.seen
        says = "号码以00000结尾；其余号码都完整，按原样比对，请核对原票"
        taken.doubted.append(replace(one, says=says))
    return tuple(left)
