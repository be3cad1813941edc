"""The tokens that a match of the sign text stands on."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TypeVar

from chapiao.notices.moments import Known, day_of
from chapiao.notices.tokens import Clock, Date, Every, Signs

T = TypeVar("T", Date, Clock, Every)


def token(match: re.Match[str], name: str, text: Signs, kind: type[T]) -> T | None:
    if not match[name]:
        return None
    token = text.tokens[match.start(name)]
    return token if isinstance(token, kind) else None


def dates(match: re.Match[str], name: str, text: Signs) -> list[Date]:
    if not match[name]:
        return []
    places = range(match.start(name), match.end(name))
    return [one for at_ in places if isinstance(one := text.tokens.get(at_), Date)]


def starts(told: list[Date], known: Known) -> list[date]:
    """Return the days of a list: each is told by the one before it."""
    days: list[date] = []
    for one in told:
        day = day_of(one, replace(known, last=days[-1]) if days else known)
        if day is not None:
            days.append(day)
    return days
