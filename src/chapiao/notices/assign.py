"""Which of a sentence's services belong to which of its periods."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chapiao.notices.clauses import Said, Says

# 电子税务局将于…: the service stands right before its period.
_ADJACENT = re.compile(r"[^),、;]{0,6}")


def by_period(
    text: str, named: Sequence[Said], periods: Sequence[tuple[int, int]]
) -> list[list[Said]]:
    """Return the services of each period.

    A service right before a period, or before the first one of its clause, is that
    period's; else that of the period before it. What stands before all of them is
    everybody's. A period left without takes those of the next one, else of the one before;
    so does one with a service that is only worked on.
    """
    shares: list[list[Said]] = [[] for _ in periods]
    for one in named:
        for at in _of(text, one, periods):
            shares[at].append(one)
    for at in reversed(range(len(shares) - 1)):
        shares[at] = _filled(shares[at], shares[at + 1])
    for at in range(1, len(shares)):
        shares[at] = _filled(shares[at], shares[at - 1])
    return shares


def _filled(own: list[Said], other: list[Said]) -> list[Said]:
    """Return a period's services; where nothing of them stops, its neighbour's as well."""
    if all(one.says is Says.UPKEEP for one in own):
        return [*own, *(one for one in other if one.says is not Says.UPKEEP or not own)]
    return own


def _of(text: str, one: Said, periods: Sequence[tuple[int, int]]) -> list[int]:
    begin, end = one.mention.begin, one.mention.end
    before = [at for at, place in enumerate(periods) if place[1] <= begin]
    same = [at for at, place in enumerate(periods) if before and place == periods[before[-1]]]
    inside = [
        at
        for at, place in enumerate(periods)
        if one.clause[0] <= place[0] and place[1] <= one.clause[1]
    ]
    after = [at for at in inside if periods[at][0] >= end]
    first = after and not [at for at in inside if at < after[0]]
    if (
        after
        and (first or _ADJACENT.fullmatch(text, end, periods[after[0]][0]))
        and len(set(periods)) > 1
    ):
        return [at for at, place in enumerate(periods) if place == periods[after[0]]]
    return same or list(range(len(periods)))
