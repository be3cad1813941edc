"""Put an invoice that is made out to somebody else into the pool all the same: a person says so.

It goes to the only company of the giver, or else to their own invoices.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions import take_in
from chapiao.actions.file_reading import Desk, Placed, put
from chapiao.actions.whose import group
from chapiao.store import access, audit, reading
from chapiao.store.models import FileState, IntakeFile, Person


class NotWaiting(Exception):
    """The file is not one that was left out of the pool. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("这份文件不在「抬头不符」里，不用再收入台账")


@transaction.atomic
def file_anyway(person: Person, pk: int, now: datetime) -> IntakeFile:
    """Put the invoice of one file, handed in by this person, into the pool.

    Raises:
        NotSeen: there is no such file for this person.
        NotWaiting: its invoice was not left out because of its buyer.
    """
    file = access.intake_file_for(person, pk)
    mine = IntakeFile.objects.select_for_update().filter(pk=file.pk, state=FileState.NOT_OURS)
    if mine.first() is None or file.face is None:
        raise NotWaiting
    giver = file.intake.given_by
    desk = Desk(document=file.document, giver=giver, ours=group(giver), now=now)
    told = file.face.reading
    doubts = "；".join(one["text"] for one in told["doubts"])
    placed = put(reading.invoice_of(told), doubts, desk)
    filed = take_in.compared(_owned(placed, file), file.face, desk)
    mine.update(state=filed.state, said=filed.said)
    audit.append(
        at=now,
        person_id=person.pk,
        act="抬头不符仍收入台账",
        subject=f"intake:{file.intake_id}",
        detail={"document": file.document_id},
    )
    file.refresh_from_db()
    return file


def _owned(placed: Placed, file: IntakeFile) -> Placed:
    """Show the file to the people of the company whose pool has its invoice now."""
    if placed.row is not None and placed.row.entity_id is not None and file.face is not None:
        file.face.entity = placed.row.entity
        file.face.save(update_fields=["entity"])
    return placed
