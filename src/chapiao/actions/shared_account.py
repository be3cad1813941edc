"""Accounts that several people seem to use: two computers taking turns within minutes.

A phone beside a computer is one person's. Two computers, at different addresses, each
used minutes after the other and again and again, are hardly so. It is a proposal to
give everybody an account of their own, never an accusation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from chapiao.actions.sign_in_wait import network
from chapiao.store import access, audit
from chapiao.store.kin import administered
from chapiao.store.models import DeviceSwitch, OneUser, Person
from chapiao.store.records import BEIJING

WATCHED = timedelta(days=14)
QUICK = 15 * 60  # seconds; nobody walks from one desk to another network in that time, and back
ELSEWHERE = 4  # quick turns between computers at different addresses
BESIDE = 10  # the same behind one address: a second computer on one's desk is not rare


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The account went from one computer to another."""

    person: int
    at: datetime
    gap: int  # seconds
    elsewhere: bool  # at another address
    portable: bool  # one of the two is a phone
    devices: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """Why an account seems to be shared. `says` can be shown to an administrator."""

    person: int
    turns: int
    elsewhere: int
    days: int
    devices: int

    @property
    def says(self) -> str:
        """Say what was seen."""
        where = f"，其中 {self.elsewhere} 次不在同一个网络" if self.elsewhere else ""
        return (
            f"近{WATCHED.days}天里有 {self.days} 天，{self.devices} 台电脑在"
            f"{QUICK // 60}分钟之内交替使用这个账号，共 {self.turns} 次{where}"
        )


def judge(turns: Iterable[Turn]) -> list[Suspicion]:
    """Return whose turns look like several people's; the surest first."""
    of: dict[int, list[Turn]] = {}
    for one in turns:
        if one.gap <= QUICK and not one.portable:
            of.setdefault(one.person, []).append(one)
    found = []
    for person, theirs in of.items():
        away = sum(one.elsewhere for one in theirs)
        if away >= ELSEWHERE or len(theirs) >= BESIDE:
            found.append(
                Suspicion(
                    person=person,
                    turns=len(theirs),
                    elsewhere=away,
                    days=len({one.at.astimezone(BEIJING).date() for one in theirs}),
                    devices=len({each for one in theirs for each in one.devices}),
                )
            )
    return sorted(found, key=lambda one: (-one.elsewhere, -one.turns, one.person))


def suspected(by: Person, now: datetime) -> list[tuple[Person, Suspicion]]:
    """Return who of the companies one administers seems to share an account."""
    watched = DeviceSwitch.objects.filter(at__gt=now - WATCHED, gap__lte=QUICK)
    if not by.is_superuser:
        watched = watched.filter(person__memberships__entity__in=administered(by)).distinct()
    found = _judged(watched, now)
    people = Person.objects.in_bulk([one.person for one in found])
    return [(people[one.person], one) for one in found]


def suspicion_of(person: Person, now: datetime) -> Suspicion | None:
    """Return why this account seems to be shared; None where it does not."""
    watched = DeviceSwitch.objects.filter(person=person, at__gt=now - WATCHED, gap__lte=QUICK)
    return next(iter(_judged(watched, now)), None)


@transaction.atomic
def clear(*, by: Person, person_pk: int, now: datetime) -> Person:
    """Note that one person alone uses the account; what comes after is watched anew.

    Raises:
        access.NotSeen: the account is not among those that seem shared to `by`.
    """
    found = next((who for who, _ in suspected(by, now) if who.pk == person_pk), None)
    if found is None:
        raise access.NotSeen
    OneUser.objects.update_or_create(person=found, defaults={"at": now})
    audit.append(at=now, person_id=by.pk, act="核实一人使用", subject=f"person:{found.pk}")
    return found


def _judged(watched: QuerySet[DeviceSwitch], now: datetime) -> list[Suspicion]:
    rows = watched.select_related("before", "after").order_by("pk")
    cleared = dict(OneUser.objects.filter(at__gt=now - WATCHED).values_list("person", "at"))
    return judge(_turn(one) for one in rows if not _is_cleared(one, cleared))


def _is_cleared(row: DeviceSwitch, cleared: Mapping[int, datetime]) -> bool:
    at = cleared.get(row.person_id)
    return at is not None and row.at <= at


def _turn(row: DeviceSwitch) -> Turn:
    here, there = network(row.before.address), network(row.after.address)
    return Turn(
        person=row.person_id,
        at=row.at,
        gap=row.gap,
        elsewhere=bool(here and there and here != there),
        portable=row.before.portable or row.after.portable,
        devices=(row.before.device, row.after.device),
    )
