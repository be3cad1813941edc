"""Write a confirmed import into the pool, a step at a time.

Every step is one short transaction that judges its rows anew, because the pool may
have changed since the preview, and remembers what it wrote. A worker killed between
two steps goes on with the next; one killed inside a step has done nothing of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.db.models import Max, TextField
from django.db.models.functions import Cast

from chapiao.actions.import_judge import Judged, judge
from chapiao.actions.import_memory import columns, remember, remember_new, stamp
from chapiao.actions.import_rescue import repaired, says
from chapiao.actions.whose import Group
from chapiao.invoice import model
from chapiao.invoice.status import VerifyStatus
from chapiao.store import access, parties, rows
from chapiao.store.access import Reach
from chapiao.store.bulk import update_each
from chapiao.store.bulk_values import change_each, insert_each, is_any_there
from chapiao.store.models import Entity, Invoice, Party, RowOutcome, Snapshot, SnapshotRow

SOURCE = "税局导出"
STEP = 1000  # rows a transaction: short enough for the pages to write in between


class Raced(Exception):
    """Somebody wrote the same invoice at this moment; the step is to be done again."""


@dataclass(slots=True)
class Kept:
    """One row of the snapshot, as it is kept; `restored` once its number was, with a yes."""

    pk: int
    row: int
    outcome: str
    reason: str
    payload: dict[str, Any]
    before: dict[str, Any] | None = None
    restored: model.Invoice | None = None


@dataclass(slots=True)
class Line:
    """One row of the export on its way into the pool."""

    kept: Kept
    invoice: model.Invoice
    state: rows.State


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
    told = waiting.order_by("row").values_list("pk", "row", "outcome", "reason", text)
    kept = [
        Kept(pk, row, outcome, reason, orjson.loads(payload))
        for pk, row, outcome, reason, payload in told[:STEP]
    ]
    if not kept:
        return None
    newest = Party.objects.aggregate(newest=Max("pk"))["newest"] or 0
    pools: defaultdict[Entity | None, list[Line]] = defaultdict(list)
    seen = access.reach(snapshot.uploaded_by)
    for one in kept:
        if line := _line(one):
            entity = pool_of(line.invoice, snapshot, ours)
            if refused := not_theirs(entity, seen):
                one.outcome, one.reason = RowOutcome.REJECTED, refused
            else:
                pools[entity].append(line)
    for entity, lines in pools.items():
        _into(entity, lines, snapshot, now)
    _keep(kept)
    _note_parties(snapshot, newest)
    return kept[-1].row


def _keep(kept: Sequence[Kept]) -> None:
    """Save what became of the rows."""
    became = ((str(one.outcome), one.reason, one.before, one.pk) for one in kept)
    change_each(SnapshotRow, ("outcome", "reason", "before"), became)
    restored = (
        (whole.key, whole.second_key, one.payload, one.pk)
        for one in kept
        if (whole := one.restored) is not None
    )
    change_each(SnapshotRow, ("key", "second_key", "payload"), restored)


def _line(one: Kept) -> Line | None:
    """Return the row to write; a damaged one with what was suggested, as the person agreed."""
    invoice, state = rows.from_payload(one.payload)
    if one.outcome != RowOutcome.REJECTED:
        return Line(one, invoice, state)
    damaged: list[dict[str, Any]] = one.payload.get("damaged", [])
    whole = repaired(invoice, damaged) if damaged else None
    if whole is None or whole.key is None:
        return None
    one.restored = whole
    one.payload = one.payload | rows.as_payload(whole, state)
    one.reason = says(damaged)[:300]
    return Line(one, whole, state)


def not_theirs(entity: Entity | None, seen: Reach) -> str:
    """Say why a row may not be imported by this person; "" when it may."""
    if entity is None or seen.everything or entity.pk in seen.entities:
        return ""
    if entity.pk in seen.limited:
        return f"这张发票属于「{entity.name}」，您在该企业的数据范围有限，不能导入"
    return "这张发票不属于您的企业：您不是该企业的人员，不能导入"


def pool_of(invoice: model.Invoice, snapshot: Snapshot, ours: Group) -> Entity | None:
    """Return the company into whose pool a row goes: the export's own, where it is a party."""
    sides = (ours.buyer(invoice), ours.seller(invoice))
    if snapshot.entity is not None and (snapshot.entity in sides or sides == (None, None)):
        return snapshot.entity
    return sides[0] or sides[1]


def known_rows(
    invoices: Sequence[model.Invoice], entity: Entity | None, snapshot: Snapshot
) -> dict[str, Invoice]:
    """Return our rows of these invoices by each identity, with the export they came from."""
    keys = {key for one in invoices for key in (one.key, one.second_key) if key}
    if not is_any_there(Invoice, ("key", "second_key"), keys):  # as nearly always in a new export
        return {}
    found = rows.held(invoices, entity, snapshot.uploaded_by)
    ids = {row.snapshot_id for row in found.values() if row.snapshot_id}
    sources = Snapshot.objects.in_bulk(ids)
    for row in found.values():
        row.snapshot = sources.get(row.snapshot_id or 0)
    return found


def _into(entity: Entity | None, lines: list[Line], snapshot: Snapshot, now: datetime) -> None:
    known = known_rows([one.invoice for one in lines], entity, snapshot)
    new: list[Line] = []
    met: set[str] = set()
    updates: list[tuple[Line, Invoice, Judged]] = []
    for line in lines:
        identities = _identities(line.invoice)
        row = next((known[key] for key in identities if key in known), None)
        if met & identities or (row is not None and row.snapshot_id == snapshot.pk):
            _set(line, Judged(RowOutcome.DUPLICATE, "与本文件中前面的一行是同一张发票"))
            continue
        met |= identities
        judged = judge(line.invoice, line.state, row, snapshot.fresh_to)
        _set(line, judged)
        if row is None:
            new.append(line)
        elif judged.outcome == RowOutcome.UPDATED:
            updates.append((line, row, judged))
    _create(entity, new, snapshot, now)
    _update(updates, snapshot)


def _create(entity: Entity | None, new: list[Line], snapshot: Snapshot, now: datetime) -> None:
    """Make the rows of the pool, without an object for each: most of an import is new."""
    if not new:
        return
    sides = ("seller", "buyer")
    named = parties.ids(
        (getattr(one.invoice, f"{side}_name"), getattr(one.invoice, f"{side}_tax_id"))
        for one in new
        for side in sides
    )
    whose = {
        "entity_id": None if entity is None else entity.pk,
        "owner_id": snapshot.uploaded_by_id,
        "source": SOURCE,
        "snapshot_id": snapshot.pk,
        "added_at": now,
    }
    values = [_columns(line, named) | whose for line in new]
    newest = Invoice.objects.aggregate(newest=Max("pk"))["newest"] or 0
    names = tuple(values[0])
    try:
        insert_each(Invoice, names, (one.values() for one in values))
    except IntegrityError as error:
        raise Raced from error
    made = Invoice.objects.filter(pk__gt=newest, snapshot=snapshot)
    ids: dict[str, int] = dict(made.values_list("key", "pk"))
    for line, one in zip(new, values, strict=True):
        line.kept.before = remember_new(ids[one["key"]], one)


def _columns(line: Line, named: Mapping[parties.Named, int]) -> dict[str, Any]:
    """Return the columns of a new row that tell the invoice and how it stands."""
    invoice, state = line.invoice, line.state
    told = rows.printed_beside_parties(invoice)
    told["seller_id"] = named[(invoice.seller_name, invoice.seller_tax_id)]
    told["buyer_id"] = named[(invoice.buyer_name, invoice.buyer_tax_id)]
    return told | {
        "tax_status": state.tax_status and state.tax_status.value,
        "use_status": state.use_status and state.use_status.value,
        "positive": state.positive,
        "risk": state.risk,
        "red_of": state.red_of or rows.blue_of(invoice.remark),
        "verify_status": VerifyStatus.NOT_CHECKED.value,
    }


def _update(updates: Iterable[tuple[Line, Invoice, Judged]], snapshot: Snapshot) -> None:
    updates = list(updates)
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
        line.kept.before = remember(row, was)
    fields = [name.removesuffix("_id") for name in sorted(touched)]
    update_each([row for _, row, _ in updates], fields)


def _hold(judged: Sequence[Invoice]) -> None:
    """See that the rows are still as they were judged, and stay so until the step ends."""
    now = Invoice.objects.select_for_update().in_bulk([row.pk for row in judged])
    if any(row.pk not in now or stamp(now[row.pk]) != stamp(row) for row in judged):
        raise Raced


def _set(line: Line, judged: Judged) -> None:
    told = (line.kept.reason if "damaged" in line.kept.payload else "", judged.reason)
    line.kept.outcome, line.kept.reason = judged.outcome, "；".join(filter(None, told))[:300]


def _identities(invoice: model.Invoice) -> set[str]:
    return {key for key in (invoice.key, invoice.second_key) if key}


def _note_parties(snapshot: Snapshot, newest: int) -> None:
    """Remember which names are new with this step, as ranges of ids."""
    made = Party.objects.filter(pk__gt=newest).aggregate(newest=Max("pk"))["newest"]
    if made is not None:
        snapshot.counts.setdefault("parties", []).append([newest + 1, made])
