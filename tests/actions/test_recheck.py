from __future__ import annotations

import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import Settings

from chapiao.actions import due as due_rows
from chapiao.actions import recheck as rechecks
from chapiao.actions.check_at_entry import check
from chapiao.actions.look_up import look_up
from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice
from chapiao.outside.sandbox_platform import Issued, SandboxPlatform
from chapiao.store import access, audit, rows
from chapiao.store.models import AuditEntry, Check, Entity, Follow, Lookup, Person

TODAYS = "26112000000012345678"


def ask(asker: Person, now: datetime, entry: str = "查验平台") -> Lookup:
    question = Question(number=TODAYS, date="2026-11-24", amount="264.00", entry=entry)
    waiting = look_up(asker=asker, question=question, now=now)
    assert waiting.follow == Follow.WATCHING
    return waiting


def bring(entity: Entity, at: datetime) -> None:
    invoice = Invoice(number=TODAYS, code="", issued_on=date(2026, 11, 24), total=26400)
    rows.put(invoice, source="税局导出", entity=entity, owner=None, at=at)


@pytest.mark.django_db
def test_it_is_due_at_its_time_and_not_before(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now)
    assert waiting.due_at is not None

    assert rechecks.due(waiting.due_at - timedelta(seconds=1)) == []
    assert rechecks.due(waiting.due_at) == [waiting.pk]
    assert rechecks.recheck(waiting.pk, now) is None
    assert Lookup.objects.get(pk=waiting.pk).attempt == 0


@pytest.mark.django_db
def test_what_has_come_meanwhile_is_found_and_the_history_is_kept(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    tomorrow = waiting.due_at or now
    bring(entity, tomorrow)

    found = rechecks.recheck(waiting.pk, tomorrow)

    assert found is not None
    kept = Lookup.objects.get(pk=waiting.pk)
    assert (kept.follow, kept.due_at, kept.lease_until) == (Follow.FOUND, None, None)
    assert (kept.found, kept.cause) == (True, "found")
    assert kept.asked_at == now
    assert kept.answered_at == tomorrow
    assert kept.invoice is not None
    before, after = waiting.answer["trace"], kept.answer["trace"]
    assert after[: len(before)] == before
    assert len(after) > len(before)
    assert waiting.answer["causes"][0]["id"] == "same_day"
    assert not kept.findings.exists()
    entry = AuditEntry.objects.order_by("-pk")[0]
    assert (entry.act, entry.person) == ("自动再查", None)
    assert (entry.detail["before"], entry.detail["cause"]) == ("same_day", "found")
    assert audit.verify() is None
    assert rechecks.due(tomorrow + timedelta(days=99)) == []


@pytest.mark.django_db
def test_what_has_not_come_is_asked_for_again_another_day(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    first = waiting.due_at or now

    again = rechecks.recheck(waiting.pk, first)

    assert again is not None
    assert again.follow == Follow.WATCHING
    assert again.due_at is not None
    assert again.due_at > first
    assert rechecks.due(first) == []


@pytest.mark.django_db
def test_words_of_yesterday_are_not_believed_today(clerk: Person, now: datetime) -> None:
    question = Question(number=TODAYS, entry="查验平台", answer="当日开具发票可于次日进行查验！")
    waiting = look_up(asker=clerk, question=question, now=now)
    assert waiting.cause == "same_day"

    again = rechecks.recheck(waiting.pk, waiting.due_at or now)

    assert again is not None
    assert again.cause != "same_day"
    assert again.follow == Follow.WATCHING
    assert again.question.get("answer") is None


@pytest.mark.django_db
def test_a_worker_killed_in_the_middle_loses_nothing(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    due_at = waiting.due_at or now
    bring(entity, due_at)
    assert due_rows.claim(Lookup.objects, waiting.pk, due_at, rechecks.LEASE)  # and then it dies

    assert rechecks.due(due_at + rechecks.LEASE - timedelta(seconds=1)) == []
    later = due_at + rechecks.LEASE
    assert rechecks.due(later) == [waiting.pk]
    again = rechecks.recheck(waiting.pk, later)

    assert again is not None
    assert again.follow == Follow.FOUND


@pytest.mark.django_db
def test_a_worker_that_was_thought_dead_does_not_write_over_the_others_answer(
    clerk: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    due_at = waiting.due_at or now
    slow = rechecks.ask

    def overtaken(*args: object) -> object:
        monkeypatch.setattr(rechecks, "ask", slow)
        assert rechecks.recheck(waiting.pk, due_at + rechecks.LEASE) is not None
        return slow(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(rechecks, "ask", overtaken)

    assert rechecks.recheck(waiting.pk, due_at) is None
    assert Lookup.objects.get().answered_at == due_at + rechecks.LEASE
    assert AuditEntry.objects.filter(act="自动再查").count() == 1


@pytest.mark.django_db
def test_a_stopped_lookup_is_not_asked_again_and_can_be_taken_up(
    clerk: Person, now: datetime
) -> None:
    waiting = ask(clerk, now)

    stopped = rechecks.stop(clerk, waiting.pk, now)

    assert (stopped.follow, stopped.due_at) == (Follow.STOPPED, None)
    assert rechecks.due(now + timedelta(days=30)) == []
    assert rechecks.recheck(waiting.pk, now + timedelta(days=30)) is None

    followed = rechecks.follow(clerk, waiting.pk, now)

    assert followed.follow == Follow.WATCHING
    assert followed.due_at == waiting.due_at
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")] == [
        "查票",
        "停止跟进",
        "开始跟进",
    ]


@pytest.mark.django_db
def test_any_open_question_can_be_followed_and_a_found_one_need_not(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    unsure = look_up(asker=clerk, question=Question(number="25112000000012345678"), now=now)

    followed = rechecks.follow(clerk, unsure.pk, now)

    assert followed.due_at is not None
    assert followed.due_at.date() > now.date()
    bring(entity, now)
    found = look_up(asker=clerk, question=Question(number=TODAYS), now=now)
    with pytest.raises(rechecks.NothingToFollow, match="已经查到"):
        rechecks.follow(clerk, found.pk, now)


@pytest.mark.django_db
def test_only_the_asker_follows_and_stops(
    clerk: Person, other_clerk: Person, admin: Person, now: datetime
) -> None:
    waiting = ask(clerk, now)

    for act in (rechecks.follow, rechecks.stop):
        with pytest.raises(access.NotSeen):
            act(other_clerk, waiting.pk, now)
    rechecks.stop(admin, waiting.pk, now)


@pytest.mark.django_db
def test_waiting_ends_after_half_a_year(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now)

    ended = rechecks.recheck(waiting.pk, now + timedelta(days=181))

    assert ended is not None
    assert (ended.follow, ended.due_at) == (Follow.STOPPED, None)
    assert AuditEntry.objects.order_by("-pk")[0].act == "跟进到期"


@pytest.mark.django_db
def test_somebody_who_left_the_company_learns_nothing_new(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    due_at = waiting.due_at or now
    bring(entity, due_at)
    clerk.memberships.all().delete()

    again = rechecks.recheck(waiting.pk, due_at)

    assert again is not None
    assert again.invoice_id is None
    assert again.found is False


@pytest.mark.django_db
def test_the_platform_is_asked_again_where_it_was_asked_before(
    clerk: Person, now: datetime, data_folder: Path, settings: Settings
) -> None:
    settings.SANDBOX = True
    platform = SandboxPlatform(data_folder / "sandbox.sqlite3")
    platform.set_invoice(Issued(number=TODAYS, issued_on=now.date(), last="264.00"))
    waiting = check(clerk, ask(clerk, now).pk, now, insist=True)
    assert (waiting.cause, waiting.follow) == ("same_day", Follow.WATCHING)

    found = rechecks.recheck(waiting.pk, waiting.due_at or now)

    assert found is not None
    assert found.follow == Follow.FOUND
    assert found.found is True
    assert [one.words for one in Check.objects.order_by("pk")] == [
        "当日开具发票可于次日进行查验！",
        "一致",
    ]
    told = [(one["what"], one["result"]) for one in found.answer["trace"]]
    assert ("演示查验平台", "一致") in told


@pytest.mark.django_db
def test_the_platform_is_never_asked_twice_a_day_by_itself(
    clerk: Person, now: datetime, settings: Settings
) -> None:
    settings.SANDBOX = True
    waiting = check(clerk, ask(clerk, now).pk, now, insist=True)
    Lookup.objects.update(due_at=now + timedelta(hours=1))

    rechecks.recheck(waiting.pk, now + timedelta(hours=1))

    assert Check.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_workers_never_do_one_row_twice(clerk: Person, now: datetime) -> None:
    waiting = [ask(clerk, now + timedelta(seconds=i), entry="本系统台账") for i in range(6)]
    at = max(one.due_at or now for one in waiting)
    done: list[int] = []
    problems: list[BaseException] = []
    start = threading.Barrier(4)

    def worker() -> None:
        try:
            start.wait(timeout=20)
            mine = (rechecks.recheck(one.pk, at) for one in waiting)
            done.extend(one.pk for one in mine if one is not None)
        except BaseException as error:  # noqa: BLE001 - shown below
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=worker) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert problems == []
    assert sorted(done) == sorted(one.pk for one in waiting)
    assert AuditEntry.objects.filter(act="自动再查").count() == len(waiting)
    assert audit.verify() is None
