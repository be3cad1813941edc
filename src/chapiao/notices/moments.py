"""Dates and clocks as written → moments in Beijing time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from chapiao.invoice.dates import BEIJING
from chapiao.notices.tokens import Clock, Date, Near

_NOON = 12
_AFTER_NOON = {"下午", "午后", "傍晚", "当晚", "晚上", "晚间", "深夜", "夜间", "夜里", "晚"}
_NIGHT = {"当晚", "晚上", "晚间", "深夜", "午夜", "夜间", "夜里", "晚"}
_DAWN = 5  # 夜里两点 is before the morning


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a date without year, month or day is told by.

    `anchor`: a date without a year is the first such day on or after it; `last`: the day
    that the text spoke of before; `nearest`: of a thing announced earlier, take the year
    that brings it nearest to the publication.
    """

    published: datetime
    anchor: date
    last: date
    nearest: bool = False


def day_of(told: Date, known: Known) -> date | None:
    """Return the day meant; None when there is no such day."""
    if told.near is not None:
        return _near(told, known)
    if told.day is None:
        return None
    if told.month is None:
        return _in_month(known.last, told.day)
    if told.year is not None:
        return _made(told.year, told.month, told.day)
    years = range(known.anchor.year - 1, known.anchor.year + 3)
    days = [day for year in years if (day := _made(year, told.month, told.day))]
    if known.nearest:
        to = known.published.date()
        return min(days, key=lambda day: abs(day - to), default=None)
    return next((day for day in days if day >= known.anchor), None)


def _near(told: Date, known: Known) -> date | None:
    today = known.published.date()
    if told.near is Near.MONTH:
        month = today.month + told.add
        return _made(today.year + (month - 1) // 12, (month - 1) % 12 + 1, told.day or 1)
    if told.near is Near.WEEK:
        return today + timedelta(days=(told.day or 0) - today.weekday() + 7 * told.add)
    if told.near is Near.WEEKDAY:
        return known.last + timedelta(days=((told.day or 0) - known.last.weekday()) % 7)
    return (known.last if told.near is Near.LAST else today) + timedelta(days=told.add)


def _in_month(last: date, day: int) -> date | None:
    """Return the first such day of a month on or after the last day spoken of."""
    month = date(last.year, last.month, 1)
    for _ in range(3):
        made = _made(month.year, month.month, day)
        if made is not None and made >= last:
            return made
        month = (month + timedelta(days=31)).replace(day=1)
    return None


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def midnight(day: date) -> datetime:
    """Return 00:00 of a day."""
    return datetime.combine(day, time(), BEIJING)


def at(day: date, clock: Clock) -> datetime:
    """Return the moment; 24:00 and 晚12点 are 00:00 of the next day."""
    return midnight(day) + timedelta(hours=_hour(clock), minutes=clock.minute, seconds=clock.second)


def _hour(clock: Clock) -> int:
    hour = clock.hour
    if clock.part == "凌晨" and hour == _NOON:
        return 0
    if clock.part in _NIGHT and hour == _NOON:
        return 2 * _NOON
    if clock.part in {"中午", "午间"} and hour < _DAWN:
        return hour + _NOON
    if clock.part in _NIGHT and 0 < hour < _DAWN:
        return hour
    return hour + _NOON if clock.part in _AFTER_NOON and hour < _NOON else hour


def end_of(start: datetime, day: date | None, clock: Clock, part: str) -> datetime:
    """Return the end by its clock; without a day, the first such moment after the start.

    `part` is the part of the day said of the start: 晚8点至10点 ends at 22:00.
    """
    if day is not None:
        return at(day, clock)
    own = at(start.date(), clock)
    if not clock.part and part in _AFTER_NOON and clock.hour <= _NOON:
        shared = at(start.date(), replace(clock, part=part))
        own = shared if shared > start else own
    return own if own > start else own + timedelta(days=1)
