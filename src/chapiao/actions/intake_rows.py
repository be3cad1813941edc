"""The rows of a hand-in: what became of each file, and the files found inside files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F

from chapiao.store.models import Face, FileState, Intake, IntakeFile, Lookup

NESTED = " › "  # between an archive and what lies in it
LONGEST_PATH = 500
LONGEST_SAID = 300


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of one file, with the sentence that says so."""

    state: FileState
    said: str


def settle(
    file: IntakeFile, filed: Filed, lookup: Lookup | None = None, face: Face | None = None
) -> bool:
    """Write down what became of a file; False when somebody else did so already."""
    waiting = IntakeFile.objects.filter(pk=file.pk, state=FileState.WAITING)
    return bool(
        waiting.update(
            state=filed.state,
            said=filed.said[:LONGEST_SAID],
            lookup=lookup,
            face=face,
            due_at=None,
            lease_until=None,
        )
    )


def still_waits(file: IntakeFile, *, grows: bool = False) -> bool:
    """Whether nobody has settled the file yet; it is held until the transaction ends.

    `grows` says that rows will be put behind it, which moves the others: then the whole
    hand-in is held first, so that two workers cannot wait for one another.
    """
    if grows:
        Intake.objects.select_for_update().get(pk=file.intake_id)
    waiting = IntakeFile.objects.select_for_update().filter(pk=file.pk, state=FileState.WAITING)
    return waiting.first() is not None


def insert_after(file: IntakeFile, rows: Sequence[IntakeFile]) -> None:
    """Put rows behind the file they came out of; what followed it moves down."""
    if not rows:
        return
    later = IntakeFile.objects.filter(intake=file.intake_id, position__gt=file.position)
    later.update(position=F("position") + len(rows))
    for place, row in enumerate(rows, start=1):
        row.intake_id = file.intake_id
        row.position = file.position + place
        row.path = fit(row.path)
    IntakeFile.objects.bulk_create(rows, batch_size=500)


def fit(path: str) -> str:
    """Return a path fit for its column and for a page: printable, the end kept."""
    plain = "".join(c if c.isprintable() else " " for c in path) or "未命名"
    return plain if len(plain) <= LONGEST_PATH else "…" + plain[1 - LONGEST_PATH :]
