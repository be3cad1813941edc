"""Open an archive somebody handed in: each file inside becomes a file of its own.

The members are kept one by one and their rows are made in one transaction, so a
crash in between only means that the archive is opened again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from chapiao.actions.intake_rows import NESTED, Filed, insert_after, settle, still_waits
from chapiao.readers.reading import ReadError
from chapiao.store import originals
from chapiao.store.models import FileState, IntakeFile

MOST_FILES = 10_000  # of one hand-in, whatever is in what
MOST_BYTES = 2 * 1024**3


class TooMuch(Exception):
    """The archive holds more than a hand-in may. The message can be shown to the user."""


def open_archive(
    file: IntakeFile, members: Iterable[tuple[str, bytes | str]], now: datetime
) -> None:
    """Keep the members of an archive; they are due at once. A refused one is accounted for."""
    try:
        rows = _kept(file, members, now)
    except (TooMuch, ReadError) as error:
        settle(file, Filed(FileState.REFUSED, str(error)))
        return
    with transaction.atomic():
        if not still_waits(file, grows=True):
            return
        if not rows:
            settle(file, Filed(FileState.REFUSED, "压缩包是空的"))
            return
        insert_after(file, rows)
        settle(file, Filed(FileState.READ, f"压缩包，里面有{len(rows)}个文件，逐个列在下面"))


def _kept(
    file: IntakeFile, members: Iterable[tuple[str, bytes | str]], now: datetime
) -> list[IntakeFile]:
    others = IntakeFile.objects.filter(intake=file.intake_id)
    room = MOST_FILES - others.count()
    size = others.aggregate(size=Sum("document__size"))["size"]
    rows: list[IntakeFile] = []
    for name, content in members:
        path = f"{file.path}{NESTED}{name}"
        if len(rows) >= room:
            msg = f"压缩包里的文件太多，一次最多收{MOST_FILES}个；请分几次交"
            raise TooMuch(msg)
        if isinstance(content, str):
            state = FileState.REFUSED
            rows.append(IntakeFile(path=path, document=file.document, state=state, said=content))
            continue
        size += len(content)
        if size > MOST_BYTES:
            msg = f"压缩包解开后超过{MOST_BYTES // 1024**3}GB，不予打开；请分几次交"
            raise TooMuch(msg)
        document = originals.keep(content, name, now, file.intake.given_by)
        rows.append(IntakeFile(path=path, document=document, due_at=now))
    return rows
