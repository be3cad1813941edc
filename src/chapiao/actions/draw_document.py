"""Show a page of a document as a picture: drawn in a child that can be killed, and kept.

A picture does nothing and says nothing of its file but what stands on the page: SVG
without scripts or addresses, or pixels made anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.reading import ReadError
from chapiao.render import FORMS
from chapiao.store import access, originals, pictures
from chapiao.store.models import Document, Person

SECONDS = 15.0  # one page; a person waits
PATIENCE = 5.0  # seconds to wait for the page that somebody else is having drawn
_DRAWER = ReaderProcess(seconds=SECONDS)
_LOCK = Lock()


class NotDrawn(Exception):
    """There is no picture of it. The message can be shown to the user."""


class Busy(Exception):
    """Another page is being drawn. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("正在画别的图片，请过几秒再看")


@dataclass(frozen=True, slots=True)
class Picture:
    """One page: `form` is svg, png or jpg."""

    form: str
    data: bytes


def form_of(document: Document) -> str:
    """Return what its pages are shown as; "" where it has none to show, as an XML has not."""
    return FORMS.get(document.format, "") if document.pages else ""


def draw_document(person: Person, pk: int, page: int, now: datetime) -> Picture:
    """Return a page of a document this person may see; the first is 1.

    Raises:
        NotSeen: there is no such document for this person.
        NotDrawn: it has no such page, or cannot be drawn.
        Busy: it would take too long now.
    """
    document = access.document_for(person, pk)
    form = form_of(document)
    if not form or not 1 <= page <= (document.pages or 0):
        msg = "这份文件没有这一页可以显示"
        raise NotDrawn(msg)
    held = pictures.kept(document, page, form, now)
    if held is None:
        held = _drawn(document, page, form, now)
    if isinstance(held, pictures.Undrawn):
        raise NotDrawn(held.because)
    return Picture(form, held)


def _drawn(document: Document, page: int, form: str, now: datetime) -> bytes | pictures.Undrawn:
    if not _LOCK.acquire(timeout=PATIENCE):
        raise Busy
    try:
        held = pictures.kept(document, page, form, now)  # by who had the lock before us
        if held is not None:
            return held
        with originals.open_original(document) as original:
            data = original.read()
        drawn, picture = _DRAWER.picture(data, page)
        pictures.keep(document, page, drawn, picture)
    except (ReadError, originals.OriginalLost) as error:
        pictures.note(document, page, str(error))
        return pictures.Undrawn(str(error))
    finally:
        _LOCK.release()
    return picture
