"""What every page knows."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from chapiao.actions import tell
from chapiao.store.kin import administered, audited, looks_after, stewarded
from chapiao.store.models import Person
from chapiao.store.queries.roster import entities


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Whether this is the demo world, which every page says; and whose books one sees."""
    person = getattr(request, "user", None)
    return {
        "demo": settings.DEMO,
        "entities": _Names(person),
        "unread": cache(partial(_unread, person)),
        "doors": cache(partial(_doors, person)),
    }


def _unread(person: object) -> int:
    """Return how many messages wait to be read; counted when a template asks."""
    return tell.unread(person) if isinstance(person, Person) else 0


def _doors(person: object) -> dict[str, bool]:
    """Return what `doors` says; nothing is open to most people, and one query tells that."""
    if not isinstance(person, Person) or not looks_after(person):
        return {}
    return doors(person)


def doors(person: Person) -> dict[str, bool]:
    """Return which of the pages for those who look after a company are open to this person."""
    return {
        "may_decide": stewarded(person).exists(),
        "may_administer": administered(person).exists(),
        "may_audit": audited(person).exists(),
    }


class _Names:
    """The names of a person's companies, read when a template asks for them."""

    def __init__(self, person: object) -> None:
        self.person = person

    def __iter__(self) -> Iterator[str]:
        if not isinstance(self.person, Person):
            return
        if self.person.is_superuser:
            yield "全部企业（系统管理员）"
            return
        for _, name in companies(self.person):
            yield name


def companies(person: Person) -> list[tuple[int, str]]:
    """Return the companies whose books this person sees."""
    if person.is_superuser:
        return [(one.pk, one.name) for one in entities()]
    rows = person.memberships.select_related("entity").order_by("entity_id")
    return [(one.entity_id, one.entity.name) for one in rows]
