"""Around: what is kept beside the 台账 that can explain why an invoice is not in it.

Files with their seals, and rows that an import refused or that still wait. It is asked only
where the 台账 itself had no plain answer; every call is one or two indexed reads, the
person's access in the same SQL.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from chapiao.diagnosis.world.papers import Faces, FailedImport
from chapiao.invoice.damage import could_be, number_damage
from chapiao.store import sql
from chapiao.store.file_faces import faces_of
from chapiao.store.models import RowOutcome, SnapshotState
from chapiao.store.reach import Reach
from chapiao.store.records import beijing
from chapiao.store.window import item_of

FEW_FILES = 12  # of one invoice; more of them say nothing new
LATEST = 400  # rows without a number, the newest of which are looked through
A_SHEET = 1 << 21  # rows kept under one sheet (actions/import_place)

_WAITING = {
    SnapshotState.PREVIEW.value: "这份导出还在等确认",
    SnapshotState.IMPORTING.value: "这份导出正在导入",
    SnapshotState.UNDONE.value: "这次导入后来撤销了",
    SnapshotState.UNDOING.value: "这次导入正在撤销",
}


def kept_faces(
    keys: Collection[str], seen: Reach, until: datetime | None = None
) -> list[tuple[int, Faces]]:
    """Return the files that show one of these invoices, each with its document, oldest first.

    `until`: those received later are left out.
    """
    if not keys:
        return []
    condition, given = seen.at_most("f", "d.received_by_id")
    by_then, moment = _by("d.received_at", until)
    marks = sql.marks(len(keys))
    text = (
        "select d.id, f.reading, d.seal, d.name, d.format, f.entity_id, d.received_by_id"
        " from store_face f join store_document d on d.id=f.document_id"
        f" where (f.key in ({marks}) or f.second_key in ({marks})){condition}{by_then}"
        f" order by f.id limit {FEW_FILES}"
    )
    found = []
    for pk, told, seal, name, file_format, entity, owner in sql.rows(
        text, (*keys, *keys, *given, *moment)
    ):
        faces = faces_of(_loads(told), _loads(seal), name, file_format)
        if not seen.windows or seen.shows(item_of(faces.invoice, entity, owner)):
            found.append((pk, faces))
    return found


def failed_imports(
    keys: Collection[str], number: str, seen: Reach, until: datetime | None = None
) -> tuple[FailedImport, ...]:
    """Return the rows of exports that have this invoice and are not in the 台账 by them.

    Refused ones, those of an import that waits or was taken back, and those whose number a
    spreadsheet damaged so that it can have been this one. `until`: later ones are left out.
    """
    found = (*_keyed(keys, number, seen), *_damaged(number, seen))
    return tuple(one for one in found if until is None or one.at is None or one.at <= until)


def _by(column: str, until: datetime | None) -> tuple[str, tuple[object, ...]]:
    """Return the condition that something was there by then."""
    return ("", ()) if until is None else (f" and {column}<=?", (sql.moment(until),))


_ROW = (
    "select r.row, r.reason, r.outcome, n.state, n.uploaded_at, d.name, r.payload"
    " from store_snapshotrow r join store_snapshot n on n.id=r.snapshot_id"
    " join store_document d on d.id=n.document_id"
)


def _keyed(keys: Collection[str], number: str, seen: Reach) -> Iterator[FailedImport]:
    if not keys:
        return
    condition, given = seen.whole("n", "n.uploaded_by_id")
    marks = sql.marks(len(keys))
    text = (
        f"{_ROW} where (r.key in ({marks}) or r.second_key in ({marks}))"
        f" and (r.outcome=? or n.state<>?){condition} order by r.id desc limit {FEW_FILES}"
    )
    values = (*keys, *keys, RowOutcome.REJECTED.value, SnapshotState.IMPORTED.value, *given)
    for row, reason, outcome, state, at, name, _ in sql.rows(text, values):
        refused = outcome == RowOutcome.REJECTED
        waits = not refused and state in {SnapshotState.PREVIEW, SnapshotState.IMPORTING}
        why = reason if refused else _WAITING.get(state, "")
        if why:
            yield _failed(number, row, why, at, name, waits=waits)


def _damaged(number: str, seen: Reach) -> Iterator[FailedImport]:
    """Yield the rows whose number was damaged; they have no key, and are looked through."""
    condition, given = seen.whole("n", "n.uploaded_by_id")
    text = f"{_ROW} where r.key='' and r.outcome=?{condition} order by r.id desc limit {LATEST}"
    for row, reason, _, _, at, name, told in sql.rows(text, (RowOutcome.REJECTED.value, *given)):
        for one in _loads(told).get("damaged", ()):
            damage = number_damage(one["seen"]) if one["field"] != "code" else None
            if damage is not None and could_be(damage, number):
                yield _failed(one["seen"], row, reason, at, name)


def _failed(
    number: str, row: int, reason: str, at: datetime, name: str, *, waits: bool = False
) -> FailedImport:
    return FailedImport(
        number=number,
        at=beijing(at),
        file=name,
        row=str(row % A_SHEET),
        reason=reason,
        waits=waits,
    )


def _loads(told: Any) -> Any:  # noqa: ANN401 - text from one driver, a dict from another
    return json.loads(told) if isinstance(told, str) else told
