"""The heading row of a table of invoices: where it stands, and which column is what.

Headings may stand below title rows, on two rows (销方 over 名称 and 识别号), in any order,
twice, or be a person's own, for which that person said what each column is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chapiao.readers.export_headings import EITHER_SUM, FIELDS, RANKS, plain_heading
from chapiao.readers.two_rows import MAX_HEADING, is_heading, joined, may_stand_above

SEARCHED_ROWS: Final = 30
LEAST: Final = 3

Assigned = Mapping[str, str]  # a plain heading → the field a person says it is, "" for none


@dataclass(frozen=True, slots=True)
class Head:
    """The heading row of a sheet: where it stands (from 1), and field → column.

    `again` holds further columns of the very same heading; `texts` the headings as written.
    """

    row: int
    columns: Mapping[str, int]
    again: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    texts: tuple[str, ...] = ()

    def has(self, *fields: str) -> bool:
        """Whether the sheet has a column for each of the fields."""
        return all(field in self.columns for field in fields)

    @property
    def by_line(self) -> bool:
        """Whether each row is a line of goods, so that an invoice may have several."""
        return not self.columns.keys().isdisjoint(("item", "spec", "quantity", "price", "rate"))


def find_head(rows: Sequence[Sequence[str]], assigned: Assigned | None = None) -> Head | None:
    """Return the heading row among the first rows; None for a sheet of something else."""
    near = rows[:SEARCHED_ROWS]
    for place, row in enumerate(near, 1):
        head = head_of(row, place, assigned)
        if place < len(near) and may_stand_above(row, near[place], LEAST):
            both = head_of(joined(row, near[place], _is_known), place + 1, assigned)
            if both is not None and (head is None or len(both.columns) > len(head.columns)):
                head = both
        if head is not None:
            return head
    return None


def head_of(row: Sequence[str], place: int, assigned: Assigned | None = None) -> Head | None:
    """Return a row as headings; None when it names no list of invoices."""
    columns, again = _columns(row, assigned or {})
    numbered = not columns.keys().isdisjoint({"number", "digital", "red_number", "blue_digital",
                                              "blue_number"})  # fmt: skip
    valued = not columns.keys().isdisjoint({"amount", "total", "confirm_no"})
    named = assigned is not None and any(assigned.values())
    if numbered and valued and (named or len(columns) >= LEAST):
        return Head(place, columns, again, tuple(map(str, row)))
    return None


def likely_head(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which row (from 1) looks most like headings, of a table that is not known."""
    best, found = 1, None
    for place, row in enumerate(rows[:SEARCHED_ROWS], 1):
        texts = [cell for cell in row if cell.strip()]
        plain = sum(is_heading(cell) for cell in texts)
        known = sum(plain_heading(cell) in FIELDS for cell in texts)
        if plain == len(texts) and plain + 3 * known > best:
            best, found = plain + 3 * known, place
    return found


def _columns(
    row: Sequence[str], assigned: Assigned
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    found: dict[str, list[tuple[int, str]]] = {}
    either: list[int] = []
    for column, cell in enumerate(row):
        if not 0 < len(cell) < MAX_HEADING:
            continue
        plain = plain_heading(cell)
        name = assigned.get(plain) if plain in assigned else FIELDS.get(plain)
        if name:
            found.setdefault(name, []).append((column, plain))
        elif plain in EITHER_SUM and plain not in assigned:
            either.append(column)
    columns: dict[str, int] = {}
    again: dict[str, tuple[int, ...]] = {}
    for name, places in found.items():
        # The name that says most counts, and of two alike the first.
        column, plain = min(places, key=lambda one: (one[1] not in assigned, _rank(one[1]), one[0]))
        columns[name] = column
        if same := tuple(at for at, other in places if other == plain and at != column):
            again[name] = same
    if either and (name := _which_sum(columns)):
        columns[name] = either[0]
    return columns, again


def _rank(plain: str) -> int:
    return RANKS.get(plain, 0)


def _which_sum(columns: Mapping[str, int]) -> str | None:
    """Tell what 发票金额 is by the columns beside it; alone beside 税额 it may be either."""
    if "total" in columns:
        return None if "amount" in columns else "amount"
    return "total" if "amount" in columns or "tax" not in columns else None


def _is_known(cell: str) -> bool:
    return plain_heading(cell) in FIELDS
