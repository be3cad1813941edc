"""One sheet → its tables: headings found, merged cells filled in, rows read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from chapiao.formats.spreadsheet import Merged, Sheet, Value, text_of
from chapiao.readers import export_lines, export_red, export_rows
from chapiao.readers.export_cells import MONEY
from chapiao.readers.export_head import LEAST, SEARCHED_ROWS, Assigned, Head, find_head, likely_head
from chapiao.readers.export_model import Outline
from chapiao.readers.export_packed import ExportRows
from chapiao.readers.export_rows import IDENTITY, Rows, Section, Stream

SHOWN_ROWS = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One table of a sheet. `above` are the rows over its headings, as text."""

    sheet: str
    section: Section
    rows: Rows
    above: tuple[tuple[str, ...], ...]

    @property
    def kept(self) -> ExportRows:
        """Return the rows that can be taken."""
        return ExportRows(self.rows.kept)


def tables(sheet: Sheet, at: int, assigned: Assigned | None) -> tuple[list[Found], Outline | None]:
    """Return the tables of invoices on a sheet; or, where there is none, what is to be seen there.

    `at` is what the rows are given as their `sheet`.

    Raises:
        BadSheet: the sheet cannot be read.
    """
    rows, merged = sheet.unpack()
    top = list(islice(rows, SEARCHED_ROWS))
    texts = [tuple(map(text_of, row)) for row in top]
    head = find_head(texts, assigned)
    if head is None:
        return [], _outline(sheet.name, texts)
    above = tuple(texts[: head.row - 1])
    below, joined = _filled(chain(top[head.row :], rows), merged, head)
    stream = Stream(below, head.row)
    found: list[Found] = []
    while head is not None:
        section = Section(head, at, lines=head.by_line or joined)
        following: list[Head] = []
        pieces = export_rows.parts(stream, section, assigned, following)
        read = export_rows.read_rows
        if export_red.is_red_list(head):
            read = export_red.confirmations
        elif section.lines:
            read = export_lines.summed
        found.append(Found(sheet.name, section, read(pieces, section), above))
        head = next(iter(following), None)
    return found, None


def _outline(name: str, texts: Sequence[tuple[str, ...]]) -> Outline | None:
    place = likely_head(texts)
    if place is None:
        return None
    headings = texts[place - 1]
    if sum(1 for one in headings if one.strip()) < LEAST:
        return None
    return Outline(
        sheet=name,
        row=place,
        headings=tuple(map(str, headings)),  # what the process that asks may be sent
        rows=tuple(tuple(map(str, row)) for row in texts[place : place + SHOWN_ROWS]),
    )


def _filled(
    rows: Iterator[Sequence[Value]], merged: Sequence[Merged], head: Head
) -> tuple[Iterator[Sequence[Value]], bool]:
    """Return the rows with merged cells filled downward, and whether one invoice spans rows.

    Money stays where it stands: one sum over three rows is not three sums.
    """
    money = {column for name, column in head.columns.items() if name in MONEY}
    numbers = {column for name, column in head.columns.items() if name in IDENTITY}
    down = sorted(
        (one for one in merged if one.bottom > max(one.top, head.row) and one.left not in money),
        key=lambda one: one.top,
    )
    if not down:
        return rows, False
    spans = any(numbers & set(range(one.left, one.right + 1)) for one in down)
    return _downward(rows, down, head.row), spans


def _downward(
    rows: Iterator[Sequence[Value]], down: Sequence[Merged], number: int
) -> Iterator[Sequence[Value]]:
    waiting = list(reversed(down))
    over: dict[int, tuple[int, Value]] = {}  # column → the last row it covers, and its value
    for row in rows:
        number += 1
        cells = list(row)
        for column, (bottom, value) in list(over.items()):
            if number > bottom:
                del over[column]
            elif column < len(cells) and cells[column] == "":
                cells[column] = value
        while waiting and waiting[-1].top <= number:
            one = waiting.pop()
            if one.left < len(cells) and one.top == number:
                over[one.left] = (one.bottom, cells[one.left])
        yield cells
