"""Originals: the bytes somebody gave us, once per SHA-256, never changed.

A file lies at DATA/originals/ab/abcdef…; it is written beside its place, flushed
to the disk and renamed, so that a row never points at half a file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.conf import settings

from chapiao.store.models import Document, Person

BLOCK = 1024 * 1024


class OriginalLost(Exception):
    """The bytes are not where they were put. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("原件不在档案里了，请联系管理员从备份恢复")


def place(sha256: str) -> Path:
    """Return where the bytes with this digest lie."""
    return Path(settings.DATA) / "originals" / sha256[:2] / sha256


def keep(data: bytes | BinaryIO, name: str, at: datetime, by: Person | None) -> Document:
    """Keep the bytes; the same bytes given again are the same document."""
    folder = Path(settings.DATA) / "originals"
    folder.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    size = 0
    with NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as fresh:
        try:
            for block in _blocks(data):
                fresh.write(block)
                digest.update(block)
                size += len(block)
            fresh.flush()
            os.fsync(fresh.fileno())
        except BaseException:
            Path(fresh.name).unlink()
            raise
    sha256 = digest.hexdigest()
    _into_place(Path(fresh.name), place(sha256), size)
    document, _ = Document.objects.get_or_create(
        sha256=sha256,
        defaults={"size": size, "name": _tail(name), "received_at": at, "received_by": by},
    )
    return document


def open_original(document: Document) -> BinaryIO:
    """Open the bytes for reading.

    Raises:
        OriginalLost: the file was taken away from the data folder.
    """
    try:
        return place(document.sha256).open("rb")
    except FileNotFoundError as error:
        raise OriginalLost from error


def _blocks(data: bytes | BinaryIO) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while block := data.read(BLOCK):
        yield block


def _into_place(fresh: Path, home: Path, size: int) -> None:
    if home.exists() and home.stat().st_size == size:
        fresh.unlink()
        return
    home.parent.mkdir(exist_ok=True)
    fresh.chmod(0o440)
    fresh.replace(home)
    folder = os.open(home.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _tail(name: str) -> str:
    """Return a name fit for the column: without folders or control characters, its end kept."""
    plain = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable())
    return plain[-255:] or "未命名"
