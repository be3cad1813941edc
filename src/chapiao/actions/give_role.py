"""Giving, changing and taking a role in a company, by whoever administers it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions.accounts import AccountRefused
from chapiao.store import access, audit
from chapiao.store.kin import administered, kin
from chapiao.store.models import Entity, Membership, Person, Role


@transaction.atomic
def give_role(
    *,
    by: Person,
    person: Person,
    entity: Entity,
    role: Role,
    department: str | None = None,
    now: datetime,
) -> Membership:
    """Give a person a role in a company; a role they had there is replaced.

    Without a department it stays as it was.

    Raises:
        access.NotSeen: `by` does not administer the company, or the person is of another group.
        AccountRefused: an administrator would lock themselves out.
    """
    _may(by, person, entity)
    _not_oneself(by, person, stays=role is Role.ADMIN)
    new = {"role": role.value}
    if department is not None:
        new["department"] = department.strip()[:60]
    membership, _ = Membership.objects.update_or_create(person=person, entity=entity, defaults=new)
    told = {"entity": entity.pk, "role": role.value}
    _note(by, "授予角色", person, told, now)
    return membership


@transaction.atomic
def take_role(*, by: Person, person: Person, entity: Entity, now: datetime) -> bool:
    """Take a person's role in a company away; False when they had none.

    Raises:
        access.NotSeen: `by` does not administer the company, or the person is of another group.
        AccountRefused: an administrator would lock themselves out.
    """
    _may(by, person, entity)
    _not_oneself(by, person, stays=False)
    taken, _ = Membership.objects.filter(person=person, entity=entity).delete()
    if taken:
        _note(by, "取消角色", person, {"entity": entity.pk}, now)
    return bool(taken)


def _may(by: Person, person: Person, entity: Entity) -> None:
    """Let nobody reach into another group: whoever is of none at all is invited."""
    if by.is_superuser:
        return
    ours = administered(by).filter(pk=entity.pk).exists()
    of_group = kin(person).filter(pk=entity.pk).exists()
    if not (ours and of_group):
        raise access.NotSeen


def _not_oneself(by: Person, person: Person, *, stays: bool) -> None:
    if by.pk == person.pk and not by.is_superuser and not stays:
        msg = "不能取消自己的管理员角色，请让另一位管理员来改"
        raise AccountRefused(msg)


def _note(by: Person, act: str, person: Person, told: dict[str, object], now: datetime) -> None:
    audit.append(at=now, person_id=by.pk, act=act, subject=f"person:{person.pk}", detail=told)
