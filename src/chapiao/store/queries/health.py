"""What probes saw, as the status page shows it: now, the last day by half hours, thirty days."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count

from chapiao.store import sql
from chapiao.store.models import ProbeResult, ProbeTarget, TargetKind, Whose
from chapiao.store.records import BEIJING, beijing

HALF_HOURS = 48
DAYS = 30
HALF_HOUR = timedelta(minutes=30)
SELDOM = 50  # one look in more than so many does not colour a whole day
# What one cell shows of many looks: the worst that was seen more than seldom.
_WORST = (Whose.OURS, Whose.THEIRS, Whose.LOCAL, Whose.UNTOLD, Whose.PLANNED, Whose.NOBODY)
_ORDER = (TargetKind.ENTRY, TargetKind.CONTROL, TargetKind.OWN, TargetKind.SOURCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One half hour or day: `whose` is the worst of it, "" where nobody looked."""

    title: str
    whose: str
    counts: tuple[tuple[str, int], ...]

    @property
    def says(self) -> str:
        """Say what was seen, with how often."""
        seen = "，".join(f"{whose} {count} 次" for whose, count in self.counts)
        return f"{self.title} {seen or '没有探测'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One thing that is looked at, with its history."""

    target: ProbeTarget
    day: tuple[Cell, ...]
    month: tuple[Cell, ...]

    @property
    def share(self) -> float | None:
        """Return how much of thirty days it was reached, in percent.

        Looks in which it cannot be told, or that failed on our side, do not count; None: no looks.
        """
        total: Counter[str] = Counter()
        for cell in self.month:
            total.update(dict(cell.counts))
        good = total[Whose.NOBODY]
        counted = good + total[Whose.THEIRS] + total[Whose.PLANNED]
        return 100 * good / counted if counted else None


def watched(now: datetime) -> list[Watched]:
    """Return what is looked at now, the entries first."""
    now = now.astimezone(BEIJING)
    targets = sorted(
        ProbeTarget.objects.filter(due_at__isnull=False),
        key=lambda one: (_ORDER.index(TargetKind(one.kind)), one.pk),
    )
    by_half, by_day = _halves(now), _days(now)
    return [
        Watched(
            target=one,
            day=tuple(
                _cell(f"{start:%m-%d %H:%M}", by_half.get((one.pk, place)))
                for place, start in enumerate(_starts(now))
            ),
            month=tuple(_cell(f"{day:%m-%d}", by_day.get((one.pk, day))) for day in _last(now)),
        )
        for one in targets
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What one look saw; `at` is in Beijing."""

    at: datetime
    whose: str
    says: str


def last_two(name: str, since: datetime, until: datetime) -> list[Look]:
    """Return what was seen last of one thing in a time, and right before, the last first."""
    text = (
        "select r.at, r.whose, r.says from store_probetarget t"
        " join store_proberesult r on r.target_id=t.id"
        " where t.name=? and r.at>=? and r.at<=? order by r.at desc limit 2"
    )
    found = sql.rows(text, (name, sql.moment(since), sql.moment(until)))
    return [Look(at=beijing(at), whose=whose, says=says) for at, whose, says in found]


def newest_told(person_pk: int, since: datetime, until: datetime) -> dict[str, Any] | None:
    """Return what a person's browser told last in a time, as it is kept; None: nothing."""
    text = (
        "select c.told from store_clientcheck c where c.person_id=? and c.at>=? and c.at<=?"
        " order by c.at desc, c.id desc limit 1"
    )
    found = sql.rows(text, (person_pk, sql.moment(since), sql.moment(until)))
    if not found:
        return None
    [(told,)] = found
    kept: dict[str, Any] = json.loads(told) if isinstance(told, str) else told
    return kept


def looked_at_since(since: datetime, until: datetime) -> list[ProbeResult]:
    """Return what was seen last of each thing in a time."""
    found = (
        one.results.filter(at__gte=since, at__lte=until)
        .select_related("target")
        .order_by("-at")
        .first()
        for one in ProbeTarget.objects.order_by("pk")
    )
    return [one for one in found if one is not None]


def _starts(now: datetime) -> list[datetime]:
    """Return the starts of the last half hours, the one that runs now the last."""
    this = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
    return [this - HALF_HOUR * back for back in range(HALF_HOURS - 1, -1, -1)]


def _last(now: datetime) -> list[date]:
    return [now.date() - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]


def _halves(now: datetime) -> dict[tuple[int, int], Counter[str]]:
    """Count the looks of the last day by target and half hour since the first."""
    first = _starts(now)[0]
    found: dict[tuple[int, int], Counter[str]] = {}
    seen = ProbeResult.objects.filter(at__gte=first, at__lte=now)
    for target, at, whose in seen.values_list("target", "at", "whose").order_by().iterator():
        found.setdefault((target, (at - first) // HALF_HOUR), Counter())[whose] += 1
    return found


def _days(now: datetime) -> dict[tuple[int, date], Counter[str]]:
    """Count the looks of thirty days by target and day: read from the index alone."""
    found: dict[tuple[int, date], Counter[str]] = {}
    rows: Iterable[tuple[int, date, str, int]] = (
        ProbeResult.objects.filter(day__gte=_last(now)[0])
        .order_by()
        .values_list("target", "day", "whose")
        .annotate(count=Count("pk"))
    )
    for target, day, whose, count in rows:
        found.setdefault((target, day), Counter())[whose] = count
    return found


def _cell(title: str, seen: Counter[str] | None) -> Cell:
    if not seen:
        return Cell(title=title, whose="", counts=())
    counts = tuple((one.value, seen[one]) for one in _WORST if seen[one])
    often = [whose for whose, count in counts if count * SELDOM >= seen.total()]
    return Cell(title=title, whose=often[0], counts=counts)
