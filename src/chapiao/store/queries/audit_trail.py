"""The audit log, read: the newest entries first, narrowed by person, act and day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.store.models import AuditEntry, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail:
    """Which entries are wanted; None asks for all."""

    person: Person | None = None
    act: str | None = None
    since: datetime | None = None
    limit: int = 50


def entries(trail: Trail) -> list[AuditEntry]:
    """Return the entries, newest first."""
    found = AuditEntry.objects.order_by("-pk")
    if trail.person is not None:
        found = found.filter(person=trail.person.pk)
    if trail.act is not None:
        found = found.filter(act=trail.act)
    if trail.since is not None:
        found = found.filter(at__gte=trail.since)
    return list(found[: trail.limit])


def names(ids: set[int]) -> dict[int, str]:
    """Return the logins of these people, where they still are."""
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "username"))
