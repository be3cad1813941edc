"""Ask to be let in to an invoice one cannot see: one click and a reason.

Whether the invoice is there changes nothing that the asker sees of it.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from chapiao.actions import links, questions
from chapiao.actions.prove import Hidden, proven
from chapiao.actions.tell import Said, tell
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.say import tail
from chapiao.store import access, audit
from chapiao.store.kin import kin, stewarded, stewards
from chapiao.store.models import AccessRequest, Lookup, MessageKind, Person, RequestState
from chapiao.store.queries.holdings import StoreHoldings

LONGEST = 200


class CannotAsk(Exception):
    """The request cannot be made. The message can be shown to the user."""


@transaction.atomic
def ask_access(*, person: Person, lookup_pk: int, reason: str, now: datetime) -> AccessRequest:
    """Ask those who may grant it to open the invoice of one's own look-up.

    Raises:
        access.NotSeen: it is not this person's own look-up.
        CannotAsk: there is no reason, no number, it was found, or it was asked already.
    """
    lookup = access.lookups_for(person).filter(pk=lookup_pk, asker=person).first()
    if lookup is None:
        raise access.NotSeen
    if not reason.strip():
        msg = "请写明要看这张发票的事由，审批人要据此决定"
        raise CannotAsk(msg)
    if not lookup.key or lookup.invoice_id is not None:
        msg = "这次查询没有完整的号码，或已经查到，不用申请"
        raise CannotAsk(msg)
    hidden = hidden_of(lookup, person, now)
    try:
        with transaction.atomic():
            made = AccessRequest.objects.create(
                person=person,
                lookup=lookup,
                key=lookup.key,
                entity=None if hidden is None else hidden.entity,
                reason=reason.strip()[:LONGEST],
                asked_at=now,
            )
    except IntegrityError as error:
        msg = "这次查询已经申请过，正在等审批"
        raise CannotAsk(msg) from error
    audit.append(at=now, person_id=person.pk, act="申请查看", subject=f"request:{made.pk}")
    _tell_deciders(made, now)
    return made


@transaction.atomic
def withdraw(*, person: Person, pk: int, now: datetime) -> None:
    """Take one's own open request back.

    Raises:
        access.NotSeen: there is no such open request of this person.
    """
    mine = AccessRequest.objects.filter(pk=pk, person=person, state=RequestState.OPEN)
    if not mine.update(state=RequestState.WITHDRAWN, decided_at=now, told_at=now):
        raise access.NotSeen
    audit.append(at=now, person_id=person.pk, act="撤回申请", subject=f"request:{pk}")


def _tell_deciders(request: AccessRequest, now: datetime) -> None:
    """Tell those who may decide it, in the words that their page shows."""
    entities = [request.entity] if request.entity is not None else kin(request.person)
    people = {one.pk: one for entity in entities for one in stewards(entity)}
    said = Said(
        kind=MessageKind.ACCESS,
        once=f"request:{request.pk}:待审批",
        says=f"{request.person} 申请查看一张发票：{request.reason}",
        step="打开申请，看发票和挡住它的原因，再批准或不批准",
        link=links.approval(request.pk),
        tail=tail(request.key.partition("-")[0]),
    )
    may = [one for one in people.values() if requests_to(one).filter(pk=request.pk).exists()]
    tell(said, people=may, entity=None, now=now)


def hidden_of(lookup: Lookup, person: Person, now: datetime) -> Hidden | None:
    """Return the invoice out of sight that the asker of a look-up proved to hold."""
    question = questions.from_json(lookup.question)
    return proven(person, facts_for(question, StoreHoldings(person), now), now)


def requests_of(person: Person) -> QuerySet[AccessRequest]:
    """Return what this person asked, newest first."""
    mine = AccessRequest.objects.filter(person=person)
    return mine.select_related("lookup", "decided_by", "scope").order_by("-pk")


def requests_to(person: Person) -> QuerySet[AccessRequest]:
    """Return the requests this person may decide: those of their companies and their people.

    A request that proved no company goes to whoever looks after one of the asker's group.
    """
    every = AccessRequest.objects.select_related("person", "entity", "lookup", "decided_by")
    if person.is_superuser:
        return every.order_by("-pk")
    mine = stewarded(person)
    group = kin(person).filter(pk__in=mine.values("pk"))
    unproven = Q(entity=None, person__memberships__entity__group__in=group.values("group"))
    found = every.filter(Q(entity__in=mine) | unproven).exclude(person=person)
    return found.distinct().order_by("-pk")


def decisions_for(person: Person) -> list[AccessRequest]:
    """Return decided requests of which their asker has not been told yet."""
    fresh = requests_of(person).exclude(state=RequestState.OPEN).filter(told_at=None)
    return list(fresh)


def note_told(person: Person, pks: list[int], now: datetime) -> None:
    """Write down that the asker has seen these decisions."""
    mine = AccessRequest.objects.filter(person=person, pk__in=pks, told_at=None)
    mine.exclude(state=RequestState.OPEN).update(told_at=now)
