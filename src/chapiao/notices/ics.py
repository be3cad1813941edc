"""Stopped services as an iCalendar file (RFC 5545), in Beijing time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Window
from chapiao.notices.services import named

if TYPE_CHECKING:
    from icalendar import Event, Timezone

ZONE = "Asia/Shanghai"
REFRESH = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One window with what a calendar needs to know it again: `uid` never changes."""

    uid: str
    window: Window
    publisher: str
    link: str
    changed_at: datetime
    cancelled: bool = False


def calendar(entries: Iterable[Entry], name: str) -> bytes:
    """Return the file. A window that was taken back is told as cancelled, so that it goes."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//chapiao//notices//CN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    made.add("x-wr-timezone", ZONE)
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add_component(_zone())
    for one in entries:
        if one.window.start is not None:
            made.add_component(_event(one, one.window.start))
    return bytes(made.to_ical())


def _event(one: Entry, start: datetime) -> Event:
    from icalendar import Event

    window = one.window
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.changed_at)
    event.add("last-modified", one.changed_at)
    event.add("sequence", int(one.changed_at.timestamp()) % 2**31)
    event.add("dtstart", _local(start), parameters={"TZID": ZONE})
    unknown = "" if window.end else "（恢复时间未定）"
    if window.end is not None:
        event.add("dtend", _local(window.end), parameters={"TZID": ZONE})
    event.add("summary", f"停机：{named(window.services)}{unknown}")
    event.add("description", "\n".join(filter(None, (window.says, one.publisher, one.link))))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if one.link:
        event.add("url", one.link)
    return event


def _local(at: datetime) -> datetime:
    """Return the clock in Beijing; the zone is told beside it."""
    return at.astimezone(BEIJING).replace(tzinfo=None)


def _zone() -> Timezone:
    """Return Asia/Shanghai as it has been since 1991, without summer time."""
    from icalendar import Timezone, TimezoneStandard

    zone = Timezone()
    zone.add("tzid", ZONE)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15, 1))  # noqa: DTZ001 - a local clock by RFC 5545
    standard.add("tzoffsetfrom", timedelta(hours=9))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
