"""The re-check clock: when asking again makes sense, in Beijing time (domain §8.2)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

MORNING = time(9, 30)
SHORTLY_AFTER_MIDNIGHT = time(0, 5)  # the daily limit counts natural days


def _at(now: datetime, days: int, clock: time) -> datetime:
    return datetime.combine(now.date() + timedelta(days=days), clock, now.tzinfo)


def tomorrow_morning(now: datetime) -> datetime:
    """Return 9:30 of the next day, when the platform has taken yesterday's invoices in."""
    return _at(now, 1, MORNING)


def next_day(now: datetime) -> datetime:
    """Return shortly after the coming midnight, when a new natural day's count begins."""
    return _at(now, 1, SHORTLY_AFTER_MIDNIGHT)


def in_days(now: datetime, days: int) -> datetime:
    """Return the morning so many days on."""
    return _at(now, days, MORNING)


def in_minutes(now: datetime, minutes: int) -> datetime:
    """Return a time later today (or early tomorrow), on the full minute."""
    return (now + timedelta(minutes=minutes)).replace(second=0, microsecond=0)


def next_month(now: datetime) -> datetime:
    """Return the morning of the first of next month."""
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(first.date(), MORNING, now.tzinfo)
