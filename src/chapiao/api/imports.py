"""`/imports`: hand a tax-bureau export in, see what each row would do, confirm, undo."""

from __future__ import annotations

from datetime import date, datetime
from http import HTTPStatus
from typing import BinaryIO, cast

from django.http import HttpRequest
from django.utils import timezone
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import Field

from chapiao.actions import import_columns, import_export
from chapiao.actions.import_place import row_of, sheet_name
from chapiao.api.person import person
from chapiao.invoice.as_json import invoice_json
from chapiao.store import access
from chapiao.store.models import RowOutcome, Snapshot, SnapshotState
from chapiao.store.rows import from_payload

router = Router(tags=["导入"])
MOST_ROWS = 500


class Row(Schema):
    """One row of the export, as the spreadsheet counts them, and what becomes of it."""

    row: int
    sheet: str = Field(default="", description="工作表，只有一张时为空")
    place: int = Field(description="翻页用：下一页的 after")
    outcome: str
    reason: str
    invoice: dict[str, object]


class Outline(Schema):
    """The top of a table whose headings are not known: say what its columns are."""

    sheet: str
    row: int = Field(description="表头在第几行")
    headings: list[str]
    guessed: list[str] = Field(description="按表头猜的字段，空为不认识")
    rows: list[list[str]] = Field(description="表头下面的前几行")


class Columns(Schema):
    """What each column is, by its heading: 发票号码, 价税合计 … or 不导入."""

    columns: dict[str, str]


class Import(Schema):
    """One import and how far it is: 读取中 → 待确认 → 导入中 → 已导入, or 已撤销, 失败.

    待指定列: its headings are not known, see `outline`.
    """

    id: int
    state: str
    file: str
    layout: str
    problem: str
    counts: dict[str, int]
    total: int = Field(default=0, description="一共多少行")
    handled: int = Field(default=0, description="这一步已经处理了多少行")
    outline: Outline | None = None
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
        row = Row(
            row=row_of(one.row),
            sheet=sheet_name(one.row, snapshot.counts.get("sheets", ())),
            place=one.row,
            outcome=one.outcome,
            reason=one.reason,
            invoice=invoice,
        )
        shown.rows.append(row)
    shown.next = shown.rows[-1].place if len(rows) > limit else None
    return shown


@router.post("/{pk}/columns", response=Import, summary="说明表格的每一列是什么")
def columns(request: HttpRequest, pk: int, said: Columns) -> Import:
    """Say what the columns of a table are whose headings are not known; it is read again."""
    read_again = import_columns.assign(
        person=person(request), pk=pk, given=said.columns, now=timezone.localtime()
    )
    return _import(read_again)


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
        total=int(snapshot.counts.get("total", 0)),
        handled=int(snapshot.counts.get("handled", 0)),
        outline=_outline(snapshot),
        first_day=snapshot.first_day,
        last_day=snapshot.last_day,
        uploaded_at=timezone.localtime(snapshot.uploaded_at),
        decided_at=snapshot.decided_at and timezone.localtime(snapshot.decided_at),
    )


def _outline(snapshot: Snapshot) -> Outline | None:
    if snapshot.state != SnapshotState.ASKING:
        return None
    return Outline(**snapshot.counts["outline"])
