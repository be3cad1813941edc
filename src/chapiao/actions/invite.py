"""Invitations: a link by which somebody sets their own password, once and until a time.

Nobody is told a password by somebody else. The same link lets a person who forgot
theirs set a new one.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from chapiao.actions import accounts, sign_in_wait
from chapiao.actions.accounts import AccountRefused
from chapiao.store import access, audit
from chapiao.store.kin import administered
from chapiao.store.models import Entity, Invitation, Membership, Person, Role

DAYS = 7
MOST_DAYS = 30


class InvitationRefused(Exception):
    """The link opens nothing. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这个链接已经用过、过期或被撤回，请向管理员要一个新的")


@transaction.atomic
def invite(
    *,
    by: Person,
    login: str,
    full_name: str,
    entity: Entity | None,
    role: Role,
    department: str = "",
    days: int = DAYS,
    now: datetime,
) -> tuple[Invitation, str]:
    """Invite a new person into a company; return the invitation and its key, shown once.

    Raises:
        access.NotSeen: `by` does not administer this company; without one, is no superuser.
        AccountRefused: the login is odd or taken, or the days are too many.
    """
    if not by.is_superuser and (
        entity is None or not administered(by).filter(pk=entity.pk).exists()
    ):
        raise access.NotSeen
    login = accounts.checked_login(login)
    if Person.objects.filter(username=login).exists():
        msg = f"登录名「{login}」已经有人用了"
        raise AccountRefused(msg)
    made, key = _make(by=by, login=login, days=days, now=now)
    made.full_name, made.department = full_name.strip()[:60], department.strip()[:60]
    made.entity, made.role = entity, role.value if entity is not None else ""
    made.save()
    _note(by, made, "邀请人员", now)
    return made, key


@transaction.atomic
def renew(*, by: Person, person: Person, days: int = 1, now: datetime) -> tuple[Invitation, str]:
    """Make a link by which a person sets a new password; earlier ones are withdrawn.

    Raises:
        access.NotSeen: `by` is no system administrator.
        AccountRefused: the days are too many.
    """
    if not by.is_superuser:
        raise access.NotSeen
    Invitation.objects.filter(person=person, renews=True, used_at=None, withdrawn_at=None).update(
        withdrawn_at=now
    )
    made, key = _make(by=by, login=person.username, days=days, now=now)
    made.full_name, made.person, made.renews = person.full_name, person, True
    made.save()
    _note(by, made, "发重设密码链接", now)
    return made, key


def opened(key: str, now: datetime) -> Invitation:
    """Return the invitation of a link.

    Raises:
        InvitationRefused: there is none, it is used, withdrawn or too old, or who made it
            may no longer make it.
    """
    usable = _usable(now).filter(digest=_digest(key))
    found = usable.select_related("entity", "person", "made_by").first()
    if found is None or not _may_make(found.made_by, found):
        raise InvitationRefused
    return found


@transaction.atomic
def accept(*, key: str, password: str | None, full_name: str, now: datetime) -> Person:
    """Set the password; a new person comes into being, in the company that was named.

    Without a password they sign in by another way, which the caller binds; a link for a
    new password is for nothing else.

    Raises:
        InvitationRefused: the link opens nothing any more, or not this.
        AccountRefused: the password is weak, or the login was taken in the meantime.
    """
    invitation = opened(key, now)
    # Whoever comes first has used it.
    if not _usable(now).filter(pk=invitation.pk).update(used_at=now):
        raise InvitationRefused
    if invitation.renews and invitation.person is not None:
        person = invitation.person
        if password is None:
            raise InvitationRefused
        accounts.set_password(by=person, person=person, password=password, now=now)
        sign_in_wait.forget(sign_in_wait.ACCOUNT, person.username)
        return person
    name = full_name.strip()[:60] or invitation.full_name
    person = Person(username=invitation.login, full_name=name)
    if password is not None:
        accounts.check_strength(password, person)
    person.set_password(password)  # None: none that could be typed
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        msg = f"登录名「{invitation.login}」已经有人用了，请向管理员要一个新的邀请"
        raise AccountRefused(msg) from error
    if invitation.entity is not None:
        Membership.objects.create(
            person=person,
            entity=invitation.entity,
            role=invitation.role,
            department=invitation.department,
        )
    Invitation.objects.filter(pk=invitation.pk).update(person=person)
    detail = {"invitation": invitation.pk, "entity": invitation.entity_id, "role": invitation.role}
    audit.append(
        at=now, person_id=person.pk, act="接受邀请", subject=f"person:{person.pk}", detail=detail
    )
    return person


@transaction.atomic
def withdraw(*, by: Person, pk: int, now: datetime) -> None:
    """Let a link open nothing any more.

    Raises:
        access.NotSeen: `by` sees no such invitation.
    """
    found = open_invitations(by, now).filter(pk=pk).first()
    if found is None:
        raise access.NotSeen
    Invitation.objects.filter(pk=pk).update(withdrawn_at=now)
    _note(by, found, "撤回邀请", now)


def open_invitations(by: Person, now: datetime) -> QuerySet[Invitation]:
    """Return the links not used yet: of the companies one administers, or all for a superuser."""
    found = _usable(now).select_related("entity", "made_by").order_by("-pk")
    if by.is_superuser:
        return found
    return found.filter(entity__in=administered(by), renews=False)


def _make(*, by: Person, login: str, days: int, now: datetime) -> tuple[Invitation, str]:
    if not 0 < days <= MOST_DAYS:
        msg = f"有效天数应在1到{MOST_DAYS}之间"
        raise AccountRefused(msg)
    key = secrets.token_urlsafe(32)
    made = Invitation(
        digest=_digest(key),
        login=login,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return made, key


def _may_make(by: Person, one: Invitation) -> bool:
    """Whether who made an invitation could make it still: a right that ended leaves no key."""
    if not by.is_active:
        return False
    return by.is_superuser or (
        one.entity_id is not None and administered(by).filter(pk=one.entity_id).exists()
    )


def _usable(now: datetime) -> QuerySet[Invitation]:
    gone = Q(person__is_active=False)
    unused = Invitation.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)
    return unused.exclude(gone)


def _note(by: Person, made: Invitation, act: str, now: datetime) -> None:
    audit.append(
        at=now,
        person_id=by.pk,
        act=act,
        subject=f"invitation:{made.pk}",
        detail={"entity": made.entity_id, "role": made.role, "person": made.person_id},
    )


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
