"""Write a confirmed import into the pool, a step at a time.

Every step is one short transaction that judges its rows anew, because the pool may
have changed since the preview, and remembers what it wrote. A worker killed between
two steps goes on with the next; one killed inside a step has done nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from chapiao.actions.import_judge import KNOWN, NEW, Judged, judge
from chapiao.actions.import_known import known
from chapiao.actions.import_memory import columns, remember, remember_new, stamp
from chapiao.actions.import_pool import Pool, Pools
from chapiao.actions.import_rescue import repaired, says
from chapiao.actions.import_told import COLUMNS, Told, columns_of
from chapiao.actions.whose import Group
from chapiao.invoice import model
from chapiao.store import parties, rows
from chapiao.store.bulk import update_each
from chapiao.store.bulk_values import change_each, insert_each
from chapiao.store.models import Entity, Invoice, Party, RowOutcome, Snapshot, SnapshotRow

SOURCE = "税局导出"
STEP = 4000  # rows a transaction: short enough for the pages to write in between
TWICE = Judged(RowOutcome.DUPLICATE, "与本文件中前面的一行是同一张发票")


class Raced(Exception):
    """Somebody wrote the same invoice at this moment; the step is to be done again."""


@dataclass(slots=True)
class Line:
    """One row of the snapshot on its way into the pool.

    `told` is its payload, `was` what it was kept as, and `restored` says that its number was
    given back to it, with a yes.
    """

    pk: int
    row: int
    key: str
    second_key: str | None
    outcome: str
    reason: str
    told: Told
    was: tuple[str, str]
    before: dict[str, Any] | None = None
    restored: bool = False

    @property
    def identities(self) -> tuple[str, ...]:
        """What the invoice may be filed under."""
        return (self.key, self.second_key) if self.second_key else (self.key,)


@transaction.atomic
def apply_step(snapshot: Snapshot, ours: Group, now: datetime, after: int) -> int | None:
    """Write the next rows after row number `after`; return the last one, None at the end.

    Raises:
        Raced: somebody wrote one of the invoices at this moment; nothing was written.
    """
    waiting = snapshot.rows.filter(row__gt=after, before__isnull=True)
    if not snapshot.counts.get("accept_rescued"):
        waiting = waiting.exclude(outcome=RowOutcome.REJECTED)
    text = Cast("payload", TextField())  # read as text, and parsed here: ten times as fast
    kept = waiting.order_by("row").values_list(
        "pk", "row", "key", "second_key", "outcome", "reason", text
    )
    lines = [
        Line(pk, row, key, second, outcome, reason, orjson.loads(told), (outcome, reason))
        for pk, row, key, second, outcome, reason, told in kept[:STEP]
    ]
    if not lines:
        return None
    newest = Party.objects.aggregate(newest=Max("pk"))["newest"] or 0
    pools = Pools(snapshot, ours)
    into: defaultdict[Pool, list[Line]] = defaultdict(list)
    for line in lines:
        if line.outcome == RowOutcome.REJECTED and not _restore(line):
            continue
        get = line.told.get
        pool = pools.of(
            get("buyer_name"), get("buyer_tax_id"), get("seller_name"), get("seller_tax_id")
        )
        if pool.refused:
            line.outcome, line.reason = RowOutcome.REJECTED, pool.refused
        else:
            into[pool].append(line)
    for pool, some in into.items():
        _into(pool.entity, some, snapshot, now)
    _keep(lines)
    _note_parties(snapshot, newest)
    return lines[-1].row


def _keep(lines: Sequence[Line]) -> None:
    """Save what became of the rows, where it is not kept already."""
    written = [one for one in lines if one.before is not None]
    change_each(SnapshotRow, ("before",), ((one.before, one.pk) for one in written))
    other = [one for one in lines if one.was != (one.outcome, one.reason)]
    told = ((str(one.outcome), one.reason, one.pk) for one in other)
    change_each(SnapshotRow, ("outcome", "reason"), told)
    restored = ((one.key, one.second_key, one.told, one.pk) for one in lines if one.restored)
    change_each(SnapshotRow, ("key", "second_key", "payload"), restored)


def _restore(line: Line) -> bool:
    """Give a damaged row what was suggested, as the person agreed; whether that makes it whole."""
    damaged: list[dict[str, Any]] = line.told.get("damaged", [])
    invoice, state = rows.from_payload(line.told)
    whole = repaired(invoice, damaged) if damaged else None
    if whole is None or whole.key is None:
        return False
    line.restored = True
    line.key, line.second_key = whole.key, whole.second_key
    line.told |= rows.as_payload(whole, state)
    line.reason = says(damaged)[:300]
    return True


def known_rows(
    invoices: Sequence[model.Invoice], entity: Entity | None, snapshot: Snapshot
) -> dict[str, Invoice]:
    """Return our rows of these invoices by each identity, with the export they came from."""
    found = rows.held(invoices, entity, snapshot.uploaded_by)
    ids = {row.snapshot_id for row in found.values() if row.snapshot_id}
    sources = Snapshot.objects.in_bulk(ids)
    for row in found.values():
        row.snapshot = sources.get(row.snapshot_id or 0)
    return found


def _into(entity: Entity | None, lines: list[Line], snapshot: Snapshot, now: datetime) -> None:
    keys = {key for line in lines for key in line.identities}
    ours = known(keys, entity, snapshot.uploaded_by_id)
    new: list[Line] = []
    other: list[tuple[Line, str]] = []
    met: set[str] = set()
    for line in lines:
        key = next((one for one in line.identities if one in ours.rows), None)
        if not met.isdisjoint(line.identities) or (
            key is not None and ours.come_with(key, snapshot.pk)
        ):
            _set(line, TWICE)
            continue
        met.update(line.identities)
        if key is None:
            _set(line, NEW)
            new.append(line)
        elif ours.says_all(key, line.told):
            _set(line, KNOWN)
        else:
            other.append((line, key))
    _create(entity, new, snapshot, now)
    _update(other, entity, snapshot)


def _create(entity: Entity | None, new: list[Line], snapshot: Snapshot, now: datetime) -> None:
    """Make the rows of the pool, without an object for each: most of an import is new."""
    if not new:
        return
    pairs = [(_party(one.told, "seller"), _party(one.told, "buyer")) for one in new]
    named = parties.ids(one for pair in pairs for one in pair)
    whose = {
        "entity_id": None if entity is None else entity.pk,
        "owner_id": snapshot.uploaded_by_id,
        "source": SOURCE,
        "snapshot_id": snapshot.pk,
        "added_at": now,
    }
    values = [
        (
            *columns_of(one.told, one.key, one.second_key, named[seller], named[buyer]),
            *whose.values(),
        )
        for one, (seller, buyer) in zip(new, pairs, strict=True)
    ]
    newest = Invoice.objects.aggregate(newest=Max("pk"))["newest"] or 0
    names = (*COLUMNS, *whose)
    try:
        insert_each(Invoice, names, values)
    except IntegrityError as error:
        raise Raced from error
    made = Invoice.objects.filter(pk__gt=newest, snapshot=snapshot)
    ids: dict[str, int] = dict(made.values_list("key", "pk"))
    memories = remember_new(names, values, [ids[one.key] for one in new])
    for line, memory in zip(new, memories, strict=True):
        line.before = memory


def _party(told: Told, side: str) -> parties.Named:
    return told.get(f"{side}_name"), told.get(f"{side}_tax_id")


def _update(lines: Sequence[tuple[Line, str]], entity: Entity | None, snapshot: Snapshot) -> None:
    """Judge rows that may say something new, and write what they do."""
    if not lines:
        return
    told = [rows.from_payload(line.told) for line, _ in lines]
    held = known_rows([invoice for invoice, _ in told], entity, snapshot)
    updates: list[tuple[Line, Invoice, Judged]] = []
    for (line, key), (invoice, state) in zip(lines, told, strict=True):
        if key not in held:
            raise Raced
        judged = judge(invoice, state, held[key], snapshot.fresh_to)
        _set(line, judged)
        if judged.outcome == RowOutcome.UPDATED:
            updates.append((line, held[key], judged))
    _write(updates, snapshot)


def _write(updates: Sequence[tuple[Line, Invoice, Judged]], snapshot: Snapshot) -> None:
    _hold([row for _, row, _ in updates])
    named = parties.parties(pair for _, _, judged in updates for pair in judged.parties.values())
    touched: set[str] = {"snapshot_id"}
    for line, row, judged in updates:
        new: dict[str, Any] = dict(judged.changes)
        new |= {f"{side}_id": named[pair].pk for side, pair in judged.parties.items()}
        new["snapshot_id"] = snapshot.pk
        was = columns(row, new)
        for name, value in new.items():
            setattr(row, name, value)
        touched |= set(new)
        line.before = remember(row, was)
    fields = [name.removesuffix("_id") for name in sorted(touched)]
    update_each([row for _, row, _ in updates], fields)


def _hold(judged: Sequence[Invoice]) -> None:
    """See that the rows are still as they were judged, and stay so until the step ends."""
    now = Invoice.objects.select_for_update().in_bulk([row.pk for row in judged])
    if any(row.pk not in now or stamp(now[row.pk]) != stamp(row) for row in judged):
        raise Raced


def _set(line: Line, judged: Judged) -> None:
    before = f"{line.reason}；" if line.restored and judged.reason else ""
    line.outcome = judged.outcome
    if judged.reason or not line.restored:
        line.reason = f"{before}{judged.reason}"[:300]


def _note_parties(snapshot: Snapshot, newest: int) -> None:
    """Remember which names are new with this step, as ranges of ids."""
    made = Party.objects.filter(pk__gt=newest).aggregate(newest=Max("pk"))["newest"]
    if made is not None:
        snapshot.counts.setdefault("parties", []).append([newest + 1, made])
