"""Keys for programs: made once, shown once, kept only as a digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models.base import ModelState

from chapiao.store import access, audit, sql
from chapiao.store.models import ApiToken, Person, TokenScope

PREFIX = "cp_"
MOST_DAYS = 3660

# The person of a token and all their entities in one read; scopes, where there are any, in more.
_BEARER = (
    "select p.id, p.is_superuser, p.username, p.is_active, p.full_name, t.expires_at,"
    " exists(select 1 from store_scope s where s.person_id=p.id), t.scopes, m.entity_id"
    " from store_apitoken t join store_person p on p.id=t.person_id"
    " left join store_membership m on m.person_id=p.id"
    " where t.digest=? and t.revoked_at is null"
)
_FIELDS = ("id", "is_superuser", "username", "is_active", "full_name")


EVERYTHING = tuple(TokenScope)


class BadToken(ValueError):
    """A token cannot be made so. The message can be shown to the user."""


class OutOfScope(Exception):
    """The token is good, but not for this. The message can be shown to the user."""

    def __init__(self, scope: TokenScope) -> None:
        super().__init__(f"这个令牌没有「{scope.value}」的用途，请另外生成一个带这个用途的令牌")


@transaction.atomic
def create(
    person: Person,
    name: str,
    now: datetime,
    days: int | None = None,
    scopes: Sequence[TokenScope] = EVERYTHING,
    *,
    by: Person | None = None,
) -> str:
    """Make a token and return its text, which is not kept and cannot be shown again.

    `by` is who makes it where that is somebody else than `person`: the log names them.

    Raises:
        BadToken: no name, no scope, or days that are no number of days.
    """
    if not scopes:
        msg = "请至少给令牌一个用途"
        raise BadToken(msg)
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
        scopes=" ".join(one.value for one in TokenScope if one in scopes),
        created_at=now,
        expires_at=None if days is None else now + timedelta(days=days),
    )
    audit.append(
        at=now,
        person_id=(by or person).pk,
        act="新建令牌",
        subject=f"token:{token.pk}",
        detail={"days": days, "scopes": token.scopes, "person": person.pk if by else None},
    )
    return text


def person_of(text: str, now: datetime, scope: TokenScope | None = None) -> Person | None:
    """Return whose token this is, with what they may see; None when it opens nothing.

    Raises:
        OutOfScope: the token is good, but not for `scope`. Without one, any will do.
    """
    found = sql.rows(_BEARER, (_digest(text),))
    if not found:
        return None
    *who, expires_at, scoped, scopes, _ = found[0]
    person = _person(*who)
    if not person.is_active or (expires_at is not None and _aware(expires_at) <= now):
        return None
    if scope is not None and scope.value not in scopes.split():
        raise OutOfScope(scope)
    if scoped:
        return person
    everything = bool(person.is_superuser)
    entities = () if everything else tuple(sorted(row[8] for row in found if row[8] is not None))
    person.__dict__["_reach"] = access.Reach(person.pk, everything=everything, entities=entities)
    return person


def _person(*who: object) -> Person:
    """Return the person with these values; a model's own way in takes as long as the read."""
    person, state = Person.__new__(Person), ModelState()
    state.adding, state.db = False, DEFAULT_DB_ALIAS
    person.__dict__ |= dict(zip(_FIELDS, who, strict=True))
    person._state = state  # noqa: SLF001 - as `from_db` does
    return person


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


@transaction.atomic
def revoke_all(person: Person, now: datetime) -> int:
    """Make all tokens of a person open nothing from now on; return how many did."""
    count = ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
    if count:
        audit.append(
            at=now,
            person_id=person.pk,
            act="停用令牌",
            subject=f"person:{person.pk}",
            detail={"count": count},
        )
    return count


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)
