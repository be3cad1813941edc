"""Ask a person to compare the files of an invoice that contradict each other, and note it done."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.store import access, audit
from chapiao.store.faces import Dispute
from chapiao.store.models import Face, Invoice, Person, Review
from chapiao.store.queries import faces


class NothingToReview(Exception):
    """The invoice waits for nobody's review. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这张发票没有等待核对的疑点")


class NotAllowed(Exception):
    """Whoever asks may only look. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("您的角色只能查看；核对请交给经办人")


def with_new_face(row: Invoice, face: Face, person: Person, now: datetime) -> tuple[Dispute, ...]:
    """Return what a file brings up that was not there before; the row then waits for a review.

    It stands in the transaction that files it.
    """
    every = list(faces.faces_of(row)[: faces.MOST])
    if face not in every:  # somebody else's copy, that says nothing about this row
        return ()
    earlier = [one for one in every if one.pk != face.pk]
    known = set(faces.matrix_of(row, earlier).disputes)
    fresh = tuple(one for one in faces.matrix_of(row, every).disputes if one not in known)
    if fresh and row.review != Review.NEEDED:
        Invoice.objects.filter(pk=row.pk).update(review=Review.NEEDED)
        row.review = Review.NEEDED
        audit.append(
            at=now,
            person_id=person.pk,
            act="发票待核对",
            subject=f"invoice:{row.pk}",
            detail={"document": face.document_id},
        )
    return fresh


@transaction.atomic
def done(person: Person, pk: int, now: datetime) -> None:
    """Note that this person compared the files of an invoice with each other and the original.

    Nothing else is changed: both sides stay visible.

    Raises:
        NotSeen: there is no such invoice for this person.
        NotAllowed: their role changes nothing.
        NothingToReview: nothing of it waits for a review.
    """
    row = access.invoice_for(person, pk)
    if not access.may_submit(person):
        raise NotAllowed
    waiting = Invoice.objects.filter(pk=row.pk, review=Review.NEEDED)
    if not waiting.update(review=Review.DONE):
        raise NothingToReview
    audit.append(
        at=now, person_id=person.pk, act="核对发票", subject=f"invoice:{row.pk}", detail={}
    )
