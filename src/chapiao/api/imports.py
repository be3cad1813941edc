"""`/imports`: hand a tax-bureau export in, see what each row would do, confirm, undo."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import BinaryIO, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import Field

from chapiao.actions import import_export
from chapiao.api.person import person
from chapiao.invoice.as_json import invoice_json
from chapiao.store import access
from chapiao.store.models import RowOutcome, Snapshot
from chapiao.store.rows import from_payload

router = Router(tags=["导入"])
MOST_ROWS = 500


class Row(Schema):
    """One row of the export, as the spreadsheet counts them, and what becomes of it."""

    row: int
    outcome: str
    reason: str
    invoice: dict[str, object]


class Import(Schema):
    """One import and how far it is: 读取中 → 待确认 → 导入中 → 已导入, or 已撤销, 失败."""

    id: int
    state: str
    file: str
    layout: str
    problem: str
    counts: dict[str, int]
    first_day: date | None
    last_day: date | None
    uploaded_at: datetime
    decided_at: datetime | None
    rows: list[Row] = Field(default=[], description="本页的行")
    next: int | None = Field(default=None, description="下一页从哪一行之后开始")


class Decision(Schema):
    """What is agreed to when an import is confirmed."""

    accept_rescued: bool = False


@router.post("", response={HTTPStatus.CREATED: Import}, summary="上传税局导出表格")
def upload(request: HttpRequest, file: File[UploadedFile]) -> Status[Import]:
    """Take the file; the background program reads it, then it waits to be confirmed."""
    taken = import_export.upload(
        person=person(request),
        name=file.name or "未命名",
        data=cast("BinaryIO", file.file),
        now=timezone.localtime(),
    )
    return Status(HTTPStatus.CREATED, _import(taken))


@router.get("/{pk}", response=Import, summary="看一次导入，每行会怎样")
def show(request: HttpRequest, pk: int, after: int = 0, limit: int = 100) -> Import:
    """Tell how far an import is, and a page of its rows."""
    snapshot = access.snapshot_for(person(request), pk)
    shown = _import(snapshot)
    limit = max(1, min(limit, MOST_ROWS))
    rows = list(snapshot.rows.filter(row__gt=after).order_by("row")[: limit + 1])
    for one in rows[:limit]:
        invoice = invoice_json(from_payload(one.payload)[0])
        shown.rows.append(Row(row=one.row, outcome=one.outcome, reason=one.reason, invoice=invoice))
    shown.next = shown.rows[-1].row if len(rows) > limit else None
    return shown


@router.post("/{pk}/confirm", response=Import, summary="确认导入")
def confirm(request: HttpRequest, pk: int, decision: Decision | None = None) -> Import:
    """Let a previewed import be carried out."""
    agreed = decision is not None and decision.accept_rescued
    done = import_export.confirm(
        person=person(request), pk=pk, now=timezone.localtime(), accept_rescued=agreed
    )
    return _import(done)


@router.post("/{pk}/undo", response=Import, summary="撤销导入")
def undo(request: HttpRequest, pk: int) -> Import:
    """Take an import back."""
    return _import(import_export.undo(person=person(request), pk=pk, now=timezone.localtime()))


def _import(snapshot: Snapshot) -> Import:
    counts = {name: snapshot.counts[name] for name in RowOutcome.values if name in snapshot.counts}
    return Import(
        id=snapshot.pk,
        state=snapshot.state,
        file=str(snapshot.counts.get("name", "")),
        layout=snapshot.layout,
        problem=snapshot.problem,
        counts=counts,
        first_day=snapshot.first_day,
        last_day=snapshot.last_day,
        uploaded_at=timezone.localtime(snapshot.uploaded_at),
        decided_at=snapshot.decided_at and timezone.localtime(snapshot.decided_at),
    )
