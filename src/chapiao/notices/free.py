"""When services are free: stretches of working time in which none of them is stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Service, Window

AFTER = timedelta(minutes=30)  # a service needs a while after its announced end
OPENS, CLOSES = time(9), time(18)
AHEAD = 31  # days looked through


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of time that is free."""

    start: datetime
    end: datetime


def free_slots(
    windows: Iterable[Window],
    services: frozenset[Service],
    now: datetime,
    length: timedelta,
    works: Callable[[date], bool],
    most: int = 3,
) -> tuple[Slot, ...]:
    """Return the first free stretches of working hours, at least so long, one a day.

    `works` tells whether a day is a working day. A window without an end blocks all after it.
    """
    stops = sorted(_stops(windows, services))
    found: list[Slot] = []
    for day in (now.date() + timedelta(days=n) for n in range(AHEAD)):
        if len(found) == most:
            break
        if works(day):
            begin = max(datetime.combine(day, OPENS, BEIJING), now)
            slot = _first(begin, datetime.combine(day, CLOSES, BEIJING), stops, length)
            found += [slot] if slot else []
    return tuple(found)


def _stops(
    windows: Iterable[Window], services: frozenset[Service]
) -> Iterator[tuple[datetime, datetime]]:
    for one in windows:
        if one.start is not None and one.services & services:
            end = one.end + AFTER if one.end else datetime.max.replace(tzinfo=BEIJING)
            yield one.start, end


def _first(
    begin: datetime,
    close: datetime,
    stops: Iterable[tuple[datetime, datetime]],
    length: timedelta,
) -> Slot | None:
    for start, end in stops:
        if end <= begin:
            continue
        if start >= close or start - begin >= length:
            close = min(close, start)
            break
        begin = max(begin, end)
    return Slot(begin, close) if close - begin >= length else None
