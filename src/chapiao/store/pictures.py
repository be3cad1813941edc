"""Pictures of documents, drawn once: a cache in the data folder that may be deleted at any time.

A picture lies at DATA/pictures/<version>/ab/<sha256>-<page>.<form>; a page that cannot be
drawn leaves a note there that says why, which counts for an hour. Another version of the
program may draw otherwise, so it begins anew and clears away what is older.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from chapiao.store.models import Document

_NOTE = "txt"
_NOTE_COUNTS = timedelta(hours=1)
_VERSION = version("chapiao")


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A page that could not be drawn, and why."""

    because: str


def kept(document: Document, page: int, form: str, now: datetime) -> bytes | Undrawn | None:
    """Return the picture of a page, or why there is none; None when nobody has drawn it yet."""
    with suppress(FileNotFoundError):
        return _place(document, page, form).read_bytes()
    note = _place(document, page, _NOTE)
    with suppress(FileNotFoundError):
        if now.timestamp() - note.stat().st_mtime < _NOTE_COUNTS.total_seconds():
            return Undrawn(note.read_text(encoding="utf-8"))
    return None


def keep(document: Document, page: int, form: str, picture: bytes) -> None:
    """Keep the picture of a page."""
    _write(_place(document, page, form), picture)


def note(document: Document, page: int, because: str) -> None:
    """Keep why a page could not be drawn."""
    _write(_place(document, page, _NOTE), because.encode())


def _place(document: Document, page: int, form: str) -> Path:
    sha256 = document.sha256
    return _folder() / _VERSION / sha256[:2] / f"{sha256}-{page}.{form}"


def _folder() -> Path:
    return Path(settings.DATA) / "pictures"


def _write(place: Path, content: bytes) -> None:
    if not (_folder() / _VERSION).exists():
        shutil.rmtree(_folder(), ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=place.parent, prefix=".new-", delete=False) as fresh:
        try:
            fresh.write(content)
        except BaseException:
            Path(fresh.name).unlink()
            raise
    Path(fresh.name).replace(place)
