"""A company changes: its name, its tax id, its departments. What it was before stays known.

What waits unfound is asked again at once: it may be there under the other name.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from chapiao.actions.accounts import NotAllowed
from chapiao.invoice.tax_id import check_tax_id
from chapiao.store import audit
from chapiao.store.kin import administered
from chapiao.store.models import Department, Entity, Follow, FormerName, FormerTaxId, Lookup, Person


class BadChange(ValueError):
    """The company cannot be changed so. The message can be shown to the user."""


@transaction.atomic
def rename(*, by: Person, entity: Entity, name: str, until: date | None, now: datetime) -> None:
    """Give a company a new name; it had the old one until that day.

    Raises:
        NotAllowed: `by` does not administer the company.
        BadChange: the name is blank or the same.
    """
    _only_its_admins(by, entity)
    fresh = name.strip()[:200]
    if not fresh or fresh == entity.name:
        msg = "请填写与现在不同的新名称"
        raise BadChange(msg)
    FormerName.objects.update_or_create(entity=entity, name=entity.name, defaults={"until": until})
    FormerName.objects.filter(entity=entity, name=fresh).delete()  # it has its old name back
    entity.name = fresh
    entity.save(update_fields=["name"])
    _changed(by, entity, "企业更名", now)


@transaction.atomic
def change_tax_id(
    *, by: Person, entity: Entity, tax_id: str, until: date | None, now: datetime
) -> None:
    """Give a company a new tax id; it had the old one until that day.

    Raises:
        NotAllowed: `by` does not administer the company.
        BadChange: the id is blank, wrong, or another company has or had it.
    """
    _only_its_admins(by, entity)
    checked = check_tax_id(tax_id)
    if not checked.text or checked.is_valid is False:
        raise BadChange(checked.says)
    others = Entity.objects.filter(tax_id=checked.text).exists()
    others = (
        others or FormerTaxId.objects.filter(tax_id=checked.text).exclude(entity=entity).exists()
    )
    if others:
        msg = f"税号{checked.text}已经有企业在用或用过"
        raise BadChange(msg)
    FormerTaxId.objects.update_or_create(
        tax_id=entity.tax_id, defaults={"entity": entity, "until": until}
    )
    FormerTaxId.objects.filter(entity=entity, tax_id=checked.text).delete()
    entity.tax_id = checked.text
    entity.save(update_fields=["tax_id"])
    _changed(by, entity, "企业换税号", now)


@transaction.atomic
def add_department(*, by: Person, entity: Entity, name: str, now: datetime) -> Department:
    """Give a company a department; one that is there is left as it is.

    Raises:
        NotAllowed: `by` does not administer the company.
        BadChange: the name is blank.
    """
    _only_its_admins(by, entity)
    if not name.strip():
        msg = "请填写部门名称"
        raise BadChange(msg)
    made, _ = Department.objects.get_or_create(entity=entity, name=name.strip()[:60])
    audit.append(at=now, person_id=by.pk, act="新建部门", subject=f"entity:{entity.pk}")
    return made


@transaction.atomic
def set_group(*, by: Person, entity: Entity, group: str, now: datetime) -> None:
    """Put a company into a group: its people and those of the others may ask one another in.

    Raises:
        NotAllowed: `by` is no system administrator.
    """
    if not by.is_superuser:
        raise NotAllowed
    entity.group = group.strip()[:60]
    entity.save(update_fields=["group"])
    audit.append(at=now, person_id=by.pk, act="设置集团", subject=f"entity:{entity.pk}")


def reconsider(entity: Entity, now: datetime) -> int:
    """Make what a company's people still wait for due at once; return how many."""
    waiting = Lookup.objects.filter(
        asker__memberships__entity=entity, follow=Follow.WATCHING, due_at__gt=now
    )
    return Lookup.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(
        due_at=now
    )


def _only_its_admins(by: Person, entity: Entity) -> None:
    if not administered(by).filter(pk=entity.pk).exists():
        raise NotAllowed


def _changed(by: Person, entity: Entity, act: str, now: datetime) -> None:
    audit.append(at=now, person_id=by.pk, act=act, subject=f"entity:{entity.pk}")
    reconsider(entity, now)
