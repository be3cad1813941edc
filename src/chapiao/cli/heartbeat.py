"""Keep a claim alive while its work goes on, from a thread beside it.

A claim is short, so that a killed worker's row is free again in seconds; a worker that
lives renews it every few. A worker that hangs is not kept alive for ever.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

EVERY = 4.0  # seconds between two beats; a claim outlives three of them
log = logging.getLogger("chapiao.worker")
Keep = Callable[[int, datetime], object]


@contextmanager
def kept_alive(
    keep: Keep | None, pk: int, clock: Callable[[], datetime] | None, most: float
) -> Iterator[None]:
    """Renew the claim on a row with `keep` while the block lasts, for `most` seconds at most.

    Without `keep` the work is short, and without a clock there is no time to tell: then
    claims last as long as their own actions say.
    """
    if keep is None or clock is None:
        yield
        return
    from chapiao.actions import due

    over = threading.Event()
    beat = threading.Thread(target=_beat, args=(keep, pk, clock, most, over), daemon=True)
    with due.kept_alive():
        beat.start()
        try:
            yield
        finally:
            over.set()
    beat.join()


def _beat(
    keep: Keep, pk: int, clock: Callable[[], datetime], most: float, over: threading.Event
) -> None:
    from django.db import DatabaseError, connection

    from chapiao.actions import due

    until = time.monotonic() + most
    try:
        while not over.wait(EVERY) and time.monotonic() < until:
            try:
                keep(pk, clock() + due.SHORT)
            except (
                DatabaseError
            ) as error:  # locked for long, or gone: the next beat may get through
                log.warning("claim of %s not renewed: %s", pk, type(error).__name__)
                connection.close()
    finally:
        connection.close()
