"""The files of an invoice: which they are, and how they and its row in the 台账 agree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from chapiao.invoice.as_json import invoice_json
from chapiao.store import access, records
from chapiao.store.faces import File, Matrix, compare, of_ledger
from chapiao.store.models import Face, Invoice, Person

MOST = 20  # files that are put side by side; more are no comparison


def faces_of(row: Invoice) -> QuerySet[Face]:
    """Return the faces of an invoice in the pool of its row, as first received."""
    keys = [key for key in (row.key, row.second_key) if key]
    same = Q(key__in=keys) | Q(second_key__in=keys)
    pool = (
        Q(entity=row.entity_id)
        if row.entity_id is not None
        else Q(entity=None) & (Q(document__received_by=row.owner_id) | Q(document=row.document_id))
    )
    return Face.objects.filter(same, pool).select_related("document").order_by("document", "part")


def matrix_of(row: Invoice, faces: Iterable[Face]) -> Matrix:
    """Put a row (with seller and buyer) and these faces of it side by side."""
    files = [
        File(
            name=face.document.name,
            document=face.document_id,
            reading=face.reading,
            seal=face.document.seal,
        )
        for face in faces
    ]
    return compare(of_ledger(invoice_json(records.invoice_of(row)), row.source), files)


def matrix_for(person: Person, row: Invoice) -> Matrix:
    """Return the matrix of a row of this person, with the files they may open."""
    seen = access.documents_for(person)
    return matrix_of(row, faces_of(row).filter(document__in=seen)[:MOST])
