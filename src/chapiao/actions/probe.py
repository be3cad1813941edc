"""Look at the entries, at our own network and at our own parts, again and again, and keep it.

Each thing to look at is a due row. What the network is asked goes out only where the
operator switched probes on; our own parts are always looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from chapiao.actions import due, own_parts, silence
from chapiao.actions.maintenance import windows
from chapiao.actions.probe_judge import judge, judge_control
from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.entry import Entry, places
from chapiao.outside.probe import probe
from chapiao.outside.probe_walk import Seen
from chapiao.store.models import Entity, ProbeResult, ProbeTarget, TargetKind, Whose
from chapiao.store.records import BEIJING

CONTROL, OWN, SOURCES = "对照地址", "本机", "来源"
LEASE = timedelta(minutes=2)
OWN_EVERY = timedelta(minutes=1)
SOURCES_EVERY = timedelta(hours=1)
AFTER_TROUBLE = timedelta(minutes=1)
KEPT = timedelta(days=40)
AT_A_TIME = 1  # a probe may take seconds; what else is due has its turn in between


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one look says."""

    whose: Whose
    says: str
    ms: int | None = None


def wanted() -> dict[str, tuple[TargetKind, str]]:
    """Return what is to be looked at by the settings, with the address where it has one."""
    looks = {OWN: (TargetKind.OWN, ""), SOURCES: (TargetKind.SOURCES, "")}
    if settings.PROBES:
        if settings.PROBE_CONTROL:
            looks[CONTROL] = (TargetKind.CONTROL, settings.PROBE_CONTROL)
        for entry, address in entry_addresses().items():
            looks[entry] = (TargetKind.ENTRY, address)
    return looks


def entry_addresses() -> Mapping[str, str]:
    """Return the official address of each entry that has one, or the operator's own."""
    every = {**official_addresses(), **settings.PROBE_ADDRESSES}
    return {name: at for name, at in every.items() if at}


def official_addresses() -> Mapping[str, str]:
    """Return the official address of each entry that has one."""
    sites = {one.value: places()[one.value]["site"] for one in Entry if one is not Entry.OWN}
    return {name: at for name, at in sites.items() if at}


def set_up(now: datetime) -> None:
    """Make the rows agree with the settings; what is looked at no more keeps its history."""
    looks = wanted()
    ProbeTarget.objects.exclude(name__in=looks).update(due_at=None, lease_until=None)
    for name, (kind, address) in looks.items():
        fresh = {"kind": kind, "address": address, "due_at": now}
        row, made = ProbeTarget.objects.get_or_create(name=name, defaults=fresh)
        if not made and (row.address != address or row.due_at is None):
            ProbeTarget.objects.filter(pk=row.pk).update(**fresh, lease_until=None)


def waiting(now: datetime) -> list[int]:
    """Return the next thing to look at, if one is due."""
    return due.ids(ProbeTarget.objects, now, AT_A_TIME)


def work(pk: int, now: datetime) -> ProbeTarget | None:
    """Look, and keep what was seen; None where it is no longer due, or another worker has it."""
    now = now.astimezone(BEIJING)
    if not due.claim(ProbeTarget.objects, pk, now, LEASE):
        return None
    target = ProbeTarget.objects.get(pk=pk)
    if target.kind == TargetKind.SOURCES:
        ProbeResult.objects.filter(day__lt=(now - KEPT).date()).delete()
        return _keep(target, _sources(now), now)
    return _keep(target, _LOOKS[TargetKind(target.kind)](target, now), now)


def put_off(pk: int, now: datetime) -> None:
    """Look again later at what could not be looked at now."""
    rows = ProbeTarget.objects.filter(pk=pk, due_at__isnull=False)
    rows.update(due_at=now + AFTER_TROUBLE, lease_until=None)


def give_back(pk: int) -> None:
    """Put a claimed row down again: the worker is told to stop."""
    due.give_back(ProbeTarget.objects, pk)


def _entry(target: ProbeTarget, now: datetime) -> Found:
    seen = _seen(target.address)
    planned = any(one.covers(now) and _is_ours(one) for one in windows(Entry(target.name), now))
    control = None
    if seen.fault and settings.PROBE_CONTROL:
        control = _seen(settings.PROBE_CONTROL)
    whose, says = judge(
        seen,
        control,
        now.timestamp(),
        planned=planned,
        known_to_work=target.results.filter(whose=Whose.NOBODY).exists(),
    )
    return Found(whose=whose, says=says, ms=seen.ms)


def _is_ours(window: Window) -> bool:
    """Whether a window is about the whole country, or a province that a company of ours is in."""
    if not window.regions:
        return True
    regions = Entity.objects.values_list("region", flat=True)
    return bool(window.regions & {one[:2] for one in regions})


def _control(target: ProbeTarget, now: datetime) -> Found:
    seen = _seen(target.address)
    whose, says = judge_control(seen, now.timestamp())
    return Found(whose=whose, says=says, ms=seen.ms)


def _own(_: ProbeTarget, now: datetime) -> Found:
    whose, says = own_parts.look(now)
    return Found(whose=whose, says=says)


def _sources(now: datetime) -> Found:
    silent = silence.look(now)
    if silent:
        return Found(whose=Whose.UNTOLD, says=f"{silent}个来源没有动静")
    return Found(whose=Whose.NOBODY, says="各来源都有动静")


def _seen(address: str) -> Seen:
    return probe(address, proxy=settings.PROBE_PROXY)


_LOOKS = {TargetKind.ENTRY: _entry, TargetKind.CONTROL: _control, TargetKind.OWN: _own}


@transaction.atomic
def _keep(target: ProbeTarget, found: Found, now: datetime) -> ProbeTarget | None:
    """Write down what was seen, if the row is still ours."""
    since = target.since if found.whose == target.whose and target.since else now
    mine = ProbeTarget.objects.filter(pk=target.pk, attempt=target.attempt, due_at__isnull=False)
    changed = mine.update(
        whose=found.whose,
        says=found.says[:300],
        seen_at=now,
        since=since,
        due_at=now + _pause(target, found),
        lease_until=None,
        attempt=0,
    )
    if not changed:
        return None
    ProbeResult.objects.create(
        target=target, at=now, day=now.date(), whose=found.whose, says=found.says[:300], ms=found.ms
    )
    target.refresh_from_db()
    return target


def _pause(target: ProbeTarget, found: Found) -> timedelta:
    every = timedelta(minutes=settings.PROBE_MINUTES)
    usual = {TargetKind.OWN: OWN_EVERY, TargetKind.SOURCES: SOURCES_EVERY}
    pause = usual.get(TargetKind(target.kind), every)
    # Soon again where it is theirs, to see when it is over; our own trouble takes its time.
    return min(pause, AFTER_TROUBLE) if found.whose == Whose.THEIRS else pause
