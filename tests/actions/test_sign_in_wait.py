"""Guessing has to wait, longer each time, whichever process is asked."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from tests.actions.places import place
from tests.conftest import PASSWORD

from chapiao.actions import sign_in, sign_in_wait
from chapiao.actions.sign_in import SignInRefused
from chapiao.actions.sign_in_wait import ACCOUNT, ADDRESS, TooManyTries, begin, network, right
from chapiao.store.models import AuditEntry, Person, SignInTry

pytestmark = pytest.mark.django_db


def guess(login: str, now: datetime, address: str = "") -> None:
    with pytest.raises(SignInRefused):
        sign_in.by_password(login=login, password="错的", place=place(address=address), now=now)


def test_the_fifth_wrong_password_locks_and_the_right_one_has_to_wait(
    clerk: Person, now: datetime
) -> None:
    for _ in range(5):
        guess(clerk.username, now)

    with pytest.raises(TooManyTries, match="连续输错了5次，请1分钟后再试"):
        sign_in.by_password(login=clerk.username, password=PASSWORD, place=place(), now=now)
    later = now + timedelta(minutes=1)
    known = sign_in.by_password(login=clerk.username, password=PASSWORD, place=place(), now=later)
    assert known.person == clerk


def test_the_wait_doubles_up_to_an_hour(now: datetime) -> None:
    waits = []
    for _ in range(14):
        tried = begin(now, (ACCOUNT, "wangmin"))
        if tried.locks is not None:
            waits.append(tried.locks // timedelta(minutes=1))
            now += tried.locks

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_while_it_waits_nothing_is_counted_nor_made_longer(now: datetime) -> None:
    for _ in range(5):
        begin(now, (ACCOUNT, "wangmin"))
    for _ in range(50):
        with pytest.raises(TooManyTries):
            begin(now, (ACCOUNT, "wangmin"))

    tried = begin(now + timedelta(minutes=1), (ACCOUNT, "wangmin"))

    assert tried.locks == timedelta(minutes=2)


def test_a_right_one_starts_the_account_anew_and_takes_one_from_the_address(now: datetime) -> None:
    for place_ in range(29):
        begin(now, (ACCOUNT, str(place_)), (ADDRESS, "203.0.113.7"))

    right(begin(now, (ACCOUNT, "wangmin"), (ADDRESS, "203.0.113.7")))

    begin(now, (ADDRESS, "203.0.113.7"))  # the thirtieth wrong one
    with pytest.raises(TooManyTries, match="网络地址"):
        begin(now, (ADDRESS, "203.0.113.7"))


def test_an_office_where_somebody_always_mistypes_is_not_locked(now: datetime) -> None:
    for minute in range(0, 600, 3):  # a slip every three minutes, each put right at once
        at = now + timedelta(minutes=minute)
        begin(at, (ACCOUNT, str(minute)), (ADDRESS, "203.0.113.7"))
        right(begin(at, (ACCOUNT, str(minute)), (ADDRESS, "203.0.113.7")))


def test_an_address_that_guesses_login_after_login_is_held_up(now: datetime) -> None:
    made = 0
    for second in range(0, 3600, 10):
        try:
            begin(now + timedelta(seconds=second), (ACCOUNT, str(second)), (ADDRESS, "203.0.113.7"))
        except TooManyTries:
            continue
        made += 1

    assert 30 <= made <= 55


def test_an_address_that_is_not_known_locks_nobody_out(clerk: Person, now: datetime) -> None:
    for number in range(40):
        guess(f"nobody{number}", now)

    assert sign_in.by_password(
        login=clerk.username, password=PASSWORD, place=place(address=""), now=now
    )


def test_what_was_tried_is_not_kept(now: datetime) -> None:
    guess("我的密码打错了地方", now, "203.0.113.7")

    kept = str(list(SignInTry.objects.values())) + str(list(AuditEntry.objects.values()))
    assert "我的密码" not in kept


def test_a_day_later_all_is_forgotten(now: datetime) -> None:
    for _ in range(4):
        begin(now, (ACCOUNT, "wangmin"))

    tried = begin(now + timedelta(hours=25), (ACCOUNT, "wangmin"))

    assert tried.locks is None
    assert SignInTry.objects.count() == 1


def test_failures_and_the_lock_are_written_down(clerk: Person, now: datetime) -> None:
    for _ in range(5):
        guess(clerk.username, now)

    acts = list(AuditEntry.objects.values_list("act", flat=True))
    assert acts.count("登录失败") == 5
    assert acts.count("登录锁定") == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_no_way_round(now: datetime) -> None:
    passed: list[int] = []

    def one() -> None:
        try:
            begin(now, (ACCOUNT, "wangmin"))
        except TooManyTries:
            pass
        else:
            passed.append(1)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(12)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(passed) == ACCOUNT.most_wrong


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1), st.integers(0, 2**64 - 1))
def test_a_whole_v6_network_counts_as_one(front: int, one: int, other: int) -> None:
    from ipaddress import IPv6Address

    first, second = (str(IPv6Address(front << 64 | each)) for each in (one, other))

    if IPv6Address(first).ipv4_mapped is None and IPv6Address(second).ipv4_mapped is None:
        assert network(first) == network(second)


def test_waits_are_told_in_words() -> None:
    assert sign_in_wait.in_words(timedelta(seconds=1)) == "1分钟"
    assert sign_in_wait.in_words(timedelta(minutes=59, seconds=59)) == "1小时"
