"""A company asks its people for two steps, or no longer does."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions import second_factor, sessions
from chapiao.store import access, audit
from chapiao.store.kin import administered
from chapiao.store.models import Entity, Person


class NotYet(ValueError):
    """It cannot be asked for yet. The message can be shown to the user."""


@transaction.atomic
def require(*, by: Person, entity_pk: int, on: bool, now: datetime) -> Entity:
    """Ask for two steps from now on; sessions that began with one end, but for one's own.

    Raises:
        access.NotSeen: `by` does not administer such a company.
        NotYet: who asks others has no second factor.
    """
    entity = administered(by).filter(pk=entity_pk).first()
    if entity is None:
        raise access.NotSeen
    if on and not second_factor.has(by) and by.has_usable_password():
        msg = "请先在“我的账号”给自己加上两步验证，再要求别人"
        raise NotYet(msg)
    if entity.second_factor != on:
        entity.second_factor = on
        entity.save(update_fields=["second_factor"])
        ended = sessions.end_weak(by=by, entity=entity, now=now) if on else 0
        audit.append(
            at=now,
            person_id=by.pk,
            act="要求两步验证" if on else "不再要求两步验证",
            subject=f"entity:{entity.pk}",
            detail={"ended": ended},
        )
    return entity
