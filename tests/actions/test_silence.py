"""A source that says nothing any more is told of, until it speaks again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from chapiao.actions import silence
from chapiao.store import access, originals
from chapiao.store.models import (
    Check,
    Entity,
    Membership,
    Message,
    Person,
    Role,
    Snapshot,
    SourceAlarm,
)

pytestmark = pytest.mark.django_db


def imported(person: Person, entity: Entity, at: datetime, state: str = "已导入") -> None:
    document = originals.keep(f"{entity.pk}{at}".encode(), "导出.xlsx", at, person)
    Snapshot.objects.create(
        document=document, entity=entity, state=state, uploaded_by=person, uploaded_at=at
    )


def checked(at: datetime, outcome: str, entry: str = "第三方API") -> None:
    Check.objects.create(key="k", entry=entry, asked_at=at, outcome=outcome, words="")


def test_an_export_that_nobody_imports_any_more_is_told_once_and_ends_with_the_next(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    imported(clerk, entity, now - timedelta(days=20))
    imported(clerk, entity, now - timedelta(days=8))
    imported(clerk, entity, now - timedelta(days=1), state="失败")

    assert [silence.look(now), silence.look(now + timedelta(hours=1))] == [1, 1]

    alarm = SourceAlarm.objects.get()
    assert "已有8天没有导入税局导出（上次2026-11-16）" in alarm.says
    assert list(silence.open_alarms(clerk)) == [alarm]
    imported(clerk, entity, now + timedelta(hours=2))
    assert silence.look(now + timedelta(hours=3)) == 0
    assert not silence.open_alarms(clerk).exists()


def test_how_long_may_be_set_and_never_is_possible(
    clerk: Person, entity: Entity, now: datetime, settings: Settings
) -> None:
    imported(clerk, entity, now - timedelta(days=8))
    settings.SILENT_DAYS = 9
    assert silence.look(now) == 0
    settings.SILENT_DAYS = 0
    imported(clerk, entity, now - timedelta(days=300))

    assert silence.look(now) == 0


def test_a_company_without_any_export_is_not_silent(entity: Entity, now: datetime) -> None:
    assert silence.look(now) == 0


@pytest.mark.parametrize(
    ("outcomes", "silent"),
    [(["查验异常"] * 3, 1), (["查验异常"] * 2, 0), (["查验异常", "", "查验异常", "查无此票"], 0)],
    ids=["never answered", "asked twice", "answered once"],
)
def test_a_channel_that_was_asked_often_and_never_answered_is_silent(
    now: datetime, outcomes: list[str], silent: int
) -> None:
    for one in outcomes:
        checked(now - timedelta(hours=2), one)

    assert silence.look(now) == silent


def test_others_see_nothing_of_it_and_who_dealt_with_it_sees_it_no_more(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    imported(clerk, entity, now - timedelta(days=8))
    silence.look(now)
    pk = SourceAlarm.objects.get().pk

    with pytest.raises(access.NotSeen):
        silence.handle(other_clerk, pk, now)
    silence.handle(clerk, pk, now)

    assert not silence.open_alarms(clerk).exists()
    assert silence.look(now + timedelta(hours=1)) == 1
    assert not silence.open_alarms(clerk).exists()  # dealt with is not raised again


def test_a_channel_is_no_concern_of_who_only_looks(stranger: Person, now: datetime) -> None:
    for _ in range(3):
        checked(now - timedelta(hours=2), "查验异常")
    silence.look(now)

    assert not silence.open_alarms(stranger).exists()


def test_who_looks_after_the_company_is_told_once(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    head = Person.objects.create(username="head", full_name="主管")
    Membership.objects.create(person=head, entity=entity, role=Role.HEAD)
    imported(clerk, entity, now - timedelta(days=8))

    silence.look(now)
    silence.look(now + timedelta(hours=1))

    assert [one.person for one in Message.objects.all()] == [head]
    assert "没有导入税局导出" in Message.objects.get().says
