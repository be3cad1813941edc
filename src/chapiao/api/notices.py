"""`/stops`, `/notices`, `/free-time`: what is stopped when, and the notices that say so."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router, Schema
from pydantic import Field

from chapiao.actions import decide_notice, take_notice
from chapiao.api.bearer import Bearer
from chapiao.api.person import person
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.region import PROVINCES
from chapiao.invoice.workdays import workday
from chapiao.notices.free import free_slots
from chapiao.notices.model import Kind, Service, Window
from chapiao.store.access import NotSeen
from chapiao.store.models import Notice, NoticeState, TokenScope
from chapiao.store.queries.notices import notices_for, standing, window_of

router = Router(tags=["公告"])
MOST = 500
LONGEST_HOURS = 9
LATEST = datetime(2999, 12, 31, tzinfo=BEIJING)


class Stop(Schema):
    """One period; `start` null: only an earlier notice tells; `end` null: not announced yet."""

    start: datetime | None = None
    end: datetime | None = None
    services: list[Service]
    kind: Kind = Kind.PLANNED
    regions: list[str] = Field(default=[], description="省级区划前两位；空是全国")


class Standing(Stop):
    """A period that stands, with the notice that tells of it."""

    notice: int
    publisher: str
    says: str


class Told(Schema):
    """A notice, with the periods read from it or, once it was adopted, confirmed."""

    id: int
    state: NoticeState
    text: str
    publisher: str
    source: str
    published_at: datetime
    windows: list[Stop]


class Given(Schema):
    """A notice to be taken in; `published_at` left out: now."""

    text: str
    published_at: datetime | None = Field(default=None, le=LATEST)
    publisher: str = ""
    source: str = ""


class Confirmed(Schema):
    """The periods as confirmed; null: as they were read."""

    windows: list[Stop] | None = None


class Wanted(Schema):
    """What one wants to use, and for how long."""

    service: list[Service]
    hours: int = Field(default=2, ge=1, le=LONGEST_HOURS)


class Free(Schema):
    """A stretch of working hours without a stop; `known` false: holidays not known yet."""

    start: datetime
    end: datetime
    known: bool


@router.get("/stops", response=list[Standing], summary="哪些服务什么时候停")
def stops(
    request: HttpRequest,
    since: datetime | None = None,
    service: Service | None = None,
) -> list[Standing]:
    """Return the periods that stand and are not over at a moment, the earliest first."""
    person(request)
    at = _zoned(since) if since else timezone.localtime()
    shown = standing(at)
    found = sorted(
        (one for one in shown.held if service is None or service in one.window.services),
        key=lambda one: (one.window.start or at, one.at),
    )
    return [
        Standing(
            **_stop(one.window).dict(),
            notice=shown.row(one).notice_id,
            publisher=shown.row(one).notice.publisher,
            says=one.window.says,
        )
        for one in found[:MOST]
    ]


@router.get("/notices", response=list[Told], summary="公告")
def notices(request: HttpRequest, state: NoticeState | None = None) -> list[Told]:
    """Return the notices this person sees, newest first."""
    found = notices_for(person(request))
    if state is not None:
        found = found.filter(state=state)
    return [_told(one) for one in found[:MOST]]


@router.get("/notices/{pk}", response=Told, summary="一份公告")
def notice(request: HttpRequest, pk: int) -> Told:
    """Return one notice."""
    return _told(_seen(request, pk))


@router.post("/notices", response=Told, summary="交一份公告", auth=Bearer(TokenScope.IMPORT))
def take(request: HttpRequest, body: Given) -> Told:
    """Take a notice in; it waits until somebody with the right adopts it."""
    at = timezone.localtime()
    taken = take_notice.take(
        text=body.text,
        published_at=_zoned(body.published_at) if body.published_at else at,
        publisher=body.publisher,
        source=body.source,
        now=at,
        person=person(request),
    )
    return _told(_seen(request, taken.pk))


@router.post(
    "/notices/{pk}/adopt", response=Told, summary="采用一份公告", auth=Bearer(TokenScope.RIGHTS)
)
def adopt(request: HttpRequest, pk: int, body: Confirmed) -> Told:
    """Adopt a notice with these periods: what it asks for is kept clear of."""
    rows = _seen(request, pk).windows.all()
    stated = (
        [window_of(one) for one in rows]
        if body.windows is None
        else [_window(one) for one in body.windows]
    )
    decide_notice.adopt(person(request), pk, stated, timezone.localtime())
    return _told(_seen(request, pk))


@router.post(
    "/notices/{pk}/refuse", response=Told, summary="不采用一份公告", auth=Bearer(TokenScope.RIGHTS)
)
def refuse(request: HttpRequest, pk: int) -> Told:
    """Leave a notice: it stops nothing."""
    decide_notice.refuse(person(request), pk, timezone.localtime())
    return _told(_seen(request, pk))


@router.get("/free-time", response=list[Free], summary="找一段不停机的工作时间")
def free_time(request: HttpRequest, wanted: Query[Wanted]) -> list[Free]:
    """Return the next free stretches for these services, one a day."""
    person(request)
    at = timezone.localtime()
    found = free_slots(
        standing(at).windows,
        frozenset(wanted.service),
        at.astimezone(BEIJING),
        timedelta(hours=wanted.hours),
        lambda day: workday(day).works,
    )
    return [
        Free(start=one.start, end=one.end, known=workday(one.start.date()).known) for one in found
    ]


def _seen(request: HttpRequest, pk: int) -> Notice:
    found = notices_for(person(request)).filter(pk=pk).first()
    if found is None:
        raise NotSeen
    return found


def _told(one: Notice) -> Told:
    return Told(
        id=one.pk,
        state=NoticeState(one.state),
        text=one.text,
        publisher=one.publisher,
        source=one.source,
        published_at=timezone.localtime(one.published_at),
        windows=[_stop(window_of(row)) for row in one.windows.all()],
    )


def _stop(one: Window) -> Stop:
    return Stop(
        start=one.start,
        end=one.end,
        services=sorted(one.services),
        kind=one.kind,
        regions=sorted(one.regions),
    )


def _window(one: Stop) -> Window:
    return Window(
        start=_zoned(one.start) if one.start else None,
        end=_zoned(one.end) if one.end else None,
        services=frozenset(one.services),
        kind=one.kind,
        regions=frozenset(place for place in one.regions if place in PROVINCES),
    )


def _zoned(at: datetime) -> datetime:
    """Return a moment in Beijing time; without a zone it is Beijing's."""
    return at.astimezone(BEIJING) if at.tzinfo else at.replace(tzinfo=BEIJING)
