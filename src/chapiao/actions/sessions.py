"""Sessions: where somebody is signed in, and ending that from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet

from chapiao.store import access, audit
from chapiao.store.models import Entity, Person, SignIn

REMEMBERED = timedelta(days=180)


def open_sessions(person: Person, now: datetime) -> list[SignIn]:
    """Return where this person is signed in, the one used last first."""
    mine = SignIn.objects.filter(person=person, ended_at=None)
    alive = Session.objects.filter(
        session_key__in=mine.values("session_key"), expire_date__gt=now
    ).values("session_key")
    return list(mine.filter(session_key__in=alive).order_by("-seen_at", "-pk"))


@transaction.atomic
def end(*, person: Person, pk: int, now: datetime) -> None:
    """End one of one's own sessions.

    Raises:
        access.NotSeen: there is none such.
    """
    if not _end(SignIn.objects.filter(person=person, pk=pk, ended_at=None), "远程退出", now):
        raise access.NotSeen
    audit.append(at=now, person_id=person.pk, act="结束会话", subject=f"sign_in:{pk}")


@transaction.atomic
def end_all(*, by: Person, person: Person, now: datetime, why: str, keep: int | None = None) -> int:
    """End all sessions of a person, but for one that is kept; return how many."""
    theirs = SignIn.objects.filter(person=person, ended_at=None)
    if keep is not None:
        theirs = theirs.exclude(pk=keep)
    count = _end(theirs, why, now)
    if count:
        audit.append(
            at=now,
            person_id=by.pk,
            act="结束全部会话",
            subject=f"person:{person.pk}",
            detail={"count": count, "why": why},
        )
    return count


@transaction.atomic
def end_weak(*, by: Person, entity: Entity, now: datetime) -> int:
    """End the sessions of a company's people that began without a second factor."""
    theirs = SignIn.objects.filter(
        person__memberships__entity=entity, ended_at=None, strong=False
    ).exclude(person=by)
    return _end(theirs, "要求两步验证", now)


def moved(*, pk: int, session_key: str) -> None:
    """Note under which key a session goes on: a new password gives it a new one."""
    SignIn.objects.filter(pk=pk).update(session_key=session_key)


def strengthened(*, pk: int) -> None:
    """Note that a second factor has been added in this session."""
    SignIn.objects.filter(pk=pk).update(strong=True)


def forget(now: datetime) -> None:
    """Throw away Django's expired sessions, and what is known of sign-ins of half a year ago."""
    Session.objects.filter(expire_date__lt=now).delete()
    SignIn.objects.filter(seen_at__lt=now - REMEMBERED).delete()


def _end(some: QuerySet[SignIn], how: str, now: datetime) -> int:
    keys = dict(some.values_list("pk", "session_key"))
    Session.objects.filter(session_key__in=list(keys.values())).delete()
    return SignIn.objects.filter(pk__in=list(keys), ended_at=None).update(
        ended_at=now, ended_how=how
    )
