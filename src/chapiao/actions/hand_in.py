"""Hand files in: the bytes are kept first, then every file is read and accounted for.

One transaction a file, and the row's own state decides who wins when two workers
finish the same file; so a file is read again after a crash, and never filed twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction

from chapiao.actions import due, look_up, questions
from chapiao.actions.file_reading import file_reading
from chapiao.actions.intake_rows import NESTED, Filed, fit, insert_after, settle, still_waits
from chapiao.actions.open_archive import open_archive
from chapiao.actions.wake import wake_for
from chapiao.actions.whose import Group, group
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import (
    Crashed,
    IsArchive,
    ReaderProcess,
    TooMuchMemory,
    TooSlow,
)
from chapiao.readers.as_json import reading_json
from chapiao.readers.reading import ReadError, Reading, Unseen
from chapiao.store import access, audit, originals
from chapiao.store.models import Document, Face, FileState, Intake, IntakeFile, Lookup, Person

MOST_FILES = 5000
OUR_FAULT = (Crashed, TooSlow, TooMuchMemory, originals.OriginalLost)
SLACK = timedelta(seconds=10)  # beside the reading itself, before a lease runs out
_GAVE_UP = "多次读取都没有成功，原件已保存；请换一种格式再交，或联系管理员"


class NotTaken(Exception):
    """The files were not taken in. The message can be shown to the user."""


def hand_in(
    *,
    giver: Person,
    files: Iterable[tuple[str, bytes | BinaryIO]],
    question: Question,
    now: datetime,
) -> Intake:
    """Keep the files; they are due to be read at once.

    Raises:
        NotTaken: the giver may not look invoices up, or there is no file.
    """
    if not access.may_look_up(giver):
        msg = "您的账号还没有所属企业，不能交文件查票；请联系本单位管理员开通"
        raise NotTaken(msg)
    kept: list[tuple[str, Document]] = []
    for path, data in files:
        if len(kept) == MOST_FILES:
            msg = f"一次最多交{MOST_FILES}个文件，请分几次交，或打成压缩包"
            raise NotTaken(msg)
        kept.append((path, originals.keep(data, path, now, giver)))
    if not kept:
        msg = "没有收到文件"
        raise NotTaken(msg)
    with transaction.atomic():
        intake = Intake.objects.create(
            given_by=giver, given_at=now, question=questions.to_json(question)
        )
        IntakeFile.objects.bulk_create(
            IntakeFile(
                intake=intake, position=position, path=fit(path), document=document, due_at=now
            )
            for position, (path, document) in enumerate(kept)
        )
        audit.append(
            at=now,
            person_id=giver.pk,
            act="交文件",
            subject=f"intake:{intake.pk}",
            detail={"documents": [document.pk for _, document in kept]},
        )
    return intake


def waiting(now: datetime) -> list[int]:
    """Return the files that are due to be read."""
    return due.ids(IntakeFile.objects, now)


def read_file(pk: int, now: datetime, reader: ReaderProcess | None = None) -> None:
    """Read one due file in a child process and say what became of it."""
    if reader is None:
        with ReaderProcess() as own:
            return read_file(pk, now, own)
    if not due.claim(IntakeFile.objects, pk, now, timedelta(seconds=reader.seconds) + SLACK):
        return None
    file = IntakeFile.objects.select_related("intake__given_by", "document").get(pk=pk)
    if file.attempt > due.MOST_ATTEMPTS:  # the worker itself died over it, again and again
        settle(file, Filed(FileState.FAILED, _GAVE_UP))
        return None
    try:
        readings = reader.read(_bytes(file))
    except IsArchive:
        open_archive(file, reader.members(_bytes(file)), now)
    except (ReadError, originals.OriginalLost) as error:
        _refuse(file, error, now)
    else:
        _take_in(file, readings, now)
    return None


def put_off(pk: int, now: datetime) -> None:
    """Try a file again later whose reading failed unforeseen; give it up in words in the end."""
    if not due.put_off(IntakeFile.objects, pk, now):
        settle(IntakeFile.objects.get(pk=pk), Filed(FileState.FAILED, _GAVE_UP))


def give_back(pk: int) -> None:
    """Put a claimed file down again, unread: the worker is told to stop."""
    due.give_back(IntakeFile.objects, pk)


def _bytes(file: IntakeFile) -> bytes:
    with originals.open_original(file.document) as original:
        return original.read()


def _refuse(file: IntakeFile, error: ReadError | originals.OriginalLost, now: datetime) -> None:
    """Tell a file that is no invoice from one that could not be read, which may be our fault."""
    if isinstance(error, Crashed) and file.attempt == 1:
        due.put_off(IntakeFile.objects, file.pk, now)
        return
    if isinstance(error, Unseen):
        state = FileState.DOUBTS
    else:
        state = FileState.FAILED if isinstance(error, OUR_FAULT) else FileState.REFUSED
    settle(file, Filed(state, str(error)))


@transaction.atomic
def _take_in(file: IntakeFile, readings: tuple[Reading, ...], now: datetime) -> None:
    """Keep every invoice of the file, each with its own answer."""
    if not still_waits(file, grows=len(readings) > 1):
        return
    ours = group()
    question = _question(file, alone=len(readings) == 1)
    wake_for([one.invoice.key or "" for one in readings], now)
    taken = [_one(file, reading, ours, question, now) for reading in readings]
    settle(file, *taken[0])
    insert_after(
        file,
        [
            IntakeFile(
                path=f"{file.path}{NESTED}第{part}张",
                document=file.document,
                state=filed.state,
                said=filed.said[:300],
                lookup=lookup,
            )
            for part, (filed, lookup) in enumerate(taken[1:], start=2)
        ],
    )
    Document.objects.filter(pk=file.document_id, format="").update(format=readings[0].format)


def _one(
    file: IntakeFile, reading: Reading, ours: Group, question: Question, now: datetime
) -> tuple[Filed, Lookup | None]:
    invoice, giver = reading.invoice, file.intake.given_by
    Face.objects.update_or_create(
        document=file.document,
        part=reading.part,
        defaults={
            "key": invoice.key or "",
            "second_key": invoice.second_key,
            "reading": reading_json(reading),
            "entity": ours.party(invoice),
        },
    )
    filed = file_reading(reading, document=file.document, giver=giver, ours=ours, now=now)
    try:
        lookup = look_up.look_up(
            asker=giver,
            question=replace(question, file=invoice),
            now=now,
            document=file.document,
        )
    except look_up.NotAllowed as error:
        return Filed(filed.state, f"{filed.said}。{error}"), None
    return filed, lookup


def _question(file: IntakeFile, *, alone: bool) -> Question:
    """Return what was typed beside the file; typed beside many, it is said of none of them."""
    typed = questions.from_json(file.intake.question)
    if alone and NESTED not in file.path and file.intake.files.count() == 1:
        return typed
    return Question(entry=typed.entry, answer=typed.answer)
