"""Keep the screenshot of an answer before its words are known, and read the words off it.

What a machine reads off a picture is a suggestion: the person confirms it before it counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from chapiao.actions.bring_answer import NothingBrought, Picture, checked
from chapiao.invoice.answers import Outcome, parse_answer, words_for
from chapiao.invoice.entry import Entry
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.reading import ReadError
from chapiao.store import access, audit, originals
from chapiao.store.models import Document, Person

SECONDS = 20.0  # a person waits
PATIENCE = 10.0  # and for who came before
_READER = ReaderProcess(seconds=SECONDS)
_LOCK = Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A screenshot that is kept. `words` are what was made out, "" for nothing; `said`: why not."""

    document: Document
    words: str
    said: str


def keep_proof(*, person: Person, pk: int, entry: Entry, proof: Picture, now: datetime) -> Kept:
    """Keep a screenshot for a look-up, and say what the entry seems to have answered on it.

    Raises:
        access.NotSeen: it is not this person's own look-up.
        NothingBrought: it is no picture and no PDF, or too large: says which.
    """
    if not access.lookups_for(person).filter(pk=pk).exists():
        raise access.NotSeen
    checked(entry, proof)
    document = originals.keep(proof.data, proof.name, now, person)
    detail = {"document": document.pk, "entry": entry.value}
    audit.append(at=now, person_id=person.pk, act="附上截图", subject=f"lookup:{pk}", detail=detail)
    try:
        text = _text(proof.data)
    except ReadError as error:
        return Kept(document=document, words="", said=str(error))
    heard = parse_answer(entry, text)
    if heard is None:
        return Kept(document=document, words="", said="没有从上面认出对方的结果")
    return Kept(document=document, words=_words(entry, heard), said="")


def kept_proof(person: Person, pk: int) -> Document:
    """Return a screenshot that this person gave before.

    Raises:
        NothingBrought: there is none such any more.
    """
    found = access.documents_for(person).filter(pk=pk).first()
    if found is None:
        msg = "找不到刚才的截图，请重新选择"
        raise NothingBrought(msg)
    return found


def _words(entry: Entry, heard: Outcome) -> str:
    return words_for(entry, heard) or heard.value


def _text(data: bytes) -> str:
    if not _LOCK.acquire(timeout=PATIENCE):
        msg = "正在识别别人的截图"
        raise ReadError(msg)
    try:
        return _READER.written(data)
    finally:
        _LOCK.release()
