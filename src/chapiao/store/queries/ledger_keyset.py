"""The 台账 piece by piece for programs: each piece begins after the last row of the one before.

Rows that come in meanwhile move nothing, and the last piece costs what the first did.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from chapiao.store import sql
from chapiao.store.access import reach
from chapiao.store.models import Invoice, Person
from chapiao.store.queries.ledger_filters import Basis, Filters
from chapiao.store.queries.ledger_text import EVERYTHING, matches
from chapiao.store.queries.ledger_where import DAY, ORDER, Part, where


class BadPlace(ValueError):
    """The text names no place in the list. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("after 应是上一页给出的 next，原样传回")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece ended: the day of its last row (None: it has none) and the row."""

    day: date | None
    pk: int

    def __str__(self) -> str:
        return f"{self.day or ''}:{self.pk}"


def place(text: str) -> Place:
    """Read a place back.

    Raises:
        BadPlace: it was not made here.
    """
    day, _, pk = text.partition(":")
    if not (pk.isascii() and pk.isdigit() and len(pk) < 19):  # noqa: PLR2004 - what an id can hold
        raise BadPlace
    try:
        return Place(date.fromisoformat(day) if day else None, int(pk))
    except ValueError as error:
        raise BadPlace from error


def piece(
    person: Person, filters: Filters, after: Place | None, limit: int
) -> tuple[list[Invoice], Place | None]:
    """Return up to `limit` rows this person may see, and where to go on; None at the end."""
    found_by_text = matches(filters.text) if filters.text else EVERYTHING
    condition, given = where(reach(person), filters, found_by_text, with_state=True)
    ids: list[int] = []
    if after is None or after.day is not None:
        ids = _ids(filters.basis, condition, given, _beyond(filters.basis, after), limit + 1)
    if len(ids) <= limit and filters.basis is Basis.ISSUED:
        ids += _ids(filters.basis, condition, given, _undated(after), limit + 1 - len(ids))
    found = Invoice.objects.select_related("seller", "buyer", "entity").in_bulk(ids[:limit])
    rows = [found[pk] for pk in ids[:limit] if pk in found]
    more = len(ids) > limit and bool(rows)
    return rows, _place(rows[-1], filters.basis) if more else None


def _ids(basis: Basis, condition: str, given: list[Any], beyond: Part, limit: int) -> list[int]:
    """Return rows in the order of the list; `beyond` is a range of the index that has it."""
    part, values = beyond
    text = f"select i.id from store_invoice i where {condition} and {part}"
    text += f" order by {ORDER[basis]} limit {limit}"
    return [row[0] for row in sql.rows(text, (*given, *values))]


def _beyond(basis: Basis, after: Place | None) -> Part:
    """Return the condition for dated rows that follow a place."""
    day = DAY[basis]
    if after is None or after.day is None:
        return f"{day} is not null", ()
    return f"({day}, i.id)<(?, ?)", (sql.day(after.day), after.pk)


def _undated(after: Place | None) -> Part:
    """Return the condition for the rows without a date, that stand at the end of the list."""
    if after is None or after.day is not None:
        return "i.issued_on is null", ()
    return "i.issued_on is null and i.id<?", (after.pk,)


def _place(row: Invoice, basis: Basis) -> Place:
    return Place(row.booked_on if basis is Basis.BOOKED else row.issued_on, row.pk)
