"""`/rights`, `/access-requests`, `/approvals`: what one sees, asking to be let in, deciding."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from chapiao.actions import ask_access, decide_access, explain_access
from chapiao.actions.set_scope import Limits
from chapiao.api.bearer import Bearer
from chapiao.api.person import person
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.money import parse_money
from chapiao.store import access
from chapiao.store.models import AccessRequest, RequestState, TokenScope
from chapiao.store.queries.company_people import looked_after

router = Router(tags=["权限"])
MOST = 500
LAST_DAY = date(2999, 12, 31)  # a day is added to it, and it is told in another zone


class Opening(Schema):
    """One scope: 生效中, 未生效 or 已到期; `extra` only adds to what the role shows."""

    says: str
    extra: bool
    state: str
    starts_at: datetime | None
    ends_at: datetime | None


class Sight(Schema):
    """What one sees of one company."""

    name: str
    tax_id: str
    role: str | None
    sees: str
    openings: list[Opening]
    bureau: str = Field(description="登记的电子税务局权限，没有登记为空")
    ask: list[str] = Field(description="谁能开放")


class Reason(Schema):
    """Why one wants to be let in."""

    reason: str


class Asked(Schema):
    """A request to be let in, and where it stands."""

    id: int
    look_up: str
    number: str
    person: str
    proven: bool = Field(description="申请人是否证明了持有这张发票")
    reason: str
    state: str
    asked_at: datetime
    decided_at: datetime | None
    answer: str


class Decision(Schema):
    """A decision: let in until a day (it still holds on it), or not."""

    grant: bool
    only_this: bool = True
    ends_on: date | None = Field(default=None, le=LAST_DAY)
    gross_max: str = Field(default="", description="价税合计上限，元；只在 only_this 为否时用")
    kinds: list[str] = []
    answer: str = ""


class Explained(Schema):
    """Whether a person sees one row, and why."""

    invoice: int
    visible: bool
    because: list[str]


@router.get("/rights", response=list[Sight], summary="我能看到什么")
def rights(request: HttpRequest) -> list[Sight]:
    """Return the companies, with what the person sees of each."""
    return [
        Sight(
            name=one.entity.name,
            tax_id=one.entity.tax_id,
            role=one.role,
            sees=one.says,
            openings=[
                Opening(
                    says=each.says,
                    extra=each.extra,
                    state=each.state,
                    starts_at=each.starts_at and timezone.localtime(each.starts_at),
                    ends_at=each.ends_at and timezone.localtime(each.ends_at),
                )
                for each in one.openings
            ],
            bureau=one.bureau,
            ask=list(one.ask),
        )
        for one in explain_access.sight(person(request), timezone.localtime())
    ]


@router.post(
    "/look-ups/{pk}/ask-access",
    response=Asked,
    summary="申请查看一次查询的发票",
    auth=Bearer(TokenScope.LOOK_UP),
)
def ask(request: HttpRequest, pk: int, body: Reason) -> Asked:
    """Ask to be let in; the answer is the same whether the invoice is there or not."""
    made = ask_access.ask_access(
        person=person(request), lookup_pk=pk, reason=body.reason, now=timezone.localtime()
    )
    return _asked(made, mine=True)


@router.get("/access-requests", response=list[Asked], summary="我的申请")
def mine(request: HttpRequest) -> list[Asked]:
    """Return what the person asked for, newest first."""
    return [_asked(one, mine=True) for one in ask_access.requests_of(person(request))[:MOST]]


@router.get("/approvals", response=list[Asked], summary="我可以审批的申请")
def approvals(request: HttpRequest, *, open_only: bool = True) -> list[Asked]:
    """Return the requests this person may decide, newest first."""
    found = ask_access.requests_to(person(request))
    if open_only:
        found = found.filter(state=RequestState.OPEN)
    return [_asked(one, mine=False) for one in found[:MOST]]


@router.post(
    "/approvals/{pk}",
    response=Asked,
    summary="批准或不批准",
    auth=Bearer(TokenScope.RIGHTS),
)
def decide(request: HttpRequest, pk: int, body: Decision) -> Asked:
    """Carry a decision out; on a grant the look-up is asked again at once."""
    ends_at = None
    if body.ends_on is not None:
        ends_at = datetime.combine(body.ends_on + timedelta(days=1), time.min, BEIJING)
    limits = Limits(ends_at=ends_at)
    if not body.only_this:
        most = parse_money(body.gross_max) if body.gross_max.strip() else None
        limits = Limits(ends_at=ends_at, gross_max=most, kinds=tuple(body.kinds) or None)
    decision = decide_access.Decision(
        grant=body.grant, limits=limits, only_this=body.only_this, answer=body.answer
    )
    done = decide_access.decide(
        by=person(request), pk=pk, decision=decision, now=timezone.localtime()
    )
    return _asked(done, mine=False)


@router.get("/members/{pk}/sees", response=list[Explained], summary="某人为什么看不到一张发票")
def sees(request: HttpRequest, pk: int, number: str) -> list[Explained]:
    """Explain, for the rows of a number in companies one looks after."""
    one = looked_after(person(request)).filter(pk=pk).first()
    if one is None:
        raise access.NotSeen
    found = explain_access.about(
        by=person(request), person=one, text=number, now=timezone.localtime()
    )
    return [
        Explained(
            invoice=each.row.pk,
            visible=each.verdict.visible,
            because=list(each.verdict.because),
        )
        for each in found
    ]


def _asked(one: AccessRequest, *, mine: bool) -> Asked:
    """Show a request; whether it proved anything is not told to its asker."""
    return Asked(
        id=one.pk,
        look_up=str(one.lookup_id),
        number=one.key,
        person=str(one.person),
        proven=not mine and one.entity_id is not None,
        reason=one.reason,
        state=one.state,
        asked_at=timezone.localtime(one.asked_at),
        decided_at=one.decided_at and timezone.localtime(one.decided_at),
        answer=one.answer,
    )
