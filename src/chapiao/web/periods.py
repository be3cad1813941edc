"""本月, 上月, 本季, 本年: the spans people pick, as parts of an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chapiao.store.queries.ledger import Filters

MONTHS_A_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """A span with its name, and whether it is the one in force."""

    word: str
    first: date | None
    last: date | None
    chosen: bool

    @property
    def since(self) -> str:
        """The first day as an address holds it."""
        return "" if self.first is None else self.first.isoformat()

    @property
    def until(self) -> str:
        """The last day as an address holds it."""
        return "" if self.last is None else self.last.isoformat()


def periods(filters: Filters, today: date) -> tuple[Period, ...]:
    """Return the spans to pick from; the one of the filters is marked."""
    now = (filters.first_day, filters.last_day)
    known = tuple(
        Period(word, first, last, chosen=(first, last) == now)
        for word, first, last in _spans(today)
    )
    if any(one.chosen for one in known):
        return known
    return (*known, Period("自定义", *now, chosen=True))


def _spans(today: date) -> Iterator[tuple[str, date | None, date | None]]:
    first = today.replace(day=1)
    last_month = first - timedelta(days=1)
    quarter = date(today.year, today.month - (today.month - 1) % MONTHS_A_QUARTER, 1)
    yield "全部", None, None
    yield "本月", first, _end(first)
    yield "上月", last_month.replace(day=1), last_month
    yield "本季", quarter, _end(quarter, MONTHS_A_QUARTER)
    yield "本年", date(today.year, 1, 1), date(today.year, 12, 31)


def _end(first: date, months: int = 1) -> date:
    """Return the last day of so many months from a first of the month on.

    >>> _end(date(2024, 2, 1))
    datetime.date(2024, 2, 29)
    >>> _end(date(2026, 10, 1), 3)
    datetime.date(2026, 12, 31)
    """
    month = first.month - 1 + months
    return date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
