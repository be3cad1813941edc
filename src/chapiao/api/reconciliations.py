"""`/reconciliations`: compare lists in the background, and take the gaps with their causes."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any, BinaryIO, cast

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field

from chapiao.actions import run_reconciliation as action
from chapiao.api.bearer import Bearer
from chapiao.api.person import person
from chapiao.invoice.dates import parse_date
from chapiao.invoice.money import parse_money
from chapiao.reconcile.model import Outcome
from chapiao.store.models import Reconciliation, TokenScope
from chapiao.store.reconciliations import gaps_for, reconciliation_for, reconciliations_for

router = Router(tags=["比对"])
MOST_GAPS = 1000
A_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ASK = Bearer(TokenScope.LOOK_UP)


class Asked(Schema):
    """How to compare. The lists are the files, in order, then the 台账 of each period."""

    ledger: list[str] = Field(
        default=[],
        description="本系统台账的期间，如 2026-10、2026、2026-07-01..2026-09-30；全部写 all",
    )
    asof: str = Field(default="", description="时点：按这一天已知的情况比")
    tolerance: str = Field(default="", description="金额差在多少以内算相同")
    window: int = Field(default=31, ge=0, le=366, description="按金额和销售方配时，日期最多差几天")


class Columns(Schema):
    """What each column of a list is, by its heading; `list` counts from 1."""

    list: int
    columns: dict[str, str]


class Comparison(Schema):
    """One comparison and how far it is: 排队中 → 比对中 → 已完成, or 待指定列, 没有完成, 已取消."""

    id: int
    state: str
    step: str
    percent: int
    problem: str
    lists: list[str]
    asof: str | None
    made_at: datetime
    ended_at: datetime | None
    outline: dict[str, Any] | None = Field(
        default=None, description="待指定列时：哪份清单和它的表头"
    )
    result: dict[str, Any] | None = Field(
        default=None, description="已完成时：清单、两两的结果和原因"
    )


class Gaps(Schema):
    """A page of the gaps."""

    gaps: list[dict[str, Any]]
    next: int | None = Field(description="下一页的 after")


@router.post("", response={HTTPStatus.CREATED: Comparison}, summary="比对两到四份清单", auth=_ASK)
def start(
    request: HttpRequest, asked: Form[Asked], file: File[list[UploadedFile] | None] = None
) -> Status[Comparison]:
    """Keep the lists; the background program compares them."""
    given = [
        action.Chosen(name=one.name or "未命名", data=cast("BinaryIO", one.file))
        for one in file or ()
    ]
    given += [action.Chosen(period="" if one == "all" else one) for one in asked.ledger]
    made = action.start(
        person=person(request),
        lists=given,
        now=timezone.localtime(),
        asof=None if not asked.asof else parse_date(asked.asof),
        tolerance=0 if not asked.tolerance else abs(parse_money(asked.tolerance)),
        window_days=asked.window,
    )
    return Status(HTTPStatus.CREATED, _told(made))


@router.get("", response=list[Comparison], summary="我的比对")
def every(request: HttpRequest, limit: int = 20) -> list[Comparison]:
    """Tell of the newest comparisons, without their results."""
    newest = reconciliations_for(person(request)).order_by("-pk")[: max(1, min(limit, 100))]
    return [_told(one) for one in newest]


@router.get("/{pk}", response=Comparison, summary="看一次比对")
def show(request: HttpRequest, pk: int) -> Comparison:
    """Tell how far it is, and what came out."""
    one = reconciliation_for(person(request), pk)
    return _told(one, result=one.result or None)


@router.get("/{pk}/gaps", response=Gaps, summary="每一处差异和它的原因")
def gaps(
    request: HttpRequest,
    pk: int,
    after: int = 0,
    limit: int = A_PAGE,
    pair: int | None = None,
    outcome: str = "",
    cause: str = "",
) -> Gaps:
    """Tell the gaps, in the order of the result."""
    rows = gaps_for(person(request), pk).filter(place__gt=after).order_by("place")
    if pair is not None:
        rows = rows.filter(pair=pair)
    if outcome in set(Outcome):
        rows = rows.filter(outcome=outcome)
    if cause:
        rows = rows.filter(cause=cause)
    limit = max(1, min(limit, MOST_GAPS))
    found = list(rows[: limit + 1])
    told = [{"place": one.place, **one.told} for one in found[:limit]]
    return Gaps(gaps=told, next=found[limit - 1].place if len(found) > limit else None)


@router.get("/{pk}/report.xlsx", summary="结果的Excel")
def report(request: HttpRequest, pk: int) -> FileResponse:
    """Give the workbook."""
    file = action.take_report(person=person(request), pk=pk, now=timezone.localtime())
    return FileResponse(file, filename=f"比对结果_{pk}.xlsx", content_type=XLSX)


@router.post("/{pk}/columns", response=Comparison, summary="说明一份清单的每一列", auth=_ASK)
def columns(request: HttpRequest, pk: int, said: Columns) -> Comparison:
    """Say what the columns of a list are whose headings are not known."""
    made = action.assign(
        person=person(request),
        pk=pk,
        at=said.list - 1,
        given=said.columns,
        now=timezone.localtime(),
    )
    return _told(made)


@router.post("/{pk}/cancel", response=Comparison, summary="取消", auth=_ASK)
def cancel(request: HttpRequest, pk: int) -> Comparison:
    """Stop a comparison."""
    return _told(action.cancel(person=person(request), pk=pk, now=timezone.localtime()))


@router.post("/{pk}/again", response=Comparison, summary="用同样的清单再比一次", auth=_ASK)
def again(request: HttpRequest, pk: int) -> Comparison:
    """Run an ended comparison once more."""
    return _told(action.again(person=person(request), pk=pk, now=timezone.localtime()))


def _told(one: Reconciliation, result: dict[str, Any] | None = None) -> Comparison:
    asking = (
        {"list": at, "name": given["name"], **given["outline"]}
        for at, given in enumerate(one.lists, 1)
        if "outline" in given
    )
    return Comparison(
        id=one.pk,
        state=one.state,
        step=one.step,
        percent=one.share,
        problem=one.problem,
        lists=[given["name"] for given in one.lists],
        asof=None if one.asof is None else one.asof.isoformat(),
        made_at=timezone.localtime(one.made_at),
        ended_at=one.ended_at and timezone.localtime(one.ended_at),
        outline=next(asking, None),
        result=result,
    )
