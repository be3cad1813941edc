"""Signing in and out: who it is, what is still to be shown, and what is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction

from chapiao.actions import second_factor, sessions, sign_in_wait
from chapiao.store import audit
from chapiao.store.models import DeviceSwitch, Person, SignIn

PASSWORD = "密码"  # noqa: S105 - a word
SWITCH_WITHIN = timedelta(hours=2)


class SignInRefused(Exception):
    """Nobody is signed in by this. The message can be shown to the user."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody sits: the browser's mark (hashed) and name, and the address, "" if unknown."""

    device: str
    device_name: str
    portable: bool
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Whose password it is, and whether a second factor is still to be shown."""

    person: Person
    more: bool


def by_password(*, login: str, password: str, place: Place, now: datetime) -> Known:
    """Check a password.

    Raises:
        SignInRefused: login or password is wrong; not told which.
        sign_in_wait.TooManyTries: this login or this address has to wait.
    """
    tried = sign_in_wait.begin(
        now,
        (sign_in_wait.ACCOUNT, login),
        (sign_in_wait.ADDRESS, sign_in_wait.network(place.address)),
    )
    person = authenticate(None, username=login, password=password)
    if not isinstance(person, Person):
        named = Person.objects.filter(username=login).first()
        wrong(PASSWORD, named, tried, place, now)
        msg = "登录名或密码不对。请检查大小写和输入法后再试；忘了密码请找系统管理员。"
        raise SignInRefused(msg)
    sign_in_wait.right(tried)
    return Known(person=person, more=second_factor.has(person))


@transaction.atomic
def started(
    *, person: Person, session_key: str, how: str, strong: bool, place: Place, now: datetime
) -> SignIn:
    """Keep a sign-in that has just happened, and write it down. What is long over is forgotten."""
    sessions.forget(now)
    sign_in = SignIn.objects.create(
        person=person,
        session_key=session_key,
        how=how,
        strong=strong,
        device=place.device,
        device_name=place.device_name[:80],
        portable=place.portable,
        address=place.address,
        started_at=now,
        seen_at=now,
    )
    _note_switch(sign_in, None, now)
    audit.append(
        at=now,
        person_id=person.pk,
        act="登录",
        subject=f"sign_in:{sign_in.pk}",
        detail={"how": how, "device": place.device_name, "address": place.address},
    )
    return sign_in


@transaction.atomic
def seen(*, pk: int, now: datetime) -> bool:
    """Note that a session is still used; False when it was ended from elsewhere."""
    sign_in = SignIn.objects.filter(pk=pk, ended_at=None).first()
    if sign_in is None:
        return False
    _note_switch(sign_in, sign_in.seen_at, now)
    SignIn.objects.filter(pk=pk).update(seen_at=now)
    return True


@transaction.atomic
def ended(*, person: Person, pk: int, now: datetime) -> None:
    """Write down that somebody signed out."""
    if SignIn.objects.filter(pk=pk, person=person, ended_at=None).update(
        ended_at=now, ended_how="退出"
    ):
        audit.append(at=now, person_id=person.pk, act="退出登录", subject=f"sign_in:{pk}")


@transaction.atomic
def unlock(*, by: Person, person: Person, now: datetime) -> None:
    """Let somebody who has to wait try again at once. Only for who has this machine's terminal."""
    sign_in_wait.forget(sign_in_wait.ACCOUNT, person.username)
    sign_in_wait.forget(sign_in_wait.CODE, str(person.pk))
    audit.append(at=now, person_id=by.pk, act="解除锁定", subject=f"person:{person.pk}")


@transaction.atomic
def wrong(
    what: str, person: Person | None, tried: sign_in_wait.Try, place: Place, now: datetime
) -> None:
    """Write down that a try was wrong, and that the next has to wait when it has."""
    pk = None if person is None else person.pk
    subject = "" if pk is None else f"person:{pk}"
    where = {"address": place.address, "device": place.device_name}
    audit.append(
        at=now, person_id=pk, act="登录失败", subject=subject, detail={"how": what, **where}
    )
    if tried.locks is not None:
        minutes = tried.locks // timedelta(minutes=1)
        audit.append(
            at=now,
            person_id=pk,
            act="登录锁定",
            subject=subject,
            detail={"minutes": minutes, **where},
        )


def _note_switch(sign_in: SignIn, since: datetime | None, now: datetime) -> None:
    """Note that the account was used at another browser since this one was seen last."""
    last = (
        SignIn.objects.filter(person_id=sign_in.person_id, seen_at__gte=now - SWITCH_WITHIN)
        .exclude(pk=sign_in.pk)
        .order_by("-seen_at")
        .first()
    )
    if last is None or last.device == sign_in.device:
        return
    if since is None or last.seen_at > since:
        gap = max(0, int((now - last.seen_at).total_seconds()))
        DeviceSwitch.objects.create(
            person_id=sign_in.person_id, before=last, after=sign_in, at=now, gap=gap
        )
