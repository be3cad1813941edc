"""Where a kind is looked up and what is asked there: `invoice.entry`, remembered.

The table is read once; an answer asks it several times for the same kind.
"""

from __future__ import annotations

from functools import cache

from chapiao.invoice.entry import Ask, Entry, Route, entries_for, route_to
from chapiao.invoice.kind import Kind

AMOUNTS = frozenset({Ask.AMOUNT, Ask.TOTAL})
CHECKS = frozenset({Ask.CHECK, Ask.CHECK_LAST6, Ask.CHECK_5, Ask.SECOND_LAST6})
EVERYTHING = frozenset({Entry.OWN})  # our own 台账 takes every kind


@cache
def route(entry: Entry, kind: Kind, region: str | None) -> Route | None:
    """Return how a kind is asked for at an entry; None where that entry has none of it."""
    return route_to(entry, kind, region)


@cache
def routes(kind: Kind, region: str | None) -> tuple[Route, ...]:
    """Return where a kind is looked up, the first place first; () where nobody can."""
    return entries_for(kind, region)


@cache
def first_route(kind: Kind, region: str | None) -> Route | None:
    """Return the first place to look a kind up; None where nobody can."""
    return next(iter(routes(kind, region)), None)


@cache
def holds(entry: Entry, kind: Kind, region: str | None) -> bool:
    """Whether an entry has this kind at all."""
    return entry in EVERYTHING or route(entry, kind, region) is not None


@cache
def asked_of(entry: Entry, kind: Kind, region: str | None, among: frozenset[Ask]) -> Ask | None:
    """Return which of these fields the entry asks for that kind; None if none of them."""
    way = route(entry, kind, region)
    asks = (one.ask for one in way.fields) if way is not None else ()
    return next((ask for ask in asks if ask in among), None)
