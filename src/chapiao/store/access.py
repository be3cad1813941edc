"""Who may see which row. Every row shown to a person is fetched through this file.

Today's rule: the rows of the entities one is a member of, and what one handed in
oneself; a superuser sees all. A row that may not be seen and a row that never was
are the same: NotSeen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from chapiao.store import sql
from chapiao.store.models import (
    Document,
    Face,
    Intake,
    IntakeFile,
    Invoice,
    Lookup,
    Membership,
    Person,
    Snapshot,
)

T = TypeVar("T", bound=Model)


class NotSeen(Exception):
    """There is no such row for this person. The message can be shown to the user."""

    def __init__(self, message: str = "没有这条记录，或您没有查看它的权限") -> None:
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Reach:
    """What one person may see: rows of these entities and their own; or everything."""

    person_id: int
    everything: bool
    entities: tuple[int, ...]

    def where(self, table: str) -> tuple[str, tuple[int, ...]]:
        """Return the condition for rows of `table`, with its values; opens with " and "."""
        if self.everything:
            return "", ()
        return _condition(table, len(self.entities)), (*self.entities, self.person_id)

    def q(self, own: str) -> Q:
        """Return the condition for the ORM; `own` names the field that holds the person."""
        if self.everything:
            return Q()
        return Q(entity__in=self.entities) | Q(**{own: self.person_id})


@cache
def _condition(table: str, entities: int) -> str:
    if not entities:
        return f" and {table}.owner_id=?"
    return f" and ({table}.entity_id in ({sql.marks(entities)}) or {table}.owner_id=?)"


def reach(person: Person) -> Reach:
    """Return what this person may see now."""
    known = person.__dict__.get("_reach")  # put there by a token, which is read with it
    return known if isinstance(known, Reach) else _reach_of(person)


def _reach_of(person: Person) -> Reach:
    if person.is_superuser:
        return Reach(person.pk, everything=True, entities=())
    return Reach(person.pk, everything=False, entities=entity_ids(person))


def entity_ids(person: Person) -> tuple[int, ...]:
    """Return the entities this person is a member of."""
    ids = Membership.objects.filter(person=person).order_by("entity_id")
    return tuple(ids.values_list("entity_id", flat=True))


def may_look_up(person: Person) -> bool:
    """Whether this person may ask at all: somebody's member, or a superuser."""
    seen = reach(person)
    return seen.everything or bool(seen.entities)


def invoices_for(person: Person) -> QuerySet[Invoice]:
    """Return the rows of the pool this person may see."""
    return Invoice.objects.filter(reach(person).q("owner"))


def invoice_for(person: Person, pk: int) -> Invoice:
    """Return one row of the pool.

    Raises:
        NotSeen: there is none for this person.
    """
    found = invoices_for(person).select_related("seller", "buyer", "entity", "document")
    return _one(found.filter(pk=pk))


def lookups_for(person: Person) -> QuerySet[Lookup]:
    """Return the look-ups this person follows: their own; a superuser's are all."""
    if reach(person).everything:
        return Lookup.objects.all()
    return Lookup.objects.filter(asker=person)


def lookup_for(person: Person, pk: int) -> Lookup:
    """Return one look-up: one's own, or a colleague's that drew on nothing one may not see.

    Raises:
        NotSeen: there is none for this person.
    """
    found = _one(Lookup.objects.filter(pk=pk))
    seen = reach(person)
    shared = found.scope is not None and set(found.scope) <= set(seen.entities)
    if not (seen.everything or found.asker_id == person.pk or shared):
        raise NotSeen
    return found


def intakes_for(person: Person) -> QuerySet[Intake]:
    """Return the hand-ins this person may see: their own; a superuser's are all."""
    if reach(person).everything:
        return Intake.objects.all()
    return Intake.objects.filter(given_by=person)


def intake_for(person: Person, pk: int) -> Intake:
    """Return one hand-in, or raise NotSeen."""
    return _one(intakes_for(person).filter(pk=pk))


def snapshots_for(person: Person) -> QuerySet[Snapshot]:
    """Return the imports of this person's entities, and those they uploaded themselves."""
    return Snapshot.objects.filter(reach(person).q("uploaded_by"))


def snapshot_for(person: Person, pk: int) -> Snapshot:
    """Return one import, or raise NotSeen."""
    return _one(snapshots_for(person).filter(pk=pk))


def documents_for(person: Person) -> QuerySet[Document]:
    """Return the files this person may open.

    Those they gave (first or again), those that show an invoice of their entities,
    and those a row of theirs was made from.
    """
    seen = reach(person)
    every = Document.objects.all()
    if seen.everything:
        return every
    same = {"document": OuterRef("pk")}
    return every.filter(
        Q(received_by=person)
        | Exists(IntakeFile.objects.filter(intake__given_by=person, **same))
        | Exists(Face.objects.filter(entity__in=seen.entities, **same))
        | Exists(invoices_for(person).filter(**same))
        | Exists(snapshots_for(person).filter(**same))
    )


def document_for(person: Person, pk: int) -> Document:
    """Return one file, or raise NotSeen."""
    return _one(documents_for(person).filter(pk=pk))


def _one(found: QuerySet[T]) -> T:
    row = found.first()
    if row is None:
        raise NotSeen
    return row
