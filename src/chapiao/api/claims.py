"""`/claims`: hold an invoice for a paper, settle it, let it go."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from chapiao.actions import claim as action
from chapiao.actions.claim_doubts import doubts
from chapiao.api.bearer import Bearer
from chapiao.api.person import person
from chapiao.invoice.money import plain
from chapiao.store.models import Claim, ClaimState, TokenScope
from chapiao.store.reconciliations import claim_for, claims_for

router = Router(tags=["占用"])
MOST = 500
_WRITE = Bearer(TokenScope.IMPORT)


class Wanted(Schema):
    """What is to be claimed, and for what."""

    number: str
    code: str = ""
    paper: str = Field(default="", description="报销单或付款单的号码")
    department: str = ""
    entity: int | None = Field(default=None, description="企业的编号；只有一家时不用写")
    document: int | None = Field(default=None, description="原件的编号")


class Because(Schema):
    """Why."""

    because: str = ""


class Odd(Schema):
    """One thing to look at twice: consecutive 连号, near 疑似重复."""

    id: str
    text: str
    other: int | None = Field(description="另一次占用的编号；无权看时为空")


class Told(Schema):
    """One claim."""

    id: int
    state: str
    number: str
    code: str
    date: str | None
    seller_name: str
    total: str | None
    person: str
    entity: str
    department: str
    paper: str
    because: str
    claimed_at: datetime
    changed_at: datetime
    doubts: list[Odd] = []


@router.post("", response={HTTPStatus.CREATED: Told}, summary="占用一张发票", auth=_WRITE)
def claim(request: HttpRequest, wanted: Wanted) -> Status[Told]:
    """Hold an invoice; 409 `taken` where somebody has it already."""
    who = person(request)
    given = action.Wanted(**wanted.model_dump())
    made = action.claim(person=who, wanted=given, now=timezone.localtime())
    return Status(HTTPStatus.CREATED, _told(claim_for(who, made.pk), request))


@router.get("", response=list[Told], summary="占用的发票")
def every(
    request: HttpRequest, state: str = "", number: str = "", after: int = 0, limit: int = 100
) -> list[Told]:
    """Tell the claims one may see, oldest first from `after` on."""
    rows = claims_for(person(request)).select_related("person", "entity").filter(pk__gt=after)
    if state in ClaimState.values:
        rows = rows.filter(state=state)
    if number:
        rows = rows.filter(number=number)
    return [_told(one) for one in rows.order_by("pk")[: max(1, min(limit, MOST))]]


@router.get("/{pk}", response=Told, summary="看一次占用，和可疑之处")
def show(request: HttpRequest, pk: int) -> Told:
    """Tell one claim and what is odd about it."""
    return _told(claim_for(person(request), pk), request)


@router.post("/{pk}/settle", response=Told, summary="核销", auth=_WRITE)
def settle(request: HttpRequest, pk: int) -> Told:
    """Note that it is paid or booked."""
    return _told(action.settle(person=person(request), pk=pk, now=timezone.localtime()))


@router.post("/{pk}/release", response=Told, summary="解锁", auth=_WRITE)
def release(request: HttpRequest, pk: int, why: Because) -> Told:
    """Let the invoice go; the reason is needed."""
    who, now = person(request), timezone.localtime()
    return _told(action.release(person=who, pk=pk, because=why.because, now=now))


@router.post("/{pk}/fail", response=Told, summary="查验未通过，放开", auth=_WRITE)
def fail(request: HttpRequest, pk: int, why: Because | None = None) -> Told:
    """Note that its check failed; it may be claimed again."""
    who, now = person(request), timezone.localtime()
    because = "" if why is None else why.because
    return _told(action.fail(person=who, pk=pk, because=because, now=now))


def _told(one: Claim, request: HttpRequest | None = None) -> Told:
    odd = () if request is None else doubts(one, person(request))
    return Told(
        id=one.pk,
        state=one.state,
        number=one.number,
        code=one.code,
        date=None if one.issued_on is None else one.issued_on.isoformat(),
        seller_name=one.seller_name,
        total=None if one.total is None else plain(one.total),
        person=str(one.person),
        entity=str(one.entity),
        department=one.department,
        paper=one.paper,
        because=one.because,
        claimed_at=timezone.localtime(one.claimed_at),
        changed_at=timezone.localtime(one.changed_at),
        doubts=[Odd(id=each.id, text=each.says, other=each.other) for each in odd],
    )
