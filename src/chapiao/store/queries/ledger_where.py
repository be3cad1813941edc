"""The filters of the 台账 as one SQL condition, the person's access in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chapiao.invoice.status import TaxStatus
from chapiao.store import sql
from chapiao.store.access import Reach
from chapiao.store.models import Review
from chapiao.store.queries.ledger_filters import Basis, Filters, State
from chapiao.store.queries.ledger_text import Matches

DAY = {Basis.ISSUED: "i.issued_on", Basis.BOOKED: "i.booked_on"}
# Newest first, as the indexes have it. What has no date stands last; what is not booked, nowhere.
ORDER = {
    Basis.ISSUED: "i.issued_on desc nulls last, i.id desc",
    Basis.BOOKED: "i.booked_on desc, i.id desc",
}
# Written out: with a mark in its place SQLite could not use the index of these few.
WAITS = f"i.review='{Review.NEEDED.value}'"

Part = tuple[str, tuple[Any, ...]]


def where(
    seen: Reach, filters: Filters, matches: Matches, *, with_state: bool
) -> tuple[str, list[Any]]:
    """Return the condition for `store_invoice i`, with its values in order."""
    parts = [*_days(filters), *_columns(filters), *matches.parts()]
    if with_state:
        parts += _state(filters.state)
    condition, given = seen.where("i")
    if condition:
        parts.append((condition.removeprefix(" and "), given))
    text = " and ".join(part for part, _ in parts) or "1=1"
    return text, [value for _, values in parts for value in values]


def _days(filters: Filters) -> Iterator[Part]:
    day = DAY[filters.basis]
    if filters.first_day is not None:
        yield f"{day}>=?", (sql.day(filters.first_day),)
    if filters.last_day is not None:
        yield f"{day}<=?", (sql.day(filters.last_day),)
    if filters.basis is Basis.BOOKED:
        yield "i.booked_on is not null", ()


def _columns(filters: Filters) -> Iterator[Part]:
    if filters.review:
        yield WAITS, ()
    for condition, value in (
        ("i.kind=?", filters.kind),
        ("i.verify_status=?", filters.verify),
        ("i.doc_status=?", filters.doc),
        ("i.use_status=?", filters.use),
        ("i.entity_id=?", filters.entity),
        ("i.total>=?", filters.least),
        ("i.total<=?", filters.most),
    ):
        if value is not None:
            yield condition, (getattr(value, "value", value),)


def _state(state: State) -> Iterator[Part]:
    listed = tuple(one.value for one in TaxStatus if state.holds(one))
    if state is State.UNKNOWN:
        every = tuple(one.value for one in TaxStatus)
        yield f"(i.tax_status is null or i.tax_status not in ({sql.marks(len(every))}))", every
    elif state is not State.ALL:
        yield f"i.tax_status in ({sql.marks(len(listed))})", listed
