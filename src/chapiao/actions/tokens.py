"""Keys for programs: made once, shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.base import ModelState

from chapiao.store import access, audit, sql
from chapiao.store.models import ApiToken, Person

PREFIX = "cp_"
MOST_DAYS = 3660

# The person of a token and all their entities in one read; scopes, where there are any, in more.
_BEARER = (
    "select p.id, p.is_superuser, p.username, p.is_active, p.full_name, t.expires_at,"
    " exists(select 1 from store_scope s where s.person_id=p.id), m.entity_id"
    " from store_apitoken t join store_person p on p.id=t.person_id"
    " left join store_membership m on m.person_id=p.id"
    " where t.digest=? and t.revoked_at is null"
)
_FIELDS = ("id", "is_superuser", "username", "is_active", "full_name")


class BadToken(ValueError):
    """A token cannot be made so. The message can be shown to the user."""


@transaction.atomic
def create(person: Person, name: str, now: datetime, days: int | None = None) -> str:
    """Make a token and return its text, which is not kept and cannot be shown again.

    Raises:
        BadToken: no name, or days that are no number of days.
    """
    if not name.strip():
        msg = "请给令牌起个名字，说明给谁用"
        raise BadToken(msg)
    if days is not None and not 0 < days <= MOST_DAYS:
        msg = f"有效天数应在1到{MOST_DAYS}之间"
        raise BadToken(msg)
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        person=person,
        name=name.strip()[:60],
        digest=_digest(text),
        created_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
    )
    audit.append(
        at=now,
        person_id=person.pk,
        act="新建令牌",
        subject=f"token:{token.pk}",
        detail={"days": days},
    )
    return text


def person_of(text: str, now: datetime) -> Person | None:
    """Return whose token this is, with what they may see; None when it opens nothing."""
    found = sql.rows(_BEARER, (_digest(text),))
    if not found:
        return None
    *who, expires_at, scoped, _ = found[0]
    person = _person(*who)
    if not person.is_active or (expires_at is not None and _aware(expires_at) <= now):
        return None
    if scoped:
        return person
    everything = bool(person.is_superuser)
    entities = () if everything else tuple(sorted(row[7] for row in found if row[7] is not None))
    person.__dict__["_reach"] = access.Reach(person.pk, everything=everything, entities=entities)
    return person


def _person(*who: object) -> Person:
    """Return the person with these values; a model's own way in takes as long as the read."""
    person, state = Person.__new__(Person), ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    person.__dict__ |= dict(zip(_FIELDS, who, strict=True))
    person._state = state  # noqa: SLF001 - as `from_db` does
    return person


def tokens_of(person: Person) -> list[ApiToken]:
    """Return a person's tokens, newest first."""
    return list(ApiToken.objects.filter(person=person).order_by("-created_at", "-pk"))


@transaction.atomic
def revoke(person: Person, pk: int, now: datetime) -> None:
    """Make a token open nothing from now on: one's own, or anybody's for a superuser.

    Raises:
        access.NotSeen: there is no such token for this person.
    """
    mine = ApiToken.objects.filter(pk=pk)
    if not person.is_superuser:
        mine = mine.filter(person=person)
    if not mine.exists():
        raise access.NotSeen
    if mine.filter(revoked_at=None).update(revoked_at=now):
        audit.append(at=now, person_id=person.pk, act="停用令牌", subject=f"token:{pk}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
