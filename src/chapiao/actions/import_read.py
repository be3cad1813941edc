"""Read an export that was handed in, by a process that can be killed, into rows to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from chapiao.actions import due, import_columns
from chapiao.actions.import_prepare import prepare_rows
from chapiao.actions.import_state import fail, rest
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.export import NO_ROWS
from chapiao.readers.export_model import ExportTable, Outline
from chapiao.readers.export_rescue import Whole, rescued
from chapiao.readers.reading import ReadError
from chapiao.store import originals
from chapiao.store.models import Snapshot, SnapshotState

LEASE = timedelta(seconds=30)  # a step takes a second or two
GAVE_UP = "多次处理都没有成功，文件已保存；请重新上传，或联系管理员"
Clock = Callable[[], datetime]


def prepare(
    pk: int,
    now: datetime,
    reader: ReaderProcess | None = None,
    *,
    held: bool = False,
    rescue: Sequence[Whole] = (),
    clock: Clock | None = None,
) -> None:
    """Read a due import and say what each row would do.

    `rescue` gives whole records, from which numbers are suggested for damaged ones.
    With a `clock`, the lease is renewed while many rows are written.
    """
    if reader is None:
        with ReaderProcess() as own:
            return prepare(pk, now, own, held=held, rescue=rescue, clock=clock)
    lease = timedelta(seconds=reader.table_seconds) + LEASE
    if not held and not due.claim(Snapshot.objects, pk, now, lease):
        return None
    snapshot = Snapshot.objects.select_related("document", "uploaded_by", "entity").get(pk=pk)
    if snapshot.attempt > due.MOST_ATTEMPTS:
        fail(snapshot, GAVE_UP, now)
        return None
    try:
        table = _table(snapshot, reader)
    except (ReadError, originals.OriginalLost) as error:
        fail(snapshot, str(error), now)
        return None
    if table.outline is not None:
        _ask(snapshot, table.outline)
    elif table.is_empty:
        fail(snapshot, NO_ROWS, now)
    else:
        _remember_columns(snapshot, table, now)
        for _ in prepare_rows(snapshot, rescued(table, rescue) if rescue else table):
            if clock is not None:
                due.renew(Snapshot.objects, pk, clock() + LEASE)
        _to(snapshot, SnapshotState.PREVIEW)
    return None


def _table(snapshot: Snapshot, reader: ReaderProcess) -> ExportTable:
    """Return what the file holds, its columns as this person said them before.

    Raises:
        ReadError: it holds no table.
        originals.OriginalLost: it is gone.
    """
    with originals.open_original(snapshot.document) as original:
        data = original.read()
    name = snapshot.counts.get("name", "")
    said = snapshot.counts.get("columns")
    table = reader.export_table(data, name, said)
    if table.outline is None or said is not None:
        return table
    before = import_columns.remembered(snapshot.uploaded_by, table.outline.headings)
    if before is None:
        return table
    snapshot.counts["columns"] = before
    return reader.export_table(data, name, before)


def _remember_columns(snapshot: Snapshot, table: ExportTable, now: datetime) -> None:
    """Keep columns that were said with the file, for the next one with these headings."""
    said = snapshot.counts.get("columns")
    if said and table.headings:
        import_columns.remember(snapshot.uploaded_by, table.headings, said, now)


def _ask(snapshot: Snapshot, outline: Outline) -> None:
    """Let a person say what the columns are."""
    if snapshot.counts.pop("columns", None) is not None:
        snapshot.problem = "按指定的列没有读出发票，请重新指定"
    snapshot.counts["outline"] = import_columns.as_kept(outline)
    _to(snapshot, SnapshotState.ASKING)


def _to(snapshot: Snapshot, state: SnapshotState) -> None:
    with transaction.atomic():
        now = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
        if now.state == SnapshotState.READING:
            rest(snapshot, state)
