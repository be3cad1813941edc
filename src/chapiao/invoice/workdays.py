"""Working days in mainland China, with public holidays and the days worked for them.

The holidays of a year are made known in the autumn before it. For a year whose holidays
are not known here, only the weekday is told, and that it is no more than that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Workday:
    """Whether a day is worked; `known` False: only its weekday was looked at."""

    works: bool
    known: bool


def workday(day: date) -> Workday:
    """Return whether a day is worked.

    >>> workday(date(2026, 10, 1)), workday(date(2026, 10, 10))
    (Workday(works=False, known=True), Workday(works=True, known=True))
    >>> workday(date(2045, 10, 2))
    Workday(works=True, known=False)
    """
    try:
        return Workday(works=bool(chinese_calendar.is_workday(day)), known=True)
    except NotImplementedError:
        return Workday(works=day.weekday() < SATURDAY, known=False)


def holiday(day: date) -> bool:
    """Whether a day is off for a public holiday; unknown is no. Its weekend days count.

    >>> holiday(date(2026, 10, 3)), holiday(date(2026, 10, 17))
    (True, False)
    """
    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return False
    return bool(off) and name is not None


def workdays_after(day: date, count: int) -> date:
    """Return the last of so many working days after a day; the day itself for none."""
    for _ in range(count):
        day = first_workday(day + timedelta(days=1))
    return day


def first_workday(day: date) -> date:
    """Return the day itself, or the first one after it that is worked."""
    while not workday(day).works:
        day += timedelta(days=1)
    return day
