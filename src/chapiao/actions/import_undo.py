"""Take an import back, a step at a time: what it made is deleted, what it changed restored.

A row that somebody changed since is left as it is, and named; the rest is undone.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from chapiao.actions.import_memory import put_back, stamp
from chapiao.store.bulk import update_each
from chapiao.store.models import Invoice, Party, PartyPiece, Snapshot
from chapiao.store.parties import pieces

STEP = 1000
PARTIES = 20  # names a step: the others wait for the database as long as a step takes
KEPT = "导入后又被改过，撤销时保留现状"
GONE = "导入后已被删除"


@transaction.atomic
def undo_step(snapshot: Snapshot, after: int) -> int | None:
    """Take back the next rows after row number `after`; return the last one, None at the end."""
    written = snapshot.rows.filter(row__gt=after, before__isnull=False)
    kept = list(written.order_by("row")[:STEP])
    if not kept:
        return None
    memories: list[dict[str, Any]] = [one.before or {} for one in kept]
    held = Invoice.objects.select_for_update().in_bulk([memory["id"] for memory in memories])
    delete: list[int] = []
    restore: list[Invoice] = []
    touched: set[str] = set()
    for one, memory in zip(kept, memories, strict=True):
        row = held.get(memory["id"])
        if row is None:
            one.reason, one.before = GONE, None
        elif stamp(row) != memory["stamp"]:
            one.reason = KEPT
        else:
            was = memory.get("was")
            if was is None:
                delete.append(row.pk)
            else:
                put_back(row, was)
                restore.append(row)
                touched |= set(was)
            one.before = None
    Invoice.objects.filter(pk__in=delete).delete()
    update_each(restore, [name.removesuffix("_id") for name in sorted(touched)])
    update_each(kept, ["reason", "before"])
    return kept[-1].row


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
        for party in unused[:budget]:
            PartyPiece.objects.filter(piece__in=pieces(party.plain), party=party).delete()
            party.delete()
            budget -= 1
        if came.exists():
            left.append([first, last])
    snapshot.counts["parties"] = left
    return budget <= 0
