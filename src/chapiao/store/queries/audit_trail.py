"""The audit log, read: the newest entries first, narrowed by person, act and day."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from chapiao.store.models import AuditEntry, Entity, Membership, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Which entries are wanted; None asks for all. `until` is not in it any more."""

    person: Person | None = None
    act: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    subject: str | None = None
    of: Collection[int] | None = None  # only the acts of these people
    limit: int | None = 50


def entries(trail: Trail) -> list[AuditEntry]:
    """Return the entries, newest first."""
    return list(trail_of(trail)[: trail.limit])


def trail_of(trail: Trail) -> QuerySet[AuditEntry]:
    """Return all entries that are wanted, newest first; `limit` is not looked at."""
    found = AuditEntry.objects.order_by("-pk")
    if trail.of is not None:
        found = found.filter(person__in=trail.of)
    if trail.person is not None:
        found = found.filter(person=trail.person.pk)
    if trail.act is not None:
        found = found.filter(act=trail.act)
    if trail.subject is not None:
        found = found.filter(subject=trail.subject)
    if trail.since is not None:
        found = found.filter(at__gte=trail.since)
    if trail.until is not None:
        found = found.filter(at__lt=trail.until)
    return found


def acts() -> list[str]:
    """Return every kind of act there is in the log."""
    return list(AuditEntry.objects.order_by("act").values_list("act", flat=True).distinct())


def people_of(entities: QuerySet[Entity]) -> QuerySet[Person]:
    """Return the people of these companies, by login."""
    members = Membership.objects.filter(entity__in=entities)
    return Person.objects.filter(pk__in=members.values("person")).order_by("username")


def names(ids: set[int]) -> dict[int, str]:
    """Return the logins of these people, where they still are."""
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "username"))
