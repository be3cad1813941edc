"""The child process that reads strangers' files for the API; one for each serving process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from chapiao.outside.reader_process import ReaderProcess

_LOCK = Lock()
_READER = ReaderProcess()


@contextmanager
def reader() -> Iterator[ReaderProcess]:
    """Lend the child out, to one request at a time."""
    with _LOCK:
        yield _READER
