"""到哪一步了 of a past day tells what was known then, and nothing that came later."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from tests.actions.importing import imported
from tests.actions.papers import export, number, sale
from tests.web.desk import text

from chapiao.actions.look_up import look_up
from chapiao.actions.replay import replay
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import rows
from chapiao.store.models import Entity, Person

pytestmark = pytest.mark.django_db

BEIJING = ZoneInfo("Asia/Shanghai")


def states(told: list[dict[str, object]]) -> dict[str, object]:
    return {str(one["step"]): one["state"] for one in told}


def test_a_row_that_came_later_was_not_there(clerk: Person, entity: Entity, now: datetime) -> None:
    came = datetime(2026, 11, 20, 10, 0, tzinfo=BEIJING)
    state = rows.State(booked_on=date(2026, 11, 22))
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=came, state=state)
    one = look_up(asker=clerk, question=Question(number=number(1)), now=now)

    before, that_day, booked = (
        states(replay(one, clerk, date(2026, 11, day), now)) for day in (19, 20, 22)
    )

    assert (before["归集"], before["开具"]) == ("no", "unknown")
    assert (that_day["归集"], that_day["开具"], that_day["入账"]) == ("yes", "yes", "unknown")
    assert booked["入账"] == "yes"


def test_an_export_counts_from_the_day_it_was_imported(
    clerk: Person, now: datetime, reader: ReaderProcess
) -> None:
    imported(clerk, export(sale(1)), now, reader)
    one = look_up(asker=clerk, question=Question(number=number(1)), now=now)
    later = now + timedelta(days=1)

    before = states(replay(one, clerk, (now - timedelta(days=1)).date(), later))
    after = states(replay(one, clerk, now.date(), later))

    assert before["上传"] == "unknown"
    assert after["上传"] == after["可查"] == "yes"


def test_what_an_entry_said_later_was_not_known(clerk: Person, now: datetime) -> None:
    question = Question(number=number(1), entry="查验平台", answer="查无此票")
    one = look_up(asker=clerk, question=question, now=now)

    before = states(replay(one, clerk, (now - timedelta(days=1)).date(), now))
    today = states(replay(one, clerk, now.date(), now))

    assert before["可查"] == "unknown"
    assert today["可查"] == "no"


def test_what_another_may_not_see_stays_hidden_in_the_past_too(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=now - timedelta(days=9))
    one = look_up(asker=other_clerk, question=Question(number=number(1)), now=now)

    told = states(replay(one, other_clerk, now.date(), now))

    assert told["归集"] == "no"


def test_the_page_shows_a_past_day_and_the_way_back(
    page: Client, clerk: Person, entity: Entity
) -> None:
    at = timezone.localtime()
    rows.put(sale(1), source="文件", entity=entity, owner=clerk, at=at)
    one = look_up(asker=clerk, question=Question(number=number(1)), now=at)
    day = (at - timedelta(days=2)).date()

    now = text(page.get(f"/look-ups/{one.pk}/"))
    then = text(page.get(f"/look-ups/{one.pk}/?at={day}"))
    unread = text(page.get(f"/look-ups/{one.pk}/?at=昨天"))

    gathered = re.compile(r'<li class="(\w+)"><span>归集')
    assert gathered.findall(now) == ["yes"]
    assert gathered.findall(then) == ["no"]
    assert "按那天已知的资料" in then
    assert "看现在" in then
    assert gathered.findall(unread) == ["yes"]
