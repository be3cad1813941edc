"""Standing: what a person is in each entity and what scopes they have there, at one time.

Every right is read here, once: the filter on rows (`access.reach`) and the words that
explain it (`store.why`) are both made of this.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.utils import timezone

from chapiao.store import sql
from chapiao.store.models import Entity, Membership, Person
from chapiao.store.window import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One scope, with when it holds. `own_only` opens nothing beside one's own rows."""

    pk: int
    window: Window
    own_only: bool
    extra: bool
    starts_at: datetime | None
    ends_at: datetime | None
    reason: str = ""

    def holds(self, at: datetime) -> bool:
        """Whether it is open at this time."""
        started = self.starts_at is None or self.starts_at <= at
        return started and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One person in one entity. `role` is None for who is no member and was only let in."""

    entity: Entity
    role: str | None
    department: str
    grants: tuple[Grant, ...]

    @property
    def limited(self) -> bool:
        """Whether scopes narrow what the role shows; temporary ones never do."""
        return self.role is None or any(not one.extra for one in self.grants)

    def windows(self, at: datetime) -> tuple[Window, ...]:
        """Return what is open at this time beside one's own rows."""
        return tuple(one.window for one in self.grants if one.holds(at) and not one.own_only)


def standings(person: Person) -> tuple[Standing, ...]:
    """Return where this person is a member or was let in, by entity."""
    members = {
        one.entity_id: one
        for one in Membership.objects.filter(person=person).select_related("entity")
    }
    grants: dict[int, list[Grant]] = {}
    for grant in grants_of(person.pk):
        grants.setdefault(grant.window.entity, []).append(grant)
    entities = {pk: one.entity for pk, one in members.items()}
    entities |= Entity.objects.in_bulk(set(grants) - set(entities))
    return tuple(
        Standing(
            entity=entities[pk],
            role=members[pk].role if pk in members else None,
            department=members[pk].department if pk in members else "",
            grants=tuple(grants.get(pk, ())),
        )
        for pk in sorted(entities)
    )


def grants_of(person_id: int) -> tuple[Grant, ...]:
    """Return every scope of a person as data, in the order they were made."""
    rows = sql.rows(_SCOPES, (person_id,))
    return tuple(_grant(tuple(_plain(value) for value in row)) for row in rows)


_SCOPES = (
    "select s.id, s.entity_id, s.extra, s.own_only, s.key, s.departments, s.gross_max, s.kinds,"
    " s.regions, s.first_day, s.last_day, s.starts_at, s.ends_at, s.reason"
    " from store_scope s where s.person_id=? order by s.id"
)


def _plain(value: Any) -> Any:  # noqa: ANN401 - JSON is text from one driver, a list from another
    return orjson.dumps(value).decode() if isinstance(value, list) else value


@lru_cache(maxsize=4096)  # the same row, until it is changed
def _grant(row: sql.Row) -> Grant:
    pk, entity, extra, own_only, key, departments, ceiling, kinds, regions, *rest = row
    first_day, last_day, starts_at, ends_at, reason = rest
    window = Window(
        entity=entity,
        key=key,
        departments=_listed(departments),
        ceiling=ceiling,
        kinds=_listed(kinds),
        regions=_listed(regions),
        first_day=first_day,
        last_day=last_day,
    )
    return Grant(
        pk=pk,
        window=window,
        own_only=own_only,
        extra=extra,
        starts_at=_aware(starts_at),
        ends_at=_aware(ends_at),
        reason=reason,
    )


def sight(
    members: Collection[int], grants: Sequence[Grant], at: datetime
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Window, ...]]:
    """Return the entities seen whole, those of which only windows are seen, and the windows."""
    narrowed = {one.window.entity for one in grants if not one.extra}
    whole = tuple(one for one in sorted(members) if one not in narrowed)
    windows = tuple(
        one.window
        for one in grants
        if one.window.entity not in whole and one.holds(at) and not one.own_only
    )
    return whole, tuple(one for one in sorted(members) if one in narrowed), windows


def _listed(told: str | None) -> tuple[str, ...] | None:
    """Return a list that the database holds as JSON; a JSON null is no list."""
    listed = None if told is None else orjson.loads(told)
    return None if listed is None else tuple(listed)


def _aware(at: datetime | None) -> datetime | None:
    """Return a time with its zone; the driver of SQLite gives UTC without one."""
    return at if at is None or at.tzinfo is not None else at.replace(tzinfo=UTC)


def this_moment() -> datetime:
    """Return the time by which rights begin and end.

    It is the real one, also where a question is replayed as of another time: what has
    ended must not be opened by asking as of yesterday.
    """
    return timezone.now()  # noqa: TID251
