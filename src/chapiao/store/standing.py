"""Standing: what a person is in each entity and what scopes they have there, at one time.

Every right is read here, once: the filter on rows (`access.reach`) and the words that
explain it (`store.why`) are both made of this.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from chapiao.store.models import Entity, Membership, Person, Scope
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
    entities = {pk: one.entity for pk, one in members.items()}
    for scope in Scope.objects.filter(person=person).select_related("entity").order_by("pk"):
        entities[scope.entity_id] = scope.entity
        grants.setdefault(scope.entity_id, []).append(grant_of(scope))
    return tuple(
        Standing(
            entity=entities[pk],
            role=members[pk].role if pk in members else None,
            department=members[pk].department if pk in members else "",
            grants=tuple(grants.get(pk, ())),
        )
        for pk in sorted(entities)
    )


def grant_of(scope: Scope) -> Grant:
    """Return a scope as data."""
    return Grant(
        pk=scope.pk,
        window=Window(
            entity=scope.entity_id,
            key=scope.key,
            departments=_tuple(scope.departments),
            ceiling=scope.gross_max,
            kinds=_tuple(scope.kinds),
            regions=_tuple(scope.regions),
            first_day=scope.first_day,
            last_day=scope.last_day,
        ),
        own_only=scope.own_only,
        extra=scope.extra,
        starts_at=scope.starts_at,
        ends_at=scope.ends_at,
        reason=scope.reason,
    )


def this_moment() -> datetime:
    """Return the time by which rights begin and end.

    It is the real one, also where a question is replayed as of another time: what has
    ended must not be opened by asking as of yesterday.
    """
    return timezone.now()  # noqa: TID251


def _tuple(listed: list[str] | None) -> tuple[str, ...] | None:
    return None if listed is None else tuple(listed)
