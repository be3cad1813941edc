"""Hand files in: the bytes are kept first, then every file is read and accounted for.

One transaction a file, and the row's own state decides who wins when two workers
finish the same file; so a file is read again after a crash, and never filed twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import BinaryIO

from django.db import transaction

from chapiao.actions import due, questions
from chapiao.actions.examine import examine
from chapiao.actions.intake_rows import Filed, fit, settle
from chapiao.actions.open_archive import open_archive
from chapiao.actions.take_in import take_in
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import (
    Crashed,
    IsArchive,
    ReaderProcess,
    TooMuchMemory,
    TooSlow,
)
from chapiao.readers.reading import ReadError, Unseen
from chapiao.store import access, audit, originals
from chapiao.store.models import Document, FileState, Intake, IntakeFile, Person

MOST_FILES = 5000
OUR_FAULT = (Crashed, TooSlow, TooMuchMemory, originals.OriginalLost)
ASKED_OF_A_FILE = 3  # times the child is asked: what it says, its seal, its pages
SLACK = timedelta(seconds=10)  # beside all that, before a lease runs out
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
    may_hand_in(giver)
    kept: list[tuple[str, Document]] = []
    for path, data in files:
        if len(kept) == MOST_FILES:
            msg = f"一次最多交{MOST_FILES}个文件，请分几次交，或打成压缩包"
            raise NotTaken(msg)
        kept.append((path, originals.keep(data, path, now, giver)))
    if not kept:
        msg = "没有收到文件"
        raise NotTaken(msg)
    return hand_in_kept(giver=giver, kept=kept, question=question, now=now)


def may_hand_in(giver: Person) -> None:
    """Raise NotTaken where this person may hand in nothing."""
    if not access.may_look_up(giver):
        msg = "您的账号还没有所属企业，不能交文件查票；请联系本单位管理员开通"
        raise NotTaken(msg)


def hand_in_kept(
    *, giver: Person, kept: Sequence[tuple[str, Document]], question: Question, now: datetime
) -> Intake:
    """Hand in files whose bytes are kept; they are due to be read at once."""
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
    lease = timedelta(seconds=ASKED_OF_A_FILE * reader.seconds) + SLACK
    if not due.claim(IntakeFile.objects, pk, now, lease):
        return None
    file = IntakeFile.objects.select_related("intake__given_by", "document").get(pk=pk)
    if file.attempt > due.MOST_ATTEMPTS:  # the worker itself died over it, again and again
        settle(file, Filed(FileState.FAILED, _GAVE_UP))
        return None
    try:
        data = _bytes(file)
    except originals.OriginalLost as error:
        _refuse(file, error, now)
        return None
    try:
        readings = reader.read(data)
    except IsArchive:
        open_archive(file, reader.members(data), now)
    except ReadError as error:
        if not isinstance(error, OUR_FAULT):
            examine(file.document, data, reader)
        _refuse(file, error, now)
    else:
        examine(file.document, data, reader)
        take_in(file, readings, now)
    return None


def put_off(pk: int, now: datetime) -> None:
    """Try a file again later whose reading failed unforeseen; give it up in words in the end."""
    if not due.put_off(IntakeFile.objects, pk, now):
        settle(IntakeFile.objects.get(pk=pk), Filed(FileState.FAILED, _GAVE_UP))


def renew(pk: int, until: datetime) -> None:
    """Keep a claimed file for longer: it is still being read."""
    due.renew(IntakeFile.objects, pk, until)


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
