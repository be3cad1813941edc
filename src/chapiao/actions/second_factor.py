"""Second factors: an authenticator app, recovery codes, and companies that ask for two steps."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

from django.db import IntegrityError, transaction

from chapiao.actions import totp
from chapiao.store import access, audit
from chapiao.store.models import Entity, Factor, FactorKind, Person
from chapiao.store.sealed import WrongKey, keyed_hash, seal, unseal

ISSUER = "查票"
CODES = 10
GROUP = 5
# No letter or digit that could be read as another.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
REAL = (FactorKind.TOTP, FactorKind.PASSKEY)


class FactorRefused(ValueError):
    """The factor cannot be added or taken away. The message can be shown to the user."""


def has(person: Person) -> bool:
    """Whether this person has a second factor."""
    return Factor.objects.filter(person=person, kind__in=REAL).exists()


def kinds(person: Person) -> set[str]:
    """Return what kinds of factors a person can show now."""
    usable = Factor.objects.filter(person=person).exclude(
        kind=FactorKind.RECOVERY, used_at__isnull=False
    )
    return set(usable.values_list("kind", flat=True))


def listed(person: Person) -> list[Factor]:
    """Return a person's app and passkeys, oldest first."""
    return list(Factor.objects.filter(person=person, kind__in=REAL).order_by("made_at", "pk"))


def codes_left(person: Person) -> int:
    """Return how many recovery codes are not used yet."""
    return Factor.objects.filter(person=person, kind=FactorKind.RECOVERY, used_at=None).count()


def asked_by(person: Person) -> list[Entity]:
    """Return the companies that ask this person for two steps; of a superuser each one may."""
    wanted = Entity.objects.filter(second_factor=True).order_by("pk")
    return list(wanted if person.is_superuser else wanted.filter(memberships__person=person))


@transaction.atomic
def add_app(*, person: Person, secret: str, code: str, now: datetime) -> tuple[str, ...]:
    """Keep an authenticator app that has shown its digits; return recovery codes, if fresh.

    Raises:
        FactorRefused: the digits are wrong, or there is an app already.
    """
    step = totp.step_of(secret, _plain(code), now, after=0)
    if step is None:
        msg = "验证码不对：请输入手机上现在显示的6位数字；总是不对时，请核对手机的时间"
        raise FactorRefused(msg)
    try:
        with transaction.atomic():
            factor = Factor.objects.create(
                person=person,
                kind=FactorKind.TOTP,
                name="验证器应用",
                secret=seal(secret, _about(person)),
                counter=step,
                made_at=now,
            )
    except IntegrityError as error:
        msg = "已经有一个验证器了；换手机请先移除旧的"
        raise FactorRefused(msg) from error
    return added(factor, now)


def added(factor: Factor, now: datetime) -> tuple[str, ...]:
    """Write a new factor down; the first one brings recovery codes, which are returned."""
    detail = {"kind": str(factor.kind), "factor": factor.pk}
    subject = f"person:{factor.person_id}"
    audit.append(
        at=now, person_id=factor.person_id, act="添加两步验证", subject=subject, detail=detail
    )
    person = factor.person
    return () if codes_left(person) else new_codes(person=person, now=now)


@transaction.atomic
def new_codes(*, person: Person, now: datetime) -> tuple[str, ...]:
    """Replace the recovery codes; return the new ones, which are kept only as keyed hashes.

    Raises:
        FactorRefused: there is no factor that they could stand in for.
    """
    if not has(person):
        msg = "先添加验证器或通行密钥，再生成恢复码"
        raise FactorRefused(msg)
    Factor.objects.filter(person=person, kind=FactorKind.RECOVERY).delete()
    codes = tuple("".join(secrets.choice(ALPHABET) for _ in range(2 * GROUP)) for _ in range(CODES))
    Factor.objects.bulk_create(
        Factor(person=person, kind=FactorKind.RECOVERY, handle=_handle(person, one), made_at=now)
        for one in codes
    )
    audit.append(at=now, person_id=person.pk, act="生成恢复码", subject=f"person:{person.pk}")
    return tuple(f"{one[:GROUP]}-{one[GROUP:]}" for one in codes)


@transaction.atomic
def drop(*, person: Person, pk: int, now: datetime) -> None:
    """Take one's own app or passkey away; with the last one the recovery codes go too.

    Raises:
        access.NotSeen: there is none such.
        FactorRefused: it is the last, and a company of this person asks for one.
    """
    factor = Factor.objects.filter(person=person, kind__in=REAL, pk=pk).first()
    if factor is None:
        raise access.NotSeen
    is_last = len(listed(person)) == 1
    if is_last and asked_by(person):
        msg = "本单位要求两步验证：请先添加新的，再移除这一个"
        raise FactorRefused(msg)
    factor.delete()
    if is_last:
        Factor.objects.filter(person=person).delete()
    detail = {"kind": str(factor.kind), "factor": pk}
    subject = f"person:{person.pk}"
    audit.append(at=now, person_id=person.pk, act="移除两步验证", subject=subject, detail=detail)


def shows(person: Person, code: str, now: datetime) -> str | None:
    """Return the kind of factor this code proves, and use it up; None when it proves none.

    Raises:
        FactorRefused: the app's secret cannot be unsealed with this installation's key.
    """
    plain = _plain(code)
    if plain.isdigit() and len(plain) == totp.DIGITS:
        return FactorKind.TOTP.value if _app_shows(person, plain, now) else None
    unused = Factor.objects.filter(
        person=person, kind=FactorKind.RECOVERY, used_at=None, handle=_handle(person, plain)
    )
    return FactorKind.RECOVERY.value if unused.update(used_at=now) else None


@transaction.atomic
def reset(*, by: Person, person: Person, now: datetime) -> int:
    """Take all of somebody's factors away: their phone is lost. Return how many.

    Raises:
        access.NotSeen: `by` is no system administrator.
    """
    if not by.is_superuser:
        raise access.NotSeen
    count = len(listed(person))
    Factor.objects.filter(person=person).delete()
    subject = f"person:{person.pk}"
    audit.append(
        at=now, person_id=by.pk, act="清除两步验证", subject=subject, detail={"count": count}
    )
    return count


def _app_shows(person: Person, code: str, now: datetime) -> bool:
    app = Factor.objects.filter(person=person, kind=FactorKind.TOTP).first()
    if app is None:
        return False
    try:
        secret = unseal(app.secret, _about(person))
    except WrongKey as error:
        msg = "验证器解不开：数据文件夹里的 identity_key 不是当初那一把，请联系系统管理员"
        raise FactorRefused(msg) from error
    step = totp.step_of(secret, code, now, after=app.counter)
    if step is None:
        return False
    # Whoever comes first has used it: the same digits open nothing twice.
    mine = Factor.objects.filter(pk=app.pk, counter__lt=step)
    return bool(mine.update(counter=step, used_at=now))


def _plain(code: str) -> str:
    """Return a code as people type it: without spaces and dashes, any case and width."""
    folded = unicodedata.normalize("NFKC", code[:40]).upper()
    return "".join(one for one in folded if one.isascii() and one.isalnum())


def _handle(person: Person, code: str) -> str:
    return keyed_hash(f"recovery:{person.pk}:{code}")


def _about(person: Person) -> str:
    return f"totp:{person.pk}"
