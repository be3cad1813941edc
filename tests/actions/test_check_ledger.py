from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connections
from pytest_django import Settings

from chapiao.actions import check_ledger, maintenance
from chapiao.actions.check_at_entry import CannotCheck, check
from chapiao.actions.check_ledger import UsedUp, book, note, tally
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.outside.sandbox_platform import Issued, SandboxPlatform
from chapiao.store import rows
from chapiao.store.models import Check, Entity, Lookup, Person

NUMBER = "25112000000012345678"
DAY = date(2025, 1, 4)


@pytest.fixture
def platform(data_folder: object, settings: Settings) -> SandboxPlatform:
    del data_folder
    settings.SANDBOX = True
    made = SandboxPlatform(settings.DATA / "sandbox.sqlite3")
    made.set_invoice(Issued(number=NUMBER, issued_on=DAY, last="264.00"))
    return made


def ask(asker: Person, now: datetime, **typed: str) -> Lookup:
    typed = {"number": NUMBER, "date": "20250104", "amount": "264", "entry": "查验平台"} | typed
    return look_up(asker=asker, question=Question(**typed), now=now)


def left(platform: SandboxPlatform, now: datetime) -> int:
    return platform.left("", NUMBER, DAY, now)


@pytest.mark.django_db
def test_the_last_check_of_a_day_is_kept_for_who_insists(
    clerk: Person, other_clerk: Person, now: datetime, platform: SandboxPlatform
) -> None:
    for person in (clerk, other_clerk, clerk, other_clerk):  # the whole firm counts together
        check(person, ask(person, now).pk, now)

    with pytest.raises(CannotCheck, match=r"今天查过4次，还剩1次.*明天 0:05"):
        check(clerk, ask(clerk, now).pk, now)
    assert left(platform, now) == 1
    check(clerk, ask(clerk, now).pk, now, insist=True)
    with pytest.raises(CannotCheck, match="已经用完"):
        check(clerk, ask(clerk, now).pk, now, insist=True)

    assert left(platform, now) == 0
    assert sorted(Check.objects.values_list("ordinal", flat=True)) == [1, 2, 3, 4, 5]
    check(clerk, ask(clerk, now).pk, now + timedelta(days=1))


@pytest.mark.django_db
def test_what_we_can_tell_to_be_wrong_costs_no_check(
    clerk: Person, entity: Entity, now: datetime, platform: SandboxPlatform
) -> None:
    invoice = Invoice(number=NUMBER, code="", issued_on=DAY, amount=24906, total=26400)
    rows.put(invoice, source="税局导出", entity=entity, owner=None, at=now)
    wrong = (
        ({"amount": "249.06"}, "264.00"),
        ({"date": "20250105"}, "2025-01-04"),
        ({"number": NUMBER[:-1] + "9"}, NUMBER),
        ({"number": "26" + NUMBER[2:]}, NUMBER),
    )

    for typed, right in wrong:
        with pytest.raises(CannotCheck, match=rf"{right}.*没有用掉查验次数"):
            check(clerk, ask(clerk, now, **typed).pk, now)

    assert left(platform, now) == 5
    assert not Check.objects.exists()


@pytest.mark.django_db
def test_nothing_is_sent_while_the_entry_is_stopped(
    admin: Person, clerk: Person, now: datetime, platform: SandboxPlatform
) -> None:
    until = now + timedelta(hours=2)
    maintenance.announce(admin, Entry.PLATFORM, now - timedelta(hours=1), until, "升级维护", now)

    for at in (now, until - timedelta(seconds=1), until + timedelta(minutes=29)):
        with pytest.raises(CannotCheck, match="维护时段内"):
            check(clerk, ask(clerk, at).pk, at, insist=True)

    assert left(platform, now) == 5
    check(clerk, ask(clerk, now).pk, until + timedelta(minutes=30))


@pytest.mark.django_db
def test_an_answer_told_by_a_person_is_a_check_of_the_day(clerk: Person, now: datetime) -> None:
    ask(clerk, now, answer="不一致")
    ask(clerk, now + timedelta(minutes=1), answer="不一致", seller="某某")  # told once more
    ask(clerk, now + timedelta(minutes=2), answer="验证码错误!")  # was not counted there
    ask(clerk, now + timedelta(minutes=3), answer="查无此票", entry="电子税务局")  # another count
    ask(clerk, now + timedelta(minutes=20), answer="不一致", entry="第三方API")

    assert tally(NUMBER, now).used == 2


@pytest.mark.django_db
def test_where_the_entry_says_that_they_are_used_up_they_are(clerk: Person, now: datetime) -> None:
    ask(clerk, now, answer="超过该张发票当日查验次数(请于次日再次查验)!")

    with pytest.raises(UsedUp) as refused:
        book(NUMBER, now, lookup=None, by=clerk, keep=0)

    assert refused.value.again == datetime(2026, 11, 25, 0, 5, tzinfo=now.tzinfo)
    book(NUMBER, now + timedelta(days=1), lookup=None, by=clerk)


@pytest.mark.django_db
def test_a_check_whose_answer_never_came_stays_counted(clerk: Person, now: datetime) -> None:
    booked = book(NUMBER, now, lookup=None, by=clerk)  # and then the worker is killed

    assert tally(NUMBER, now).used == 1
    check_ledger.settle(booked, "网络超时，请重试！", counted=False)
    assert tally(NUMBER, now).used == 0


@pytest.mark.django_db
def test_a_sixth_answer_that_people_bring_is_kept_without_a_number(
    clerk: Person, now: datetime
) -> None:
    told = ask(clerk, now, entry="本系统台账")
    for minute in range(6):
        at = now + timedelta(minutes=11 * minute)
        note(NUMBER, Entry.PLATFORM, "查无此票", at, lookup_pk=told.pk, by_pk=clerk.pk)

    ordinals = list(Check.objects.order_by("pk").values_list("ordinal", flat=True))
    assert ordinals == [1, 2, 3, 4, 5, None]


@pytest.mark.django_db(transaction=True)
def test_however_many_book_at_once_no_number_of_the_day_is_given_twice(
    clerk: Person, now: datetime
) -> None:
    booked: list[int | None] = []
    refused: list[UsedUp] = []
    start = threading.Barrier(8)

    def worker() -> None:
        try:
            start.wait(timeout=20)
            booked.append(book(NUMBER, now, lookup=None, by=clerk, keep=0).ordinal)
        except UsedUp as error:
            refused.append(error)
        finally:
            connections.close_all()

    _all_at_once([worker] * 8)

    assert sorted(filter(None, booked)) == [1, 2, 3, 4, 5]
    assert len(refused) == 3


def _all_at_once(work: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=one) for one in work]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)
