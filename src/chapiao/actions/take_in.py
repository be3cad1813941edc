"""Keep what one file says: an answer first, about what was known before; then the pool.

An invoice that was just put in would always be found. So it is asked for as things
stood when the file was given, and the page says beside that what became of the file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from chapiao.actions import look_up, questions, review
from chapiao.actions.file_reading import Desk, Placed, belongs, file_reading, sees
from chapiao.actions.intake_rows import (
    LONGEST_SAID,
    NESTED,
    Filed,
    insert_after,
    settle,
    still_waits,
)
from chapiao.actions.look_up_file import handed_faces
from chapiao.actions.wake import wake_for
from chapiao.actions.whose import group
from chapiao.diagnosis.question import Question
from chapiao.invoice.model import Invoice
from chapiao.readers.as_json import reading_json
from chapiao.readers.reading import Reading
from chapiao.store.models import Entity, Face, FileState, IntakeFile, Lookup

_CONTRADICTS = "与台账里的其他资料矛盾，已标为需人工核对"


@transaction.atomic
def take_in(file: IntakeFile, readings: tuple[Reading, ...], now: datetime) -> None:
    """Answer for every invoice of the file, then keep it."""
    if not still_waits(file, grows=len(readings) > 1):
        return
    question = _question(file, alone=len(readings) == 1)
    wake_for([one.invoice.key or "" for one in readings], now)
    answers = [_answer(file, one, question, now) for one in readings]
    giver = file.intake.given_by
    desk = Desk(document=file.document, giver=giver, ours=group(giver), now=now)
    kept = [_keep(reading, desk) for reading in readings]
    told = [_told(filed, lookup, face) for (filed, face), lookup in zip(kept, answers, strict=True)]
    settle(file, *told[0])
    insert_after(
        file,
        [
            IntakeFile(
                path=f"{file.path}{NESTED}第{part}张",
                document=file.document,
                state=filed.state,
                said=filed.said[:LONGEST_SAID],
                lookup=lookup,
                face=face,
            )
            for part, (filed, lookup, face) in enumerate(told[1:], start=2)
        ],
    )


def _question(file: IntakeFile, *, alone: bool) -> Question:
    """Return what was typed beside the file; typed beside many, it is said of none of them."""
    typed = questions.from_json(file.intake.question)
    if alone and NESTED not in file.path and file.intake.files.count() == 1:
        return typed
    return Question(entry=typed.entry, answer=typed.answer)


def _answer(
    file: IntakeFile, reading: Reading, question: Question, now: datetime
) -> Lookup | look_up.NotAllowed:
    faces = handed_faces(reading, file.document)
    try:
        return look_up.look_up(
            asker=file.intake.given_by,
            question=replace(question, file=reading.invoice, faces=faces),
            now=now,
            document=file.document,
        )
    except look_up.NotAllowed as error:
        return error


def _told(
    filed: Filed, answer: Lookup | look_up.NotAllowed, face: Face
) -> tuple[Filed, Lookup | None, Face]:
    if isinstance(answer, Lookup):
        return filed, answer, face
    return Filed(filed.state, f"{filed.said}。{answer}"), None, face


def _keep(reading: Reading, desk: Desk) -> tuple[Filed, Face]:
    """Put one invoice where it belongs, and see whether its files still agree."""
    placed = file_reading(reading, desk)
    earlier = Face.objects.filter(document=desk.document, part=reading.part).first()
    whose = earlier.entity if earlier is not None else None
    face, is_new = Face.objects.update_or_create(
        document=desk.document,
        part=reading.part,
        defaults={
            "key": reading.invoice.key or "",
            "second_key": reading.invoice.second_key,
            "reading": _as_kept(reading),
            "entity": whose or _whose(reading.invoice, placed, desk),
        },
    )
    # A file given again says nothing that nobody has looked at.
    return compared(placed, face, desk) if is_new else placed.filed, face


def _as_kept(reading: Reading) -> dict[str, object]:
    told = reading_json(reading)
    del told["seal"]  # it is the document's
    return told


def _whose(invoice: Invoice, placed: Placed, desk: Desk) -> Entity | None:
    """Return the company whose people may see the file: that of the row it is a copy of."""
    row = placed.row
    if row is not None and (sees(desk.giver, row) or belongs(row, invoice, desk)):
        return row.entity
    return desk.ours.party(invoice)


def compared(placed: Placed, face: Face, desk: Desk) -> Filed:
    """Return what became of a file, with the contradictions that it brings up."""
    filed, row = placed.filed, placed.row
    if row is None:
        return filed
    fresh = review.with_new_face(row, face, desk.giver, desk.now)
    if not fresh or filed.state == FileState.DOUBTS or not sees(desk.giver, row):
        return filed
    return Filed(FileState.DOUBTS, f"{filed.said}；{_CONTRADICTS}：{fresh[0].says}")
