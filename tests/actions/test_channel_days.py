"""Days with vendors that break: circuits, rates, watches, and never a sixth check."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connections
from tests.actions.channels import NUMBER, TOTAL, ask, channel

from chapiao.actions import recheck
from chapiao.actions.channel_state import take_turn
from chapiao.actions.check_at_entry import CannotCheck, check
from chapiao.outside.channels.fake_server import CHECKS_A_DAY, FakeVendor, Issued
from chapiao.outside.channels.model import Vendor
from chapiao.store.models import Channel, ChannelCall, Check, Follow, Person
from chapiao.store.queries.channel_cost import cost_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback")]

MONTH = date(2026, 11, 1)


def test_a_vendor_nobody_reaches_costs_no_check_and_no_money(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    Channel.objects.update(base="http://127.0.0.1:1")
    asked = ask(clerk, now)

    answer = check(clerk, asked.pk, now)

    assert answer.question["answer"].startswith("网络连接不上接口")
    assert Check.objects.get().ordinal is None
    assert cost_of("tencent", MONTH).at_most == 0
    assert [call.charged for call in ChannelCall.objects.all()] == [False, False]


def test_three_failures_in_a_row_rest_a_channel_and_one_request_tries_it(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    tencent.say_next(*["InternalError"] * 3)
    for place in range(3):
        number = f"2511200000001234000{place}"
        check(clerk, ask(clerk, now, number=number).pk, now)

    resting = Channel.objects.get()
    assert (resting.failures, resting.paused_until) == (3, now + timedelta(minutes=1))
    with pytest.raises(CannotCheck, match="暂停使用"):
        check(clerk, ask(clerk, now).pk, now)
    later = now + timedelta(minutes=2)
    tencent.say_next("InternalError")
    check(clerk, ask(clerk, later).pk, later)
    resting.refresh_from_db()
    assert resting.paused_until == later + timedelta(minutes=2)
    last = later + timedelta(minutes=3)
    check(clerk, ask(clerk, last).pk, last)
    resting.refresh_from_db()
    assert (resting.failures, resting.paused_until) == (0, None)


def test_one_who_comes_while_another_tries_finds_it_resting(
    now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    one = Channel.objects.get()
    Channel.objects.update(paused_until=now - timedelta(seconds=1), failures=3)

    turns = [take_turn(one.pk, now) for _ in range(3)]

    assert turns == [timedelta(), None, None]


def test_no_more_are_sent_a_minute_than_the_channel_may(now: datetime, tencent: FakeVendor) -> None:
    channel(tencent, Vendor.TENCENT, now, per_minute=60)
    one = Channel.objects.get()

    turns = [take_turn(one.pk, now) for _ in range(4)]

    assert turns == [timedelta(), timedelta(seconds=1), timedelta(seconds=2), None]


def test_a_watch_asks_the_vendor_again_until_it_is_found(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    number = "26" + NUMBER[2:]
    yesterday = now.date() - timedelta(days=1)
    asked = ask(clerk, now, number=number, date=yesterday.isoformat())
    missed = check(clerk, asked.pk, now)
    assert missed.found is False
    recheck.follow(clerk, missed.pk, now)
    missed.refresh_from_db()
    assert missed.due_at is not None
    tencent.issue(Issued(number=number, issued_on=yesterday, last=TOTAL))
    due = missed.due_at + timedelta(minutes=5)
    tencent.clock = due.timestamp

    found = recheck.recheck(missed.pk, due)

    assert found is not None
    assert (found.found, found.follow) == (True, Follow.FOUND)
    assert tencent.spent(number) == 2


def test_a_business_answer_is_not_asked_for_twice_a_day_by_itself(
    clerk: Person, now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now)
    missed = check(clerk, ask(clerk, now, number=NUMBER[:-1] + "9").pk, now)
    recheck.follow(clerk, missed.pk, now)
    type(missed).objects.filter(pk=missed.pk).update(due_at=now)

    recheck.recheck(missed.pk, now + timedelta(hours=3))

    assert len(tencent.heard) == 1


@pytest.mark.parametrize("seed", range(6))
def test_whatever_breaks_no_invoice_is_sent_a_sixth_time_a_day(
    clerk: Person, now: datetime, tencent: FakeVendor, jumei: FakeVendor, seed: int
) -> None:
    random = Random(seed)
    channel(tencent, Vendor.TENCENT, now)
    channel(jumei, Vendor.JUMEI, now)
    for day in range(2):
        at = now + timedelta(days=day)
        before = tencent.spent(NUMBER) + jumei.spent(NUMBER)
        tencent.clock = jumei.clock = at.timestamp
        for _ in range(12):
            for fake, code in ((tencent, "RequestLimitExceeded"), (jumei, "206")):
                if random.random() < 0.6:
                    fake.say_next(random.choice([0, 503, code]))
            Channel.objects.update(paused_until=None, failures=0)
            try:
                check(clerk, ask(clerk, at).pk, at, insist=random.random() < 0.5)
            except CannotCheck:
                continue

        spent = tencent.spent(NUMBER) + jumei.spent(NUMBER) - before
        assert spent <= CHECKS_A_DAY
        mine = Check.objects.filter(day=at.date(), ordinal__isnull=False)
        assert spent <= mine.count() <= CHECKS_A_DAY


@pytest.mark.django_db(transaction=True)
def test_processes_that_come_at_once_never_take_the_same_turn(
    now: datetime, tencent: FakeVendor
) -> None:
    channel(tencent, Vendor.TENCENT, now, per_minute=600)
    pk = Channel.objects.get().pk
    turns: list[timedelta | None] = []

    def take() -> None:
        turns.append(take_turn(pk, now))
        connections.close_all()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert sorted(one for one in turns if one is not None) == [
        timedelta(seconds=place / 10) for place in range(8)
    ]


def test_a_vendor_under_maintenance_is_waited_for_and_then_finds_it(
    clerk: Person, now: datetime, jumei: FakeVendor
) -> None:
    channel(jumei, Vendor.JUMEI, now)
    jumei.say_next("500")

    waiting = check(clerk, ask(clerk, now).pk, now)

    assert (waiting.cause, waiting.follow) == ("maintenance", Follow.WATCHING)
    assert Check.objects.get().ordinal is None  # nobody asked the bureau
    assert waiting.due_at is not None
    due = waiting.due_at
    jumei.clock = due.timestamp
    found = recheck.recheck(waiting.pk, due)
    assert found is not None
    assert (found.found, found.follow) == (True, Follow.FOUND)
    assert found.news
    assert jumei.spent(NUMBER) == 1
