"""Read an export into rows that wait for a person's yes: what each of them would do.

The pool is only looked at here. The rows are written in short transactions, so that
the pages can write in between; prepared again, they are made anew.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from heapq import merge
from itertools import islice
from typing import Any, ClassVar

from django.db import transaction

from chapiao.actions import import_rescue
from chapiao.actions.import_apply import STEP, known_rows, not_theirs, pool_of
from chapiao.actions.import_judge import judge
from chapiao.actions.import_place import place
from chapiao.actions.red_link import red_of
from chapiao.actions.whose import Group, group, only_entity
from chapiao.invoice import model
from chapiao.invoice.money import plain
from chapiao.readers.export_model import DamagedRow, ExportRow, ExportTable, RejectedRow
from chapiao.store import access, rows
from chapiao.store.bulk_values import insert_each
from chapiao.store.models import Entity, Invoice, RowOutcome, Snapshot, SnapshotRow
from chapiao.store.records import BEIJING

BOUGHT, SOLD = "取得", "开具"
_DAY_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-年._]?(\d{1,2})[-月._]?(\d{1,2})日?"
    r"[-_ T]?(?:(\d\d)[:：]?(\d\d)[:：]?(\d\d))?(?!\d)"
)
_Any = ExportRow | RejectedRow | DamagedRow


@dataclass(slots=True)
class _Ready:
    """One row of the snapshot on its way into its table."""

    COLUMNS: ClassVar = ("snapshot_id", "row", "key", "second_key", "outcome", "reason", "payload")

    row: int
    key: str = ""
    second_key: str | None = None
    outcome: str = RowOutcome.REJECTED
    reason: str = ""
    payload: dict[str, Any] = field(default_factory=dict)

    def values(self, snapshot: int) -> tuple[Any, ...]:
        """Return the columns' values."""
        told = (self.row, self.key, self.second_key, str(self.outcome), self.reason, self.payload)
        return (snapshot, *told)


def prepare_rows(snapshot: Snapshot, table: ExportTable) -> Iterator[int]:
    """Say of every row what it would do, and of the export what it covers.

    Yield after each transaction how many rows it wrote; the snapshot is complete, and
    still to be saved, at the end.
    """
    ours = group(snapshot.uploaded_by)
    _describe(snapshot, table, ours)
    every: list[Sequence[_Any]] = [table.rows, table.rejected, table.damaged]
    with transaction.atomic():
        snapshot.rows.all().delete()
        snapshot.counts |= {"total": sum(map(len, every)), "handled": 0}
        snapshot.save()
    counts: Counter[str] = Counter()
    lines = merge(*every, key=_place)
    while batch := list(islice(lines, STEP)):
        ready = _judged(batch, snapshot, ours)
        counts.update(row.outcome for row in ready)
        with transaction.atomic():
            insert_each(SnapshotRow, _Ready.COLUMNS, (one.values(snapshot.pk) for one in ready))
            snapshot.counts["handled"] = sum(counts.values())
            Snapshot.objects.filter(pk=snapshot.pk).update(counts=snapshot.counts)
        yield len(ready)
    snapshot.counts |= {outcome: counts[outcome] for outcome in RowOutcome.values}
    snapshot.counts |= {
        "total": sum(counts.values()),
        "damaged": len(table.damaged),
        "sum": plain(table.totals.total),
        "sheets": list(table.sheets),
    }


def _place(one: _Any) -> int:
    return place(one.sheet, one.row)


def _describe(snapshot: Snapshot, table: ExportTable, ours: Group) -> None:
    """Find out whose export it is, what days it covers, and up to when it knows."""
    snapshot.layout = table.layout[:40]
    bought, sold = _sides(table, ours)
    taxpayer = ours.by_tax_id.get(table.taxpayer_id or "")
    common = (bought + sold).most_common(1)
    entities = {one.pk: one for one in ours.by_tax_id.values()}
    snapshot.entity = taxpayer or (entities[common[0][0]] if common else None)
    if snapshot.entity is None:
        snapshot.entity = only_entity(snapshot.uploaded_by)
    mine = snapshot.entity.pk if snapshot.entity else 0
    guessed = BOUGHT if bought[mine] >= sold[mine] else SOLD
    snapshot.direction = table.direction or (guessed if bought[mine] or sold[mine] else "")
    days = {day for day in table.rows.columns["issued_on"] if day}
    snapshot.first_day, snapshot.last_day = min(days, default=None), max(days, default=None)
    if snapshot.fresh_to is None:
        name = snapshot.counts.get("name", "")
        snapshot.fresh_to = fresh_to(name, snapshot.last_day, snapshot.uploaded_at)


def _sides(table: ExportTable, ours: Group) -> tuple[Counter[int], Counter[int]]:
    """Count, by our companies, what they buy and what they sell: each pair of parties once."""
    columns = table.rows.columns
    names = ("buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id")
    bought: Counter[int] = Counter()
    sold: Counter[int] = Counter()
    for parties, times in Counter(zip(*(columns[name] for name in names), strict=True)).items():
        invoice = model.Invoice(**dict(zip(names, parties, strict=True)))
        if buyer := ours.buyer(invoice):
            bought[buyer.pk] += times
        if seller := ours.seller(invoice):
            sold[seller.pk] += times
    return bought, sold


def fresh_to(name: str, last_day: date | None, uploaded_at: datetime) -> datetime | None:
    """Return up to when an export knows: the latest moment its name or its rows vouch for.

    A day without a time counts from its beginning: what came later that day may be missing.
    """
    latest = uploaded_at.astimezone(BEIJING)
    moments = [one for one in _moments(name) if one <= latest]
    if last_day is not None:
        moments.append(datetime(last_day.year, last_day.month, last_day.day, tzinfo=BEIJING))
    return max(moments, default=None)


def _moments(name: str) -> Iterator[datetime]:
    for found in _DAY_IN_NAME.finditer(name):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            yield datetime(year, month, day, hour, minute, second, tzinfo=BEIJING)
        except ValueError:
            continue  # digits that are no day


def _judged(batch: Sequence[_Any], snapshot: Snapshot, ours: Group) -> list[_Ready]:
    ready = [_Ready(_place(one)) for one in batch]
    pools: defaultdict[Entity | None, list[tuple[_Ready, ExportRow]]] = defaultdict(list)
    seen = access.reach(snapshot.uploaded_by)
    for row, one in zip(ready, batch, strict=True):
        if isinstance(one, RejectedRow):
            row.reason = one.reason[:300]
        elif isinstance(one, DamagedRow):
            offered = import_rescue.suggest(one, snapshot.uploaded_by)
            row.reason = import_rescue.reason(offered)[:300]
            row.payload = payload_of(one.exported) | {"damaged": import_rescue.to_payload(offered)}
        else:
            row.key, row.second_key = one.invoice.key or "", one.invoice.second_key
            row.payload = payload_of(one)
            entity = pool_of(one.invoice, snapshot, ours)
            if refused := not_theirs(entity, seen):
                row.reason = refused
            else:
                pools[entity].append((row, one))
    for entity, lines in pools.items():
        known = known_rows([one.invoice for _, one in lines], entity, snapshot)
        for row, one in lines:
            _judge(row, one, known, snapshot)
    return ready


def _judge(row: _Ready, one: ExportRow, known: dict[str, Invoice], snapshot: Snapshot) -> None:
    invoice = one.invoice
    held = known.get(invoice.key or "") or known.get(invoice.second_key or "")
    if held is None:
        row.outcome = RowOutcome.NEW
        return
    judged = judge(invoice, state_of(one), held, snapshot.fresh_to)
    row.outcome, row.reason = judged.outcome, judged.reason


def state_of(one: ExportRow) -> rows.State:
    """Return what the export says beside what is printed."""
    return rows.State(
        tax_status=one.tax_status,
        use_status=one.use_status,
        positive=one.positive,
        risk=one.risk and one.risk[:10],
        red_of=one.red_of or red_of(one.invoice),
    )


def payload_of(one: ExportRow) -> dict[str, object]:
    """Return the row as it is kept."""
    return rows.as_payload(one.invoice, state_of(one))
