"""A company's former name: invoices of that time are ours all the same."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chapiao.actions.accounts import NotAllowed
from chapiao.store import audit
from chapiao.store.models import Entity, FormerName, Person


@transaction.atomic
def add_former_name(
    *, by: Person, entity: Entity, name: str, until: date | None, now: datetime
) -> FormerName:
    """Write down that the company was called so until that day; None: the day is not known."""
    if not by.is_superuser:
        raise NotAllowed
    former, _ = FormerName.objects.update_or_create(
        entity=entity, name=name.strip(), defaults={"until": until}
    )
    audit.append(at=now, person_id=by.pk, act="登记曾用名", subject=f"entity:{entity.pk}")
    return former
