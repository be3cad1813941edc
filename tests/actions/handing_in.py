"""Handing in and reading as a person and a worker do it, for the tests."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import hand_in
from chapiao.diagnosis.question import Question
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import (
    Intake,
    IntakeFile,
    Person,
)


def give(giver: Person, now: datetime, question: Question | None = None, **files: bytes) -> Intake:
    return hand_in.hand_in(
        giver=giver, files=files.items(), question=question or Question(), now=now
    )


def read_all(intake: Intake, now: datetime, reader: ReaderProcess) -> list[IntakeFile]:
    for _ in range(50):
        waiting = hand_in.waiting(now)
        if not waiting:
            break
        for pk in waiting:
            hand_in.read_file(pk, now, reader)
    return list(intake.files.select_related("lookup"))
