"""Several decide one request in the same moment: one decision stands, and opens once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from tests.web.desk import hold

from chapiao.actions import ask_access, decide_access
from chapiao.actions.decide_access import CannotDecide, Decision
from chapiao.actions.look_up import look_up
from chapiao.actions.set_scope import Limits
from chapiao.diagnosis.question import Question
from chapiao.store.models import AccessRequest, Entity, Person, RequestState, Scope

AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_stands(
    limited: Person, head: Person, entity: Entity
) -> None:
    now = timezone.localtime()
    question = Question(number=hold(head, entity).number, date="2026-11-03")
    lookup = look_up(asker=limited, question=question, now=now)
    asked = ask_access.ask_access(person=limited, lookup_pk=lookup.pk, reason="要报销", now=now)
    start, late = threading.Barrier(AT_ONCE), []

    def decider(place: int) -> None:
        until = Limits(ends_at=now + timedelta(days=3))
        decision = Decision(grant=place % 2 == 0, limits=until)
        try:
            start.wait(timeout=20)
            decide_access.decide(by=head, pk=asked.pk, decision=decision, now=now)
        except CannotDecide as error:
            late.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=decider, args=(place,)) for place in range(AT_ONCE)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=60)

    assert late == ["这个申请已经处理过了"] * (AT_ONCE - 1)
    opened = Scope.objects.filter(person=limited, extra=True).count()
    granted = AccessRequest.objects.get().state == RequestState.GRANTED
    assert opened == (1 if granted else 0)
