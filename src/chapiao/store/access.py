"""Who may see which row. Every row shown to a person is fetched through this file.

The rule: the rows of the entities one is a member of, within one's scopes where there
are any (`standing`), and what one handed in oneself; a superuser sees all. A row that
may not be seen and a row that never was are the same: NotSeen.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from chapiao.store.models import (
    Document,
    Face,
    Intake,
    IntakeFile,
    Invoice,
    Lookup,
    Membership,
    Person,
    Role,
    Snapshot,
)
from chapiao.store.reach import Reach, reach

__all__ = [
    "NotSeen",
    "Reach",
    "Withheld",
    "bears",
    "document_for",
    "documents_for",
    "entity_ids",
    "intake_file_for",
    "intake_for",
    "intakes_for",
    "invoice_for",
    "invoices_for",
    "lookup_for",
    "lookups_for",
    "may_look_up",
    "may_submit",
    "reach",
    "snapshot_for",
    "snapshots_for",
]
T = TypeVar("T", bound=Model)
SUBMITTERS = (Role.CLERK, Role.REVIEWER, Role.HEAD, Role.ADMIN)


class NotSeen(Exception):
    """There is no such row for this person. The message can be shown to the user."""

    def __init__(self, message: str = "没有这条记录，或您没有查看它的权限") -> None:
        super().__init__(message)


class Withheld(NotSeen):
    """One's own answer rests on what one may see no more: it has to be asked again."""

    def __init__(self) -> None:
        super().__init__("您的权限在这次查询之后变了，原来的结论不再显示，请再查一次")


def entity_ids(person: Person) -> tuple[int, ...]:
    """Return the entities this person is a member of."""
    ids = Membership.objects.filter(person=person).order_by("entity_id")
    return tuple(ids.values_list("entity_id", flat=True))


def may_look_up(person: Person) -> bool:
    """Whether this person may ask at all: somebody's member, or a superuser."""
    seen = reach(person)
    return seen.everything or bool(seen.companies or seen.windows)


def may_submit(person: Person) -> bool:
    """Whether this person may put anything into a ledger: not with a role that only looks."""
    if person.is_superuser:
        return True
    return Membership.objects.filter(person=person, role__in=SUBMITTERS).exists()


def invoices_for(person: Person) -> QuerySet[Invoice]:
    """Return the rows of the pool this person may see."""
    return Invoice.objects.filter(reach(person).rows())


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
        Withheld: it is one's own, and one's rights have shrunk since it was answered.
        NotSeen: there is none for this person.
    """
    found = _one(Lookup.objects.filter(pk=pk))
    mine, seen = found.asker_id == person.pk, reach(person)
    if bears(found, seen, mine=mine):
        return found
    raise Withheld if mine else NotSeen


def bears(lookup: Lookup, seen: Reach, *, mine: bool) -> bool:
    """Whether the answer of a look-up may be shown still."""
    if lookup.scope is None:  # answered before it was noted on what it rests
        return mine or seen.everything
    return seen.bears(lookup.scope)


def intakes_for(person: Person) -> QuerySet[Intake]:
    """Return the hand-ins this person may see: their own; a superuser's are all."""
    if reach(person).everything:
        return Intake.objects.all()
    return Intake.objects.filter(given_by=person)


def intake_for(person: Person, pk: int) -> Intake:
    """Return one hand-in, or raise NotSeen."""
    return _one(intakes_for(person).filter(pk=pk))


def intake_file_for(person: Person, pk: int) -> IntakeFile:
    """Return one file of a hand-in, or raise NotSeen."""
    found = IntakeFile.objects.filter(intake__in=intakes_for(person), pk=pk)
    return _one(found.select_related("intake__given_by", "document", "face"))


def snapshots_for(person: Person) -> QuerySet[Snapshot]:
    """Return the imports of this person's entities, and those they uploaded themselves."""
    return Snapshot.objects.filter(reach(person).q("uploaded_by"))


def snapshot_for(person: Person, pk: int) -> Snapshot:
    """Return one import, or raise NotSeen."""
    return _one(snapshots_for(person).filter(pk=pk))


def documents_for(person: Person) -> QuerySet[Document]:
    """Return the files this person may open.

    Those they gave (first or again), those that show an invoice of their entities,
    and those a row of theirs was made from; through a window, those that show nothing else.
    """
    seen = reach(person)
    every = Document.objects.all()
    if seen.everything:
        return every
    same = {"document": OuterRef("pk")}
    whole = (
        Q(received_by=person)
        | Exists(IntakeFile.objects.filter(intake__given_by=person, **same))
        | Exists(Face.objects.filter(entity__in=seen.entities, **same))
        | Exists(Invoice.objects.filter(seen.q("owner"), **same))
        | Exists(snapshots_for(person).filter(**same))
    )
    return every.filter(whole | _through_windows(seen) if seen.windows else whole)


def _through_windows(seen: Reach) -> Q:
    """Return the files of rows behind a window, whose every invoice may be seen."""
    mine = Invoice.objects.filter(seen.rows())
    same = {"document": OuterRef("pk")}
    hidden = Invoice.objects.filter(**same).exclude(pk__in=mine.values("pk"))
    other = Face.objects.filter(~Exists(mine.filter(key=OuterRef("key"))), **same)
    return Q(Exists(mine.filter(**same))) & ~Exists(hidden) & ~Exists(other)


def document_for(person: Person, pk: int) -> Document:
    """Return one file, or raise NotSeen."""
    return _one(documents_for(person).filter(pk=pk))


def _one(found: QuerySet[T]) -> T:
    row = found.first()
    if row is None:
        raise NotSeen
    return row
