"""How much work a file may make: counted, never timed, so that it always ends the same way."""

from __future__ import annotations

from typing import Final

MAX_WORK: Final = 2_000_000  # one unit is a microsecond or two; a page of an invoice takes 10,000
MAX_READ: Final = 64 * 1024 * 1024
MAX_WRITTEN: Final = 64 * 1024 * 1024
MAX_DEPTH: Final = 24


class NotDrawn(Exception):
    """The file cannot be drawn. The message can be shown to the user."""


class Budget:
    """Counts what is done for one file and stops it where it gets out of hand."""

    def __init__(self) -> None:
        self.work = 0
        self.read = 0
        self.written = 0

    def spend(self, work: int) -> None:
        """Count work.

        Raises:
            NotDrawn: the file has had its share.
        """
        self.work += work
        if self.work > MAX_WORK:
            msg = "版面太复杂，画不出来，请用其他软件打开"
            raise NotDrawn(msg)

    def spend_read(self, size: int) -> None:
        """Count the bytes of a part of the file that is about to be read.

        Raises:
            NotDrawn: the parts are too large together.
        """
        self.read += size
        if self.read > MAX_READ:
            msg = f"版面用到的内容超过{MAX_READ // 1024 // 1024}MB，画不出来，请用其他软件打开"
            raise NotDrawn(msg)

    def spend_written(self, size: int) -> None:
        """Count the bytes of the picture made.

        Raises:
            NotDrawn: the picture would be too large to look at.
        """
        self.written += size
        if self.written > MAX_WRITTEN:
            msg = f"画出来超过{MAX_WRITTEN // 1024 // 1024}MB，请用其他软件打开"
            raise NotDrawn(msg)
