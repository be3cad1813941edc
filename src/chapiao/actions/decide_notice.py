"""Decide on a notice: take it up with the windows as a person confirmed them, or leave it.

What was taken up stops the entries it names: the periods are written for the clock of
re-checks (`maintenance`), and changes announced later move or end them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from chapiao.actions.take_notice import MOST_WINDOWS, put_windows
from chapiao.invoice.entry import Entry
from chapiao.notices.model import Kind, Service, Window
from chapiao.store import audit
from chapiao.store.access import NotSeen
from chapiao.store.models import Maintenance, Notice, NoticeState, Person
from chapiao.store.queries.notices import may_decide, notices_for, standing

STOPS = {
    Service.INV_VERI: Entry.PLATFORM,
    Service.ETAX: Entry.ETAX,
    Service.DIGITAL_ACCOUNT: Entry.ETAX,
    Service.LOCAL_LOOKUP: Entry.BEIJING,
    Service.FISCAL_VERIFY: Entry.FISCAL,
    Service.BLOCKCHAIN: Entry.BLOCKCHAIN,
    Service.RAIL_EINVOICE: Entry.RAIL,
    Service.VENDOR_API: Entry.VENDOR,
}
YEARS = range(2000, 3000)
COUNTRYWIDE = frozenset({Entry.PLATFORM, Entry.RAIL, Entry.VENDOR})  # a place says nothing of them
KEPT_FOR = timedelta(days=60)  # a period that is over explains what was asked in it


class NotAllowed(Exception):
    """Whoever asks may not decide. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有管理员和财务主管可以采用或不采用公告")


class BadWindow(ValueError):
    """A window cannot be kept so. The message can be shown to the user."""


@transaction.atomic
def adopt(person: Person, pk: int, stated: Sequence[Window], now: datetime) -> int:
    """Take a notice up with these windows; return how many periods of entries that changed.

    Raises:
        NotAllowed: not an administrator nor a head of finance.
        NotSeen: there is no such notice.
        BadWindow: a window stops nothing, has no start where it needs one, or ends too early.
    """
    notice = _decidable(person, pk)
    _check(stated)
    before = _written()
    put_windows(notice, stated)
    _decide(notice, NoticeState.KEPT, person, now, {"windows": len(stated)})
    write_stops(now)
    return len(before ^ _written())


@transaction.atomic
def refuse(person: Person, pk: int, now: datetime) -> None:
    """Leave a notice; what it stopped until now it stops no more.

    Raises:
        NotAllowed: not an administrator nor a head of finance.
        NotSeen: there is no such notice.
    """
    _decide(_decidable(person, pk), NoticeState.REFUSED, person, now, {})
    write_stops(now)


def write_stops(now: datetime) -> None:
    """Write down what stands, for every entry; what a person told without a notice stays."""
    stands = standing(now - KEPT_FOR)
    kept = {
        (one.window_id, one.entry, one.region, one.starts, one.ends): one.pk
        for one in Maintenance.objects.exclude(window=None)
    }
    wanted = {
        (row.pk, entry.value, place, one.window.start, one.window.end): row
        for one in stands.held
        if one.window.start is not None
        for row in [stands.row(one)]
        for entry, place in _places(one.window)
    }
    gone = [pk for key, pk in kept.items() if key not in wanted]
    Maintenance.objects.filter(pk__in=gone).delete()
    Maintenance.objects.bulk_create(
        Maintenance(
            window=row,
            entry=entry,
            region=place,
            starts=starts,
            ends=ends,
            says=row.says,
            added_at=now,
        )
        for (_, entry, place, starts, ends), row in wanted.items()
        if (row.pk, entry, place, starts, ends) not in kept
    )


def _places(window: Window) -> Iterator[tuple[Entry, str]]:
    for entry in sorted({STOPS[one] for one in window.services if one in STOPS}):
        places = {""} if entry in COUNTRYWIDE else set(window.regions) or {""}
        for place in sorted(places):
            yield entry, place


def _decidable(person: Person, pk: int) -> Notice:
    notice = notices_for(person).filter(pk=pk).first()
    if notice is None:
        raise NotSeen
    if not may_decide(person):
        raise NotAllowed
    return notice


def _check(stated: Sequence[Window]) -> None:
    if len(stated) > MOST_WINDOWS:
        msg = f"一份公告最多{MOST_WINDOWS}个时段"
        raise BadWindow(msg)
    for at, one in enumerate(stated, start=1):
        if not one.services:
            msg = f"第{at}个时段没有选停止的服务"
            raise BadWindow(msg)
        if one.start is None and one.kind is Kind.PLANNED:
            msg = f"第{at}个时段没有开始时间"
            raise BadWindow(msg)
        if any(each and each.year not in YEARS for each in (one.start, one.end)):
            msg = f"第{at}个时段的年份不对"
            raise BadWindow(msg)
        if one.start and one.end and one.end <= one.start:
            msg = f"第{at}个时段的结束时间要晚于开始时间"
            raise BadWindow(msg)


def _decide(
    notice: Notice, state: NoticeState, person: Person, now: datetime, detail: dict[str, int]
) -> None:
    Notice.objects.filter(pk=notice.pk).update(state=state, decided_by=person, decided_at=now)
    acts = {NoticeState.KEPT: "采用公告", NoticeState.REFUSED: "不采用公告"}
    subject = f"notice:{notice.pk}"
    audit.append(at=now, person_id=person.pk, act=acts[state], subject=subject, detail=detail)


def _written() -> set[tuple[object, ...]]:
    """Return the periods written down of notices, without the keys of their windows."""
    rows = Maintenance.objects.exclude(window=None)
    return set(rows.values_list("entry", "region", "starts", "ends"))
