"""Who is told of what: each thing that happens writes its message, to those it concerns."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.actions.importing import imported, previewed
from tests.actions.papers import cells, csv, sale
from tests.actions.test_recheck import ask, bring
from tests.actions.test_sentinel import book

from chapiao.actions import recheck as rechecks
from chapiao.actions.ask_access import ask_access
from chapiao.actions.decide_access import Decision, decide
from chapiao.actions.look_up import look_up
from chapiao.actions.tell import inbox
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Entity, Membership, Message, MessageKind, Person, Role

pytestmark = pytest.mark.django_db


def told(person: Person) -> list[tuple[str, str, int | None]]:
    return [(one.kind, one.tail, one.amount) for one in inbox(person)]


def test_a_watch_that_is_found_tells_its_asker_and_nobody_else(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    due_at = waiting.due_at or now
    bring(entity, due_at)

    rechecks.recheck(waiting.pk, due_at)

    assert told(clerk) == [(MessageKind.FOUND, "…5678", 26400)]
    [message] = inbox(clerk)
    assert "现在查到了" in message.says
    assert message.link == f"/look-ups/{waiting.pk}/"
    assert told(other_clerk) == []


def test_a_last_day_that_comes_near_is_told_once(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now, entry="本系统台账")
    at = waiting.due_at or now
    while at.day != 30:
        again = rechecks.recheck(waiting.pk, at)
        assert again is not None
        at = again.due_at or at + timedelta(days=1)

    near = [one for one in inbox(clerk) if one.kind == MessageKind.DEADLINE]
    assert len(near) == 1
    assert "离关账日11月30日还有3天" in near[0].says
    assert near[0].step


def test_a_watch_that_ends_says_so(clerk: Person, now: datetime) -> None:
    waiting = ask(clerk, now)
    rechecks.recheck(waiting.pk, now + timedelta(days=181))

    assert [one.kind for one in inbox(clerk)] == [MessageKind.ENDED]


def test_what_happens_to_a_booked_invoice_is_told_to_those_who_can_act(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    viewer = Person.objects.create(username="kan", full_name="看看")
    Membership.objects.create(person=viewer, entity=entity, role=Role.VIEWER)
    booked = book(entity, 1, now)

    imported(clerk, csv(cells(sale(1), 发票状态="已作废")), now, reader)

    message = inbox(clerk).get(kind=MessageKind.BOOKED)
    assert (message.amount, message.link) == (10600, f"/ledger/{booked.pk}/")
    assert "不能再作凭证" in message.says
    assert message.step.startswith("冲回这笔账")
    assert told(viewer) == told(other_clerk) == []


def test_an_import_that_is_in_or_failed_is_told_to_who_uploaded_it(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    imported(clerk, csv(cells(sale(1)), cells(sale(2))), now, reader)
    previewed(clerk, b"nothing", now, reader)

    failed, done = inbox(clerk)
    assert done.says == "导入完成：新增2行"
    assert failed.says.startswith("导入没有成功：")
    assert {done.kind, failed.kind} == {MessageKind.IMPORT}


def test_a_request_is_told_to_those_who_may_decide_it(
    clerk: Person, other_clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    Membership.objects.filter(person=other_clerk).update(role=Role.HEAD)
    elsewhere = Person.objects.create(username="yuan", full_name="远")
    Entity.objects.filter(pk=other_entity.pk).update(group="")
    far = Entity.objects.create(name="别的集团", tax_id="91110105MA00000000", group="别的")
    Membership.objects.create(person=elsewhere, entity=far, role=Role.ADMIN)
    lookup = look_up(asker=clerk, question=Question(number="25112000000012345678"), now=now)

    request = ask_access(person=clerk, lookup_pk=lookup.pk, reason="报销", now=now)

    [message] = inbox(other_clerk)
    assert message.says == "王敏 申请查看一张发票：报销"
    assert message.link == f"/approvals/{request.pk}/"
    assert told(elsewhere) == told(clerk) == []


def test_a_decision_on_access_is_told_to_who_asked(
    clerk: Person, admin: Person, now: datetime
) -> None:
    lookup = look_up(asker=clerk, question=Question(number="25112000000012345678"), now=now)
    request = ask_access(person=clerk, lookup_pk=lookup.pk, reason="报销", now=now)

    decide(by=admin, pk=request.pk, decision=Decision(grant=False, answer="请找部门"), now=now)

    [message] = inbox(clerk)
    assert message.says == "您申请查看的发票未批准：请找部门"
    assert not Message.objects.exclude(person=clerk).exists()
