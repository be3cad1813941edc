"""The filters of the 台账 as one SQL condition, the person's access in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chapiao.invoice.status import TaxStatus
from chapiao.store import sql
from chapiao.store.access import Reach
from chapiao.store.queries.ledger_filters import Basis, Filters, State
from chapiao.store.queries.parties import names_like

DAY = {Basis.ISSUED: "i.issued_on", Basis.BOOKED: "i.booked_on"}

Part = tuple[str, tuple[Any, ...]]

# One pass over the index of keys: a number's or code's start or end.
_DIGITS = (
    "i.id in (select j.id from store_invoice j where j.key like ? or j.key like ?"
    " or j.key like ? union select k.id from store_invoice k"
    " where k.second_key is not null and (k.second_key like ? or k.second_key like ?))"
)


def where(seen: Reach, filters: Filters, *, with_state: bool) -> tuple[str, list[Any]]:
    """Return the condition for `store_invoice i`, with its values in order."""
    parts = [*_days(filters), *_columns(filters), *_text(filters.text)]
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


def _text(text: str) -> Iterator[Part]:
    """Digits are the start or end of a number or code; anything else a piece of a name."""
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit():
        starts, ends = f"{digits}%", f"%{digits}"
        yield _DIGITS, (starts, ends, f"{ends}-%", starts, ends)
        return
    names, given = names_like(text)
    if names:
        names = names.partition(" order by ")[0]
        yield f"(i.seller_id in ({names}) or i.buyer_id in ({names}))", (*given, *given)
