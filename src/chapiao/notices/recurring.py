"""The days of a period that comes back: 每日, 每周六, 连续三天."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from chapiao.notices.matched import dates, starts
from chapiao.notices.moments import Known, day_of
from chapiao.notices.tokens import Date, Every, Signs

MOST_DAYS = 92  # a daily period is told for weeks, not years


def days_meant(match: re.Match[str], every: Every | None, text: Signs, known: Known) -> list[date]:
    """Return the days of a period that comes back; none when it does not."""
    listed = starts(dates(match, "list", text), known)
    if listed:
        return listed if every else []
    span = dates(match, "span", text)
    after = dates(match, "after", text) or dates(match, "during", text)
    after = after or dates(match, "listed", text) or dates(match, "carried", text)
    after_days = starts(after, known)
    if after_days and not span and not match["onward"]:
        days = after_days
        is_span = len(days) == 2 and not re.search("[、,和及与]", match["after"] or "")  # noqa: PLR2004 - first and last
        return _between(days[0], days[1], every) if is_span else days
    if match["month"] and every and match["onward"]:
        return [day for day in _of_month(match["month"], every, known) if day >= after_days[0]]
    if match["month"] and every:
        return _of_month(match["month"], every, known)
    last = dates(match, "stop", text)
    first = starts(span or [*dates(match, "from", text), *last], known)
    return _from(first, match["times"], every, known) if every or span or match["times"] else []


def _from(first: list[date], times: str | None, every: Every | None, known: Known) -> list[date]:
    """Return the days from a first one: so many, up to a last one, or only the next."""
    begin = first[0] if first else known.last
    if times:
        return _between(begin, begin + timedelta(days=int(times) - 1), every)
    if len(first) > 1:
        return _between(begin, first[-1], every) if every or first[-1] > begin else []
    return _between(begin, begin + timedelta(days=6), every)[:1]


def _between(first: date, last: date, every: Every | None) -> list[date]:
    count = min((last - first).days + 1, MOST_DAYS)
    days = [first + timedelta(days=n) for n in range(count)]
    return [day for day in days if every is None or day.weekday() in every.weekdays]


def _of_month(month: str, every: Every, known: Known) -> list[date]:
    """Return the days of a month, none before the publication."""
    told = known.published.month if month in "本当" else int(month)
    first = day_of(Date(month=told, day=1), replace(known, nearest=True))
    if first is None:
        return []
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return _between(max(first, known.published.date()), last, every)
