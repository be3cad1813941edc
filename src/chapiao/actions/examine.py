"""Note what is true of a file whatever it says: its format, its pages, how its seal stands."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from chapiao.outside import trust_folder
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.reading import ReadError
from chapiao.seals.as_json import seal_json
from chapiao.store.models import Document


def examine(document: Document, data: bytes, reader: ReaderProcess) -> None:
    """Keep it with the document; a file given again is looked at again.

    A seal is held against the certificates that are trusted now. A check that did not
    come to its end is kept as 未执行, with the reason.
    """
    verdict = reader.seal(data, trust_folder.trusted(Path(settings.DATA)))
    document.seal = seal_json(verdict)
    try:
        document.format, document.pages = reader.about(data)
    except ReadError:  # then it is only not shown
        document.pages = None
    document.save(update_fields=["seal", "format", "pages"])
