"""Watches keep clear of maintenance, tell what changed, and warn before a last day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests.actions.test_recheck import TODAYS, ask, bring

from chapiao.actions import at_platform
from chapiao.actions import recheck as rechecks
from chapiao.actions.look_up import look_up
from chapiao.actions.maintenance import announce
from chapiao.diagnosis.question import Question
from chapiao.invoice.entry import Entry
from chapiao.outside.sandbox_platform import Issued, SandboxPlatform
from chapiao.store.models import Check, Entity, Follow, Lookup, Person


@pytest.mark.django_db
def test_nothing_is_asked_in_an_announced_window_and_soon_after_it(
    clerk: Person, admin: Person, now: datetime, data_folder: Path, settings: Settings
) -> None:
    settings.SANDBOX = True
    SandboxPlatform(data_folder / "sandbox.sqlite3").set_invoice(
        Issued(number=TODAYS, issued_on=now.date(), last="264.00")
    )
    waiting = ask(clerk, now)
    due_at = waiting.due_at or now
    until = due_at + timedelta(hours=3)
    announce(admin, Entry.PLATFORM, due_at - timedelta(hours=1), until, "升级维护", now)

    assert rechecks.recheck(waiting.pk, due_at) is None

    put_behind = Lookup.objects.get(pk=waiting.pk)
    assert not Check.objects.exists()
    assert put_behind.lease_until is None
    assert put_behind.due_at is not None
    assert until + timedelta(minutes=30) <= put_behind.due_at <= until + timedelta(minutes=34)
    found = rechecks.recheck(waiting.pk, put_behind.due_at)
    assert found is not None
    assert found.follow == Follow.FOUND


@pytest.mark.django_db
def test_a_look_up_made_in_a_window_waits_for_its_end(
    clerk: Person, admin: Person, now: datetime
) -> None:
    until = now + timedelta(hours=3)
    announce(admin, Entry.PLATFORM, now - timedelta(hours=1), until, "升级维护", now)

    question = Question(number=TODAYS, entry="查验平台", answer="网络超时，请重试！")
    waiting = look_up(asker=clerk, question=question, now=now)

    assert waiting.cause == "maintenance"
    assert waiting.due_at is not None
    assert until + timedelta(minutes=30) <= waiting.due_at <= until + timedelta(minutes=34)


@pytest.mark.django_db
def test_the_asker_is_told_what_changed_until_they_have_seen_it(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    due_at = waiting.due_at or now
    bring(entity, due_at)

    found = rechecks.recheck(waiting.pk, due_at)

    assert found is not None
    assert found.news is not None
    assert "自动再查：原来是“当天票”，现在查到了" in found.news
    rechecks.note_read(clerk, waiting.pk)
    assert Lookup.objects.get(pk=waiting.pk).news is None


@pytest.mark.django_db
def test_before_a_deadline_the_asker_is_warned_once(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    said = []
    at = waiting.due_at or now
    while at.date() < date(2026, 12, 2):
        again = rechecks.recheck(waiting.pk, at)
        assert again is not None
        said.append((at.date(), again.news or ""))
        rechecks.note_read(clerk, waiting.pk)
        at = again.due_at or at + timedelta(days=1)

    warned = [day for day, news in said if "离关账日11月30日还有" in news]
    assert warned == [date(2026, 11, 27)]
    assert said[-1][0] >= date(2026, 12, 1)


@pytest.mark.django_db
def test_an_answer_that_came_right_before_the_worker_died_is_not_paid_for_twice(
    clerk: Person, now: datetime, data_folder: Path, settings: Settings
) -> None:
    settings.SANDBOX = True
    platform = SandboxPlatform(data_folder / "sandbox.sqlite3")
    platform.set_invoice(Issued(number=TODAYS, issued_on=now.date(), last="264.00"))
    waiting = ask(clerk, now)
    at = waiting.due_at or now
    at_platform.spend(waiting, clerk, at, None)  # and then the worker dies

    found = rechecks.recheck(waiting.pk, at + timedelta(minutes=6))

    assert found is not None
    assert found.follow == Follow.FOUND
    assert [one.words for one in Check.objects.all()] == ["一致"]
    assert platform.left("", TODAYS, now.date(), at) == 4
