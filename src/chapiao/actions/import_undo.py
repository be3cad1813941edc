"""Take an import back, a step at a time: what it made is deleted, what it changed restored.

A row that somebody changed since is left as it is, and named; the rest is undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import orjson
from django.db import transaction
from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from chapiao.actions.import_memory import as_was, stamps
from chapiao.store.bulk_values import change_each, delete_all
from chapiao.store.models import Invoice, Party, Snapshot, SnapshotRow

STEP = 4000  # rows a transaction: short enough for the pages to write in between
PARTIES = 500  # names a step: each has a dozen pieces to be deleted too
KEPT = "导入后又被改过，撤销时保留现状"
GONE = "导入后已被删除"


@transaction.atomic
def undo_step(snapshot: Snapshot, after: int) -> int | None:
    """Take back the next rows after row number `after`; return the last one, None at the end."""
    written = snapshot.rows.filter(row__gt=after, before__isnull=False)
    text = Cast("before", TextField())  # read as text, and parsed here: ten times as fast
    told = list(written.order_by("row").values_list("pk", "row", text)[:STEP])
    if not told:
        return None
    memories: list[tuple[int, dict[str, Any]]] = [(pk, orjson.loads(one)) for pk, _, one in told]
    now = stamps([memory["id"] for _, memory in memories])
    last: int = told[-1][1]
    gone: list[int] = []
    kept: list[int] = []
    delete: list[int] = []
    restore: list[tuple[int, dict[str, Any]]] = []
    for pk, memory in memories:
        whose: int = memory["id"]
        if whose not in now:
            gone.append(pk)
        elif now[whose] != memory["stamp"]:
            kept.append(pk)
        elif "was" not in memory:
            delete.append(whose)
        else:
            restore.append((whose, memory["was"]))
    delete_all(Invoice, delete)
    _restore(restore)
    written.filter(row__lte=last).exclude(pk__in=kept).update(before=None)
    reasons = [*((GONE, pk) for pk in gone), *((KEPT, pk) for pk in kept)]
    change_each(SnapshotRow, ("reason",), reasons)
    return last


def _restore(rows: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Give rows back what an update overwrote; those with the same columns together."""
    alike: defaultdict[tuple[str, ...], list[tuple[Any, ...]]] = defaultdict(list)
    for pk, was in rows:
        alike[tuple(was)].append((*as_was(was).values(), pk))
    for names, values in alike.items():
        change_each(Invoice, names, values)


@transaction.atomic
def forget_parties(snapshot: Snapshot) -> bool:
    """Delete some names that came with the import and that no invoice bears now.

    Return whether there are more of them. What is still borne stays noted, for another undo.
    """
    budget = PARTIES
    left: list[list[int]] = []
    for first, last in snapshot.counts.get("parties", []):
        came = Party.objects.filter(pk__range=(first, last))
        unused = came.exclude(
            Exists(Invoice.objects.filter(seller=OuterRef("pk")))
            | Exists(Invoice.objects.filter(buyer=OuterRef("pk")))
        )
        ids = list(unused.order_by("pk").values_list("pk", flat=True)[:budget])
        delete_all(Party, ids)
        budget -= len(ids)
        if came.exists():
            left.append([first, last])
    snapshot.counts["parties"] = left
    return budget <= 0
