"""Days made by chance, under a simulated clock: workers, people and pages all at once.

Whatever happens, no invoice is checked a sixth time in a day, nothing is sent into an
announced window, and what is watched is found at the first slot after it can be.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connections
from pytest_django import Settings

from chapiao.actions import recheck as rechecks
from chapiao.actions.check_at_entry import CannotCheck, check
from chapiao.actions.look_up import look_up
from chapiao.actions.maintenance import AFTER, announce
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.outside.sandbox_platform import CHECKS_A_DAY, Issued, SandboxPlatform, Words
from chapiao.store.models import Check, Follow, Lookup, Maintenance, Person

CODE, DAYS, WORKERS, INVOICES = "011002600111", 5, 3, 4
SLOT = timedelta(days=1)
SPREAD = timedelta(minutes=4)  # between rows that are due at the same moment

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class World:
    """Invoices that are uploaded late, and the people who want them."""

    random: Random
    platform: SandboxPlatform
    people: list[Person]
    start: datetime
    visible: dict[str, datetime]

    def ask(self, number: str, person: Person, now: datetime, answer: str = "") -> Lookup:
        question = Question(
            number=number,
            code=CODE,
            date=(self.start - timedelta(days=1)).date().isoformat(),
            check_code=number[-6:],
            entry="查验平台",
            answer=answer,
        )
        return look_up(asker=person, question=question, now=now)


@pytest.fixture
def world(
    clerk: Person,
    other_clerk: Person,
    admin: Person,
    now: datetime,
    data_folder: Path,
    settings: Settings,
    seed: int,
) -> World:
    settings.SANDBOX = True
    random = Random(seed)
    platform = SandboxPlatform(data_folder / "sandbox.sqlite3")
    numbers = [f"{random.randrange(10**7, 10**8)}" for _ in range(INVOICES)]
    visible = {one: now + timedelta(minutes=random.randrange(60, 60 * 24 * 3)) for one in numbers}
    for one in numbers:
        day = (now - timedelta(days=1)).date()
        platform.set_invoice(
            Issued(code=CODE, number=one, issued_on=day, last=one[-6:], visible_from=visible[one])
        )
    for day in range(1, DAYS):  # over the morning slot, as often as not
        starts = now.replace(hour=random.choice((1, 7, 9, 12)), minute=20) + timedelta(days=day)
        announce(admin, Entry.PLATFORM, starts, starts + timedelta(hours=random.randint(1, 8)),
                 "升级维护", now)  # fmt: skip
    return World(random, platform, [clerk, other_clerk], now, visible)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_however_the_days_go_the_count_holds_and_windows_are_kept(world: World) -> None:
    for number in world.visible:
        for person in world.people:
            rechecks.follow(person, world.ask(number, person, world.start).pk, world.start)
    now, until = world.start, world.start + timedelta(days=DAYS)

    while now < until:
        work: list[Callable[[], None]] = [_worker(now)] * WORKERS
        chosen = world.random.choices([*world.visible], k=3)
        work += [_person(world, one, now, insist=world.random.random() < 0.5) for one in chosen]
        _all_at_once(work)
        now += timedelta(minutes=world.random.randrange(10, 300))

    _the_count_holds(world)
    _windows_are_kept()
    assert set(Lookup.objects.values_list("lease_until", flat=True)) == {None}


@pytest.mark.parametrize("seed", [4, 5, 6])
def test_what_is_watched_is_found_at_the_first_slot_after_it_can_be(world: World) -> None:
    watched = {
        number: rechecks.follow(
            world.people[0], world.ask(number, world.people[0], world.start).pk, world.start
        )
        for number in world.visible
    }
    now, until = world.start, world.start + timedelta(days=DAYS)

    while now < until:
        _all_at_once([_worker(now)] * WORKERS)
        now += timedelta(minutes=1) if rechecks.due(now) else timedelta(minutes=20)

    for number, asked in watched.items():
        found = Lookup.objects.get(pk=asked.pk)
        longest = max(one.ends - one.starts for one in Maintenance.objects.all() if one.ends)
        late = found.answered_at - world.visible[number]
        assert found.follow == Follow.FOUND
        assert late <= SLOT + longest + AFTER + SPREAD + timedelta(minutes=20)
        assert found.news
    _the_count_holds(world)
    _windows_are_kept()


def _the_count_holds(world: World) -> None:
    spent = Counter(
        (one.key, one.day) for one in Check.objects.filter(ordinal__isnull=False, sandbox=True)
    )
    assert spent
    assert max(spent.values()) <= CHECKS_A_DAY
    for number in world.visible:
        assert not Check.objects.filter(key=f"{number}-{CODE}", words=Words.LIMIT).exists()


def _windows_are_kept() -> None:
    for one in Maintenance.objects.all():
        assert one.ends is not None
        assert not Check.objects.filter(
            sandbox=True, asked_at__gte=one.starts, asked_at__lt=one.ends + AFTER
        ).exists()


def _worker(now: datetime) -> Callable[[], None]:
    def work() -> None:
        for pk in rechecks.due(now):
            rechecks.recheck(pk, now)

    return work


def _person(world: World, number: str, now: datetime, *, insist: bool) -> Callable[[], None]:
    """Press the button, or look at the official page oneself and tell what it said."""
    person = world.random.choice(world.people)
    tells = world.random.random() < 0.3

    def act() -> None:
        asked = world.ask(number, person, now, Words.NOT_FOUND if tells else "")
        with suppress(CannotCheck):
            check(person, asked.pk, now, insist=insist)

    return act


def _all_at_once(work: list[Callable[[], None]]) -> None:
    problems: list[BaseException] = []
    start = threading.Barrier(len(work))

    def run(one: Callable[[], None]) -> None:
        try:
            start.wait(timeout=20)
            one()
        except BaseException as error:  # noqa: BLE001 - shown below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
    assert problems == []
