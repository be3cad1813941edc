"""Read an export into rows that wait for a person's yes: what each of them would do.

The pool is only looked at here. The rows are written in short transactions, so that
the pages can write in between; prepared again, they are made anew.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import NamedTuple

from django.db import transaction

from chapiao.actions import import_rescue
from chapiao.actions.import_apply import STEP, known_rows
from chapiao.actions.import_judge import KNOWN, NEW, Judged, judge
from chapiao.actions.import_known import known
from chapiao.actions.import_place import place
from chapiao.actions.import_pool import Pool, Pools
from chapiao.actions.import_told import LONGEST_RISK, Told, told_rows
from chapiao.actions.red_link import red_of
from chapiao.actions.whose import Group, group, only_entity
from chapiao.invoice import model
from chapiao.invoice.money import plain
from chapiao.readers.export_model import DamagedRow, ExportTable, RejectedRow
from chapiao.readers.export_packed import ExportRow, ExportRows
from chapiao.store import rows
from chapiao.store.bulk_values import insert_each
from chapiao.store.models import RowOutcome, Snapshot, SnapshotRow
from chapiao.store.records import BEIJING

BOUGHT, SOLD = "取得", "开具"
PARTIES = ("buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id")
_DAY_IN_NAME = re.compile(
    r"(?<!\d)(20\d\d)[-年._]?(\d{1,2})[-月._]?(\d{1,2})日?"
    r"[-_ T]?(?:(\d\d)[:：]?(\d\d)[:：]?(\d\d))?(?!\d)"
)


class _Ready(NamedTuple):
    """One row of the snapshot on its way into its table; the names are those of the columns."""

    snapshot_id: int
    row: int
    key: str
    second_key: str | None
    outcome: str
    reason: str
    payload: Told


def prepare_rows(snapshot: Snapshot, table: ExportTable) -> Iterator[int]:
    """Say of every row what it would do, and of the export what it covers.

    Yield after each transaction how many rows it wrote; the snapshot is complete, and
    still to be saved, at the end.
    """
    ours = group(snapshot.uploaded_by)
    _describe(snapshot, table, ours)
    with transaction.atomic():
        snapshot.rows.all().delete()
        total = len(table.rows) + len(table.rejected) + len(table.damaged)
        snapshot.counts |= {"total": total, "handled": 0}
        snapshot.save()
    counts: Counter[str] = Counter()
    for ready in _steps(snapshot, table, Pools(snapshot, ours)):
        counts.update(row.outcome for row in ready)
        with transaction.atomic():
            insert_each(SnapshotRow, _Ready._fields, ready)
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


def _steps(snapshot: Snapshot, table: ExportTable, pools: Pools) -> Iterator[list[_Ready]]:
    """Yield the rows, as many at a time as a transaction writes."""
    for start in range(0, len(table.rows), STEP):
        yield _judged(table.rows[start : start + STEP], snapshot, pools)
    other = chain(
        (_rejected(one, snapshot) for one in table.rejected),
        (_damaged(one, snapshot) for one in table.damaged),
    )
    while some := list(islice(other, STEP)):
        yield some


def _rejected(one: RejectedRow, snapshot: Snapshot) -> _Ready:
    return _not_taken(snapshot, place(one.sheet, one.row), one.reason, {})


def _damaged(one: DamagedRow, snapshot: Snapshot) -> _Ready:
    offered = import_rescue.suggest(one, snapshot.uploaded_by)
    told = payload_of(one.exported) | {"damaged": import_rescue.to_payload(offered)}
    return _not_taken(snapshot, place(one.sheet, one.row), import_rescue.reason(offered), told)


def _not_taken(snapshot: Snapshot, row: int, reason: str, told: Told) -> _Ready:
    return _Ready(snapshot.pk, row, "", None, RowOutcome.REJECTED.value, reason[:300], told)


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
    bought: Counter[int] = Counter()
    sold: Counter[int] = Counter()
    for parties, times in Counter(zip(*(columns[name] for name in PARTIES), strict=True)).items():
        invoice = model.Invoice(**dict(zip(PARTIES, parties, strict=True)))
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


def _judged(some: ExportRows, snapshot: Snapshot, pools: Pools) -> list[_Ready]:
    told = list(told_rows(some))
    columns = some.columns
    parties = zip(*(columns[name] for name in PARTIES), strict=True)
    into: list[Pool] = [pools.of(*one) for one in parties]
    became: list[Judged] = [NEW] * len(told)
    places: defaultdict[Pool, list[int]] = defaultdict(list)
    for at, pool in enumerate(into):
        if pool.refused:
            became[at] = Judged(RowOutcome.REJECTED, pool.refused)
        else:
            places[pool].append(at)
    for pool, inside in places.items():
        keys = {key for at in inside for key in told[at][1:3] if key}
        ours = known(keys, pool.entity, snapshot.uploaded_by_id)
        other: list[int] = []
        for at in inside if ours.rows else ():
            _, key, second, says = told[at]
            held = key if key in ours.rows else second or ""
            if held not in ours.rows:
                continue
            if ours.says_all(held, says):
                became[at] = KNOWN
            else:
                other.append(at)
        for at, judged in _judge([(at, some[at]) for at in other], pool, snapshot):
            became[at] = judged
    return [
        _Ready(snapshot.pk, row, key, second, one.outcome.value, one.reason, says)
        for (row, key, second, says), one in zip(told, became, strict=True)
    ]


def _judge(
    lines: Sequence[tuple[int, ExportRow]], pool: Pool, snapshot: Snapshot
) -> Iterator[tuple[int, Judged]]:
    """Yield what rows become that may say something new."""
    held = known_rows([one.invoice for _, one in lines], pool.entity, snapshot) if lines else {}
    for at, one in lines:
        row = held.get(one.invoice.key or "") or held.get(one.invoice.second_key or "")
        yield at, judge(one.invoice, state_of(one), row, snapshot.fresh_to)


def state_of(one: ExportRow) -> rows.State:
    """Return what the export says beside what is printed."""
    return rows.State(
        tax_status=one.tax_status,
        use_status=one.use_status,
        positive=one.positive,
        risk=one.risk and one.risk[:LONGEST_RISK],
        red_of=one.red_of or red_of(one.invoice),
    )


def payload_of(one: ExportRow) -> Told:
    """Return the row as it is kept."""
    return rows.as_payload(one.invoice, state_of(one))
