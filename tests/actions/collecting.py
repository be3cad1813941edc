"""What the tests of 归集 have in common."""

from __future__ import annotations

from datetime import datetime

from chapiao.actions import hand_in
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import Source
from chapiao.store.queries.collection import Tally, tallies


def read(now: datetime, reader: ReaderProcess) -> None:
    """Read all that is due."""
    while due := hand_in.waiting(now):
        for pk in due:
            hand_in.read_file(pk, now, reader)


def tally(source: Source) -> Tally:
    """Return how the source's files stand."""
    return tallies([source.pk])[source.pk]
