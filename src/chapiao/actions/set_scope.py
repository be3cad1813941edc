"""Scopes: narrow what a member sees, let somebody in for a time, and end either."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from chapiao.store import access, audit
from chapiao.store.kin import administered, kin, stewarded
from chapiao.store.models import Entity, Membership, Person, Role, Scope

LONGEST = 200


class BadScope(ValueError):
    """The scope cannot be set so. The message can be shown to the user."""


class NotAllowed(Exception):
    """Only who looks after the company may. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有该企业的管理员、财务主管或系统管理员可以设置数据范围")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a scope opens. None: no such limit. `gross_max` is fen, without its sign."""

    key: str = ""
    departments: tuple[str, ...] | None = None
    own_only: bool = False
    gross_max: int | None = None
    kinds: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    first_day: date | None = None
    last_day: date | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def add_scope(
    *,
    by: Person,
    person: Person,
    entity: Entity,
    limits: Limits,
    extra: bool,
    reason: str,
    now: datetime,
) -> Scope:
    """Narrow a member's sight to these limits, or (`extra`) open as much beside it.

    Raises:
        NotAllowed: `by` does not look after the company.
        BadScope: the limits contradict themselves, or the person is out of the group.
    """
    if not stewarded(by).filter(pk=entity.pk).exists():
        raise NotAllowed
    if not extra and not administered(by).filter(pk=entity.pk).exists():
        _check_rank(person, entity)
    _check(person, entity, limits, extra=extra, now=now)
    scope = Scope.objects.create(
        person=person,
        entity=entity,
        extra=extra,
        reason=reason.strip()[:LONGEST],
        made_by=by,
        made_at=now,
        **asdict(limits),
    )
    audit.append(
        at=now,
        person_id=by.pk,
        act="临时授权" if extra else "设置范围",
        subject=f"person:{person.pk}",
        detail={"scope": scope.pk, "entity": entity.pk},
    )
    return scope


@transaction.atomic
def end_scope(*, by: Person, pk: int, now: datetime) -> Scope:
    """End a scope now. The last narrowing one ended leaves nothing open: no more is seen.

    Raises:
        access.NotSeen: there is no such scope in a company `by` looks after.
    """
    scope = Scope.objects.filter(pk=pk, entity__in=stewarded(by)).first()
    if scope is None:
        raise access.NotSeen
    if scope.ends_at is None or scope.ends_at > now:
        scope.ends_at = now
        scope.save(update_fields=["ends_at"])
        audit.append(
            at=now,
            person_id=by.pk,
            act="结束授权" if scope.extra else "结束范围",
            subject=f"person:{scope.person_id}",
            detail={"scope": scope.pk, "entity": scope.entity_id},
        )
    return scope


@transaction.atomic
def drop_scope(*, by: Person, pk: int, now: datetime) -> None:
    """Take a scope away as if it had not been: a member without any sees the whole company.

    Raises:
        access.NotSeen: there is no such scope in a company `by` looks after.
    """
    scope = Scope.objects.filter(pk=pk, entity__in=stewarded(by)).first()
    if scope is None:
        raise access.NotSeen
    detail = {"scope": scope.pk, "entity": scope.entity_id}
    subject = f"person:{scope.person_id}"
    scope.delete()
    audit.append(at=now, person_id=by.pk, act="取消范围", subject=subject, detail=detail)


def _check_rank(person: Person, entity: Entity) -> None:
    """Refuse to narrow an administrator: who sees a part only no longer administers."""
    if Membership.objects.filter(person=person, entity=entity, role=Role.ADMIN).exists():
        msg = f"{person}是「{entity}」的管理员，只有管理员或系统管理员可以收窄其数据范围"
        raise BadScope(msg)


def _check(person: Person, entity: Entity, limits: Limits, *, extra: bool, now: datetime) -> None:
    member = Membership.objects.filter(person=person, entity=entity).exists()
    if not member and not (extra and kin(person).filter(pk=entity.pk).exists()):
        msg = f"{person}不是「{entity}」的成员，也不在同一集团，不能设置范围"
        raise BadScope(msg)
    if extra and limits.ends_at is None:
        msg = "临时授权要有到期时间"
        raise BadScope(msg)
    if limits.ends_at is not None and limits.ends_at <= max(now, limits.starts_at or now):
        msg = "到期时间应晚于现在和生效时间"
        raise BadScope(msg)
    if limits.first_day and limits.last_day and limits.first_day > limits.last_day:
        msg = "开票日期的起止颠倒了"
        raise BadScope(msg)
    if limits.gross_max is not None and limits.gross_max < 0:
        msg = "价税合计上限不分正负，请填正数"
        raise BadScope(msg)
