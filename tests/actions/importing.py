"""Importing as a person and a worker do it, for the tests of imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps

from chapiao.actions import import_export
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store.models import (
    AuditEntry,
    Document,
    Message,
    Person,
    ProbeResult,
    ProbeTarget,
    Snapshot,
    SnapshotRow,
)

NAME = "全量发票查询导出结果-20261120.xlsx"
BOOKKEEPING = {AuditEntry, Snapshot, SnapshotRow, Document, Message}
BESIDE = {ProbeResult, ProbeTarget}  # what a worker notes whatever it does


def previewed(
    person: Person, data: bytes, now: datetime, reader: ReaderProcess, name: str = NAME
) -> Snapshot:
    snapshot = import_export.upload(person=person, name=name, data=data, now=now)
    import_export.prepare(snapshot.pk, now, reader)
    snapshot.refresh_from_db()
    return snapshot


def work(snapshot: Snapshot, now: datetime) -> Snapshot:
    for _ in range(100):
        if snapshot.pk not in import_export.waiting(now):
            break
        import_export.work(snapshot.pk, now)
    snapshot.refresh_from_db()
    return snapshot


def imported(
    person: Person,
    data: bytes,
    now: datetime,
    reader: ReaderProcess,
    name: str = NAME,
    **agreed: bool,
) -> Snapshot:
    snapshot = previewed(person, data, now, reader, name)
    assert snapshot.problem == ""
    import_export.confirm(person=person, pk=snapshot.pk, now=now, **agreed)
    return work(snapshot, now)


def undone(person: Person, snapshot: Snapshot, now: datetime) -> Snapshot:
    import_export.undo(person=person, pk=snapshot.pk, now=now)
    return work(snapshot, now)


def outcomes(snapshot: Snapshot) -> list[tuple[str, str]]:
    return list(snapshot.rows.order_by("row").values_list("outcome", "reason"))


def world() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, but what an import or a worker writes down about itself."""
    return {
        table.__name__: list(table._default_manager.order_by("pk").values())  # noqa: SLF001
        for table in apps.get_app_config("store").get_models()
        if table not in BOOKKEEPING | BESIDE
    }
