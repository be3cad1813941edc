"""Shared accounts are told from honest ones by labelled days of work."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from tests.actions.places import place

from chapiao.actions import shared_account, sign_in
from chapiao.store import access
from chapiao.store.models import Entity, Membership, Person, Role, SignIn

OFFICE, HOME, MOBILE = "203.0.113.7", "198.51.100.4", "192.0.2.88"
# Who sits where at which minutes of a day: (browser, address, a phone?, from, to).
Day = list[tuple[str, str, bool, int, int]]
Habit = Callable[[random.Random, int], Day]


def one_desk(dice: random.Random, day: int) -> Day:
    return [("desk", OFFICE, False, 0, 480)]


def desk_and_phone(dice: random.Random, day: int) -> Day:
    return [("desk", OFFICE, False, 0, 480), ("phone", MOBILE, True, 30, 470)]


def desk_and_home(dice: random.Random, day: int) -> Day:
    return [("desk", OFFICE, False, 0, 470), ("home", HOME, False, 540, 640)]


def sometimes_the_meeting_room(dice: random.Random, day: int) -> Day:
    if day % 3:
        return one_desk(dice, day)
    return [
        ("desk", OFFICE, False, 0, 200),
        ("room", OFFICE, False, 205, 260),
        ("desk", OFFICE, False, 265, 480),
    ]


def once_from_elsewhere(dice: random.Random, day: int) -> Day:
    if day != 2:
        return one_desk(dice, day)
    return [("desk", OFFICE, False, 0, 240), ("laptop", HOME, False, 242, 480)]


def two_offices(dice: random.Random, day: int) -> Day:
    return [("desk", OFFICE, False, 0, 480), ("theirs", HOME, False, 10, 460)]


def one_room_two_desks(dice: random.Random, day: int) -> Day:
    return [("desk", OFFICE, False, 0, 480), ("beside", OFFICE, False, 5, 480)]


def three_branches(dice: random.Random, day: int) -> Day:
    sites = [("a", OFFICE), ("b", HOME), ("c", MOBILE)]
    return [
        (name, at, False, start, start + 60)
        for start in range(0, 480, 60)
        for name, at in [dice.choice(sites)]
    ]


def half_a_day_each(dice: random.Random, day: int) -> Day:
    return [("early", OFFICE, False, 0, 235), ("late", HOME, False, 240, 480)]


HONEST: list[Habit] = [
    one_desk, desk_and_phone, desk_and_home, sometimes_the_meeting_room, once_from_elsewhere,
]  # fmt: skip
SHARED: list[Habit] = [two_offices, one_room_two_desks, three_branches, half_a_day_each]
DAYS = 6


def live(person: Person, habit: Habit, monday: datetime, dice: random.Random) -> None:
    """Let an account be used as this habit has it, a look every five to fifteen minutes."""
    kept: dict[str, SignIn] = {}
    for day in range(DAYS):
        looks = []
        for browser, address, portable, start, end in habit(dice, day):
            minute = start + dice.randrange(4)
            while minute < end:
                looks.append((minute, browser, address, portable))
                minute += dice.randrange(6, 26)
        for minute, browser, address, portable in sorted(looks):
            now = monday + timedelta(days=day, minutes=minute)
            if browser not in kept:
                where = place(f"{person.pk}{browser}", address, portable=portable)
                kept[browser] = sign_in.started(
                    person=person,
                    session_key=browser,
                    how="密码",
                    strong=False,
                    place=where,
                    now=now,
                )
            else:
                sign_in.seen(pk=kept[browser].pk, now=now)


@pytest.mark.django_db
def test_shared_accounts_are_found_and_honest_ones_left_alone(admin: Person, now: datetime) -> None:
    monday = now.replace(hour=9, minute=0) - timedelta(days=DAYS + 1)
    shared: set[int] = set()
    for number, habit in enumerate([*HONEST, *SHARED]):
        person = Person.objects.create(username=f"p{number}")
        live(person, habit, monday, random.Random(number))
        if habit in SHARED:
            shared.add(person.pk)

    found = {who.pk for who, _ in shared_account.suspected(admin, now)}

    right = len(found & shared)
    f1 = 2 * right / (len(found) + len(shared))
    assert f1 >= 0.9, (len(found), len(shared), right)


@pytest.mark.django_db
def test_only_who_administers_the_company_is_told(
    clerk: Person, other_clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    live(clerk, two_offices, now - timedelta(days=DAYS), random.Random(1))
    heads = []
    for company in (entity, other_entity):
        head = Person.objects.create(username=f"head{company.pk}")
        Membership.objects.create(person=head, entity=company, role=Role.ADMIN)
        heads.append(head)

    told = [[who for who, _ in shared_account.suspected(by, now)] for by in (*heads, clerk)]

    assert told == [[clerk], [], []]


@pytest.mark.django_db
def test_it_is_said_in_words_and_forgotten_after_two_weeks(
    admin: Person, clerk: Person, now: datetime
) -> None:
    live(clerk, two_offices, now - timedelta(days=DAYS), random.Random(1))

    [(_, why)] = shared_account.suspected(admin, now)

    assert "2 台电脑在15分钟之内交替使用这个账号" in why.says
    assert shared_account.suspected(admin, now + timedelta(days=15)) == []


@pytest.mark.django_db
def test_an_account_that_was_looked_into_is_watched_anew(
    admin: Person, clerk: Person, other_clerk: Person, now: datetime
) -> None:
    live(clerk, two_offices, now - timedelta(days=DAYS), random.Random(1))
    with pytest.raises(access.NotSeen):
        shared_account.clear(by=admin, person_pk=other_clerk.pk, now=now)

    shared_account.clear(by=admin, person_pk=clerk.pk, now=now)

    assert shared_account.suspected(admin, now) == []
    live(clerk, two_offices, now, random.Random(2))
    assert [who for who, _ in shared_account.suspected(admin, now + timedelta(days=DAYS))] == [
        clerk
    ]
