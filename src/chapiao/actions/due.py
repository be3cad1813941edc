"""Due rows: work that waits in its own row until a worker has done it.

A row is due from `due_at` on. A worker claims it by compare-and-set, which also
counts the attempt; a killed worker loses nothing, because its lease runs out and
the row is due again. What fails is put off, longer each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Manager, Q

MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=5)

# Of a claim that is kept alive while its work goes on: a killed worker's row waits no longer.
SHORT = timedelta(seconds=15)
_kept: ContextVar[bool] = ContextVar("claims are kept alive", default=False)

Rows = Manager[Any]


def ids(rows: Rows, now: datetime, limit: int = 20) -> list[int]:
    """Return the rows that are due and that nobody is working on, longest due first."""
    due = rows.filter(_free(now), due_at__lte=now).order_by("due_at", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def claim(rows: Rows, pk: int, now: datetime, lease: timedelta) -> bool:
    """Take a due row; False when it is no longer due, or somebody else was quicker."""
    if _kept.get():
        lease = min(lease, SHORT)
    mine = rows.filter(_free(now), pk=pk, due_at__lte=now)
    return bool(mine.update(lease_until=now + lease, attempt=F("attempt") + 1))


@contextmanager
def kept_alive() -> Iterator[None]:
    """Say that whoever claims a row in the block has somebody who renews it all the while."""
    token = _kept.set(True)
    try:
        yield
    finally:
        _kept.reset(token)


def renew(rows: Rows, pk: int, until: datetime) -> None:
    """Keep a claimed row for longer: its work is long, and goes on."""
    rows.filter(pk=pk, lease_until__isnull=False).update(lease_until=until)


def give_back(rows: Rows, pk: int) -> None:
    """Put down a claimed row unfinished: it is due again at once, the attempt not counted."""
    held = rows.filter(pk=pk, lease_until__isnull=False, attempt__gt=0)
    held.update(lease_until=None, attempt=F("attempt") - 1)


def put_off(rows: Rows, pk: int, now: datetime) -> bool:
    """Make a row whose work failed due again later; False when it has failed too often."""
    attempt = rows.filter(pk=pk).values_list("attempt", flat=True).first()
    if attempt is None or attempt >= MOST_ATTEMPTS:
        return False
    later = now + FIRST_PAUSE * 2 ** max(0, attempt - 1)
    rows.filter(pk=pk, due_at__isnull=False).update(due_at=later, lease_until=None)
    return True


def _free(now: datetime) -> Q:
    return Q(lease_until__isnull=True) | Q(lease_until__lte=now)
