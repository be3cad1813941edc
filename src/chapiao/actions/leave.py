"""Leaving a company, and closing an account: what was seen through them is seen no more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions import sessions
from chapiao.actions.accounts import NotAllowed
from chapiao.store import audit
from chapiao.store.models import Entity, Membership, Person


@transaction.atomic
def leave(*, by: Person, person: Person, entity: Entity, now: datetime) -> bool:
    """Take a person's role in a company away; False when they had none."""
    if not by.is_superuser:
        raise NotAllowed
    taken, _ = Membership.objects.filter(person=person, entity=entity).delete()
    if taken:
        audit.append(
            at=now,
            person_id=by.pk,
            act="取消角色",
            subject=f"person:{person.pk}",
            detail={"entity": entity.pk},
        )
    return bool(taken)


@transaction.atomic
def close_account(*, by: Person, person: Person, now: datetime) -> None:
    """Let a person no longer sign in, nor their tokens open anything. Their rows stay."""
    if not by.is_superuser:
        raise NotAllowed
    Person.objects.filter(pk=person.pk).update(is_active=False)
    sessions.end_all(by=by, person=person, now=now, why="停用账号")
    audit.append(at=now, person_id=by.pk, act="停用账号", subject=f"person:{person.pk}")
