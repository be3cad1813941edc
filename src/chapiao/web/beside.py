"""What stands beside an answer: the file it was asked with, its picture and seal, its record.

The answer is of what was known before the file was kept; this is of now.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from chapiao.actions import draw_document
from chapiao.store import access
from chapiao.store.models import Document, Face, IntakeFile, Invoice, Lookup, Person


def beside(lookup: Lookup, person: Person) -> dict[str, Any]:
    """Return what this person may see of it: file, document, form of its picture, record."""
    file = _file(lookup, person)
    record = _record(lookup, file, person)
    document = _document(lookup.document_id, person)
    if document is None and record is not None:
        document = _document(record.document_id, person)
    return {
        "file": file,
        "document": document,
        "picture": draw_document.form_of(document) if document is not None else "",
        "record": record,
    }


def _file(lookup: Lookup, person: Person) -> IntakeFile | None:
    """Return the file of a hand-in that was asked with: what became of it is told."""
    return (
        lookup.intakefile_set.filter(intake__in=access.intakes_for(person))
        .select_related("face")
        .first()
    )


def _record(lookup: Lookup, file: IntakeFile | None, person: Person) -> Invoice | None:
    """Return the row of the 台账 as it is now: the one found, or the one made of the file."""
    seen = access.invoices_for(person)
    if lookup.invoice_id is not None:
        return seen.filter(pk=lookup.invoice_id).first()
    face = file.face if file is not None else None
    return seen.filter(_same(face)).order_by("pk").first() if face is not None else None


def _same(face: Face) -> Q:
    keys = [key for key in (face.key, face.second_key) if key]
    return Q(key__in=keys) | Q(second_key__in=keys)


def _document(pk: int | None, person: Person) -> Document | None:
    return access.documents_for(person).filter(pk=pk).first() if pk is not None else None
