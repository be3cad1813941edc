"""A month of stopped services, week by week, as a calendar shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chapiao.invoice.dates import BEIJING
from chapiao.notices.standing import Held

A_WEEK = 7
FIRST_YEAR, LAST_YEAR = 2000, 2999


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What of a window lies on one day. `begins` and `ends` tell whether it does so there."""

    held: Held
    begins: bool
    ends: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the calendar; those of the months beside are there to fill the week."""

    on: date
    inside: bool
    pieces: tuple[Piece, ...]


def weeks(year: int, month: int, held: Iterable[Held], today: date) -> tuple[tuple[Day, ...], ...]:
    """Return the weeks of a month, Monday first, with what is stopped on each day.

    A window without an end is shown on its first day and on every day up to today.
    """
    first = date(year, month, 1)
    day = first - timedelta(days=first.weekday())
    after = (first + timedelta(days=31)).replace(day=1)
    windows = sorted(held, key=_when)
    made = []
    while day < after:
        made.append(
            tuple(_day(day + timedelta(days=n), month, windows, today) for n in range(A_WEEK))
        )
        day += timedelta(days=A_WEEK)
    return tuple(made)


def beside(year: int, month: int) -> tuple[date, date]:
    """Return the first days of the month before and of the month after."""
    first = date(year, month, 1)
    return (first - timedelta(days=1)).replace(day=1), (first + timedelta(days=31)).replace(day=1)


def span(year: int, month: int) -> tuple[datetime, datetime]:
    """Return the first moment that a calendar of the month shows, and the first it does not."""
    first = date(year, month, 1)
    after = beside(year, month)[1]
    begin = first - timedelta(days=first.weekday())
    end = after + timedelta(days=-after.weekday() % A_WEEK)
    return _midnight(begin), _midnight(end)


def _day(day: date, month: int, windows: Sequence[Held], today: date) -> Day:
    pieces = tuple(piece for one in windows if (piece := _piece(one, day, today)))
    return Day(on=day, inside=day.month == month, pieces=pieces)


def _piece(held: Held, day: date, today: date) -> Piece | None:
    start, end = held.window.start, held.window.end
    if start is None:
        return None
    begin, after = _midnight(day), _midnight(day + timedelta(days=1))
    if end is None:
        if not start.date() <= day <= max(today, start.date()):
            return None
        return Piece(held=held, begins=start.date() == day, ends=False)
    if start >= after or end <= begin:
        return None
    return Piece(held=held, begins=start >= begin, ends=end <= after)


def _when(one: Held) -> tuple[datetime, int]:
    return one.window.start or datetime.max.replace(tzinfo=BEIJING), one.at


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)
