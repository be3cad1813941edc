"""Wake the look-ups that wait for an invoice which has just come in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from chapiao.store.models import Follow, Lookup, RowOutcome, Snapshot


def wake_watchers(snapshot: Snapshot, now: datetime) -> int:
    """Ask again at once what waited for an invoice of this import; return how many."""
    came = snapshot.rows.filter(outcome__in=(RowOutcome.NEW, RowOutcome.UPDATED))
    waiting = _later(now).filter(key__in=came.values("key"))
    return waiting.update(due_at=now)


def wake_for(keys: Collection[str], now: datetime) -> int:
    """Ask again at once what waited for one of these invoices; return how many."""
    return _later(now).filter(key__in=[key for key in keys if key]).update(due_at=now)


def _later(now: datetime) -> QuerySet[Lookup]:
    return Lookup.objects.filter(follow=Follow.WATCHING, due_at__gt=now)
