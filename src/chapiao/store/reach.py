"""Reach: what one person may see, as data. `access` fetches rows through it.

Whole entities and one's own rows are the usual case, and one short condition; windows
are added to it only for who has scopes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db.models import Q

from chapiao.store import sql
from chapiao.store.models import Person
from chapiao.store.standing import grants_of, sight, this_moment
from chapiao.store.window import Item, Window
from chapiao.store.within import Within

Where = tuple[str, tuple[Any, ...]]
EVERYTHING = "*"

# Where somebody is a member, and with a minus where they have a scope: one read for both.
_RIGHTS = (
    "select m.entity_id from store_membership m where m.person_id=?"
    " union all select -s.entity_id from store_scope s where s.person_id=?"
)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person may see: everything; or whole entities, windows, and their own rows.

    `limited` are the entities of which they are a member and see no more than windows.
    """

    person_id: int
    everything: bool
    entities: tuple[int, ...]
    windows: tuple[Window, ...] = ()
    limited: tuple[int, ...] = ()

    @property
    def companies(self) -> tuple[int, ...]:
        """The entities this person belongs to, however much of them they see."""
        return self.entities + self.limited if self.limited else self.entities

    def where(self, table: str) -> Where:
        """Return the condition for 台账 rows of `table`, with its values; opens with " and "."""
        if self.everything:
            return "", ()
        if self.windows:
            return _with_windows(self, table)
        return _condition(table, len(self.entities)), (*self.entities, self.person_id)

    def whole(self, table: str, owner: str) -> Where:
        """Return the condition for rows of other tables: of whole entities, and one's own.

        `owner` is the column, with its table, that holds the person.
        """
        if self.everything:
            return "", ()
        return _whole(table, owner, len(self.entities)), (*self.entities, self.person_id)

    def at_most(self, table: str, owner: str) -> Where:
        """Return the same for rows that are then asked one by one with `shows`."""
        if self.everything or not self.windows:
            return self.whole(table, owner)
        entities = (*self.entities, *dict.fromkeys(one.entity for one in self.windows))
        return _whole(table, owner, len(entities)), (*entities, self.person_id)

    def shows(self, item: Item) -> bool:
        """Whether a row with these facts may be seen."""
        return (
            self.everything
            or item.entity in self.entities
            or item.owner == self.person_id
            or any(one.admits(item) for one in self.windows)
        )

    def q(self, own: str) -> Q:
        """Return the condition of `whole` for the ORM; `own` names the field of the person."""
        if self.everything:
            return Q()
        return Q(entity__in=self.entities) | Q(**{own: self.person_id})

    def rows(self) -> Q:
        """Return the condition of `where` for the ORM's Invoice."""
        found = self.q("owner")
        for window in self.windows:
            found |= Q(Within(window))
        return found

    def rests_on(self, *, private: bool) -> list[int | str]:
        """Return what an answer given now may rest on; `private`: on more than whole entities."""
        if self.everything:
            return [EVERYTHING]
        if not private:
            return list(self.entities)
        return [*self.entities, *(one.mark for one in self.windows), f"own:{self.person_id}"]

    def bears(self, rests_on: Iterable[int | str]) -> bool:
        """Whether an answer that rests on this may be shown to this person still."""
        marks = {*self.entities, *(one.mark for one in self.windows), f"own:{self.person_id}"}
        return self.everything or all(
            one in marks or _entity_of(one) in self.entities for one in rests_on
        )


def _entity_of(mark: int | str) -> int | None:
    """Return the entity of a window's mark: who sees the whole of it sees through the window."""
    kind, _, rest = str(mark).partition(":")
    return int(rest.partition(":")[0]) if kind == "w" else None


@cache
def _condition(table: str, entities: int) -> str:
    return _whole(table, f"{table}.owner_id", entities)


@cache
def _whole(table: str, owner: str, entities: int) -> str:
    if not entities:
        return f" and {owner}=?"
    return f" and ({table}.entity_id in ({sql.marks(entities)}) or {owner}=?)"


@lru_cache(maxsize=4096)
def _with_windows(seen: Reach, table: str) -> Where:
    parts = [one.condition(lambda column: f"{table}.{column}") for one in seen.windows]
    whole = _condition(table, len(seen.entities)).removeprefix(" and ")
    text = " or ".join([whole, *(part for part, _ in parts)])
    given = [*seen.entities, seen.person_id]
    return f" and ({text})", (*given, *(value for _, values in parts for value in values))


def reach(person: Person) -> Reach:
    """Return what this person may see now."""
    known = person.__dict__.get("_reach")  # put there by a token, which is read with it
    return known if isinstance(known, Reach) else _reach_of(person)


def _reach_of(person: Person) -> Reach:
    if person.is_superuser:
        return Reach(person.pk, everything=True, entities=())
    rights = [row[0] for row in sql.rows(_RIGHTS, (person.pk, person.pk))]
    members = [entity for entity in rights if entity > 0]
    if len(members) == len(rights):
        return Reach(person.pk, everything=False, entities=tuple(sorted(members)))
    whole, limited, windows = sight(members, grants_of(person.pk), this_moment())
    return Reach(person.pk, everything=False, entities=whole, windows=windows, limited=limited)
