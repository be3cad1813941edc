"""Decide a request to be let in: open it for a time, or say no with a word why.

What was asked for is asked again at once, in the asker's name; they are told on their pages.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from chapiao.actions import links, questions
from chapiao.actions.ask_access import requests_to
from chapiao.actions.look_up import ask
from chapiao.actions.renewal import renew
from chapiao.actions.set_scope import Limits, add_scope
from chapiao.actions.tell import Said, tell
from chapiao.actions.wake import wake_for
from chapiao.diagnosis.say import tail
from chapiao.store import access, audit
from chapiao.store.kin import kin, stewarded
from chapiao.store.models import AccessRequest, Invoice, Lookup, MessageKind, Person, RequestState
from chapiao.store.records import BEIJING

LONGEST = 200
ANY = Limits()


class CannotDecide(Exception):
    """The request cannot be decided so. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the decider says: how far and how long to open, or not at all."""

    grant: bool
    limits: Limits = ANY
    only_this: bool = True
    answer: str = ""


@transaction.atomic
def decide(*, by: Person, pk: int, decision: Decision, now: datetime) -> AccessRequest:
    """Carry a decision out.

    Raises:
        access.NotSeen: there is no such request for this person to decide.
        CannotDecide: it is decided already, or there is nothing here that could be opened.
        set_scope.BadScope: the limits contradict themselves, or have no end.
    """
    now = now.astimezone(BEIJING)
    # Whoever else decides it, or takes it back, waits until this is done, and then sees it.
    AccessRequest.objects.select_for_update().filter(pk=pk).first()
    request = requests_to(by).filter(pk=pk).first()
    if request is None:
        raise access.NotSeen
    if request.state != RequestState.OPEN:
        msg = "这个申请已经处理过了"
        raise CannotDecide(msg)
    if decision.grant:
        _grant(by, request, decision, now)
    else:
        request.state = RequestState.REFUSED
    request.decided_by, request.decided_at = by, now
    request.answer = decision.answer.strip()[:LONGEST]
    request.save()
    audit.append(
        at=now,
        person_id=by.pk,
        act="批准申请" if decision.grant else "不批准申请",
        subject=f"request:{request.pk}",
        detail={"scope": request.scope_id, "person": request.person_id},
    )
    _tell(request, now)
    if decision.grant:
        _ask_again(request, now)
    return request


def rows_for(by: Person, request: AccessRequest) -> QuerySet[Invoice]:
    """Return the rows asked for that the decider may open to this asker."""
    entities = stewarded(by).filter(pk__in=kin(request.person).values("pk"))
    if request.entity_id is not None:
        entities = entities.filter(pk=request.entity_id)
    asked = Q(key=request.key) | Q(second_key=request.key)
    found = Invoice.objects.filter(asked, entity__in=entities)
    return found.select_related("entity", "seller", "buyer").order_by("pk")


def _grant(by: Person, request: AccessRequest, decision: Decision, now: datetime) -> None:
    rows = list(rows_for(by, request))
    if not rows:
        msg = "您管理的企业的台账里没有这张发票，没有可以开放的；请选“不批准”并写明"
        raise CannotDecide(msg)
    for row in rows:
        if row.entity is None:  # the query asks for rows of companies; the type does not know
            continue
        limits = replace(decision.limits, key=row.key if decision.only_this else "")
        request.scope = add_scope(
            by=by,
            person=request.person,
            entity=row.entity,
            limits=limits,
            extra=True,
            reason=request.reason,
            now=now,
        )
    request.state = RequestState.GRANTED


def _tell(request: AccessRequest, now: datetime) -> None:
    """Tell the asker, and nobody else: that there is a request is between the two."""
    granted = request.state == RequestState.GRANTED
    why = f"：{request.answer}" if request.answer else ""
    said = Said(
        kind=MessageKind.ACCESS,
        once=f"request:{request.pk}",
        says=f"您申请查看的发票{request.state}{why}",
        step="已自动再查，打开答案看结果" if granted else "有疑问请联系审批人，或补充事由再申请",
        link=links.lookup(request.lookup_id),
        tail=tail(request.key.partition("-")[0]),
    )
    tell(said, people=(request.person,), entity=None, now=now)


def _ask_again(request: AccessRequest, now: datetime) -> None:
    """Ask the asker's own question again, with what they may see now."""
    lookup = Lookup.objects.select_related("asker").get(pk=request.lookup_id)
    question = questions.from_json(lookup.question)
    renew(lookup, question, ask(lookup.asker, question, now), now, act="获准后自动再查")
    wake_for([request.key], now)
