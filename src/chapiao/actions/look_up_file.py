"""Look up the invoice a file shows: the file is kept and read, and is evidence for the answer.

It is not put into the pool. Who wants that hands the file in (`hand_in.py`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chapiao.actions.examine import examine
from chapiao.actions.look_up import NotAllowed, look_up
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.record import HANDED_IN
from chapiao.diagnosis.world.papers import Faces
from chapiao.invoice.model import Invoice
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.as_json import reading_json
from chapiao.readers.reading import ReadError, Reading
from chapiao.store import access, originals
from chapiao.store.file_faces import faces_of
from chapiao.store.models import Document, Lookup, Person


def look_up_file(
    *,
    asker: Person,
    name: str,
    data: bytes,
    question: Question,
    now: datetime,
    reader: ReaderProcess,
    past: bool = False,
) -> Lookup:
    """Ask for the first invoice of the file; what was typed beside it stands beside it.

    A file that is known to be something else, a bank receipt for one, is an answer too.
    `past` is that of `look_up`.

    Raises:
        NotAllowed: the asker belongs to no company and is no administrator.
        ReadError: the file cannot be read, or nobody can tell what it is; says why.
    """
    if not access.may_look_up(asker):
        raise NotAllowed
    document = originals.keep(data, name, now, asker)
    reading: Reading | None = None
    try:
        reading = reader.read(data)[0]
        shown = reading.invoice
    except ReadError as error:
        if error.kind is None:
            raise
        shown = Invoice(kind=error.kind)
    examine(document, data, reader)
    faces = None if reading is None else handed_faces(reading, document)
    return look_up(
        asker=asker,
        question=replace(question, file=shown, faces=faces),
        now=now,
        document=document,
        past=past,
    )


def handed_faces(reading: Reading, document: Document) -> Faces:
    """Return what else a file shows that was just read and examined."""
    return faces_of(reading_json(reading), document.seal, HANDED_IN, document.format)
