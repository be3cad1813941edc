"""Whether an entry is stopped now or soon: said where somebody is about to use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from chapiao.actions.maintenance import LONGEST
from chapiao.invoice.entry import Entry, places
from chapiao.invoice.region import PROVINCES
from chapiao.store.models import Maintenance
from chapiao.store.records import BEIJING

SOON = timedelta(hours=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """A stop that matters to what is done now. `inside`: it has begun."""

    entry: Entry
    region: str
    start: datetime
    end: datetime | None
    inside: bool

    @property
    def says(self) -> str:
        """The stop as a sentence without its full stop."""
        name = places()[self.entry.value]["name"]
        if self.region:
            name = f"{name}（{PROVINCES.get(self.region, self.region)}）"
        until = f"到{_told(self.end, self.start)}" if self.end else "，恢复时间未定"
        if self.inside:
            return f"{name}正在停机维护{until}"
        return f"{name}{self.start:%H:%M}起停机维护{until}"


def near(entries: Iterable[Entry], now: datetime) -> tuple[Near, ...]:
    """Return the stops of these entries that hold now or begin within two hours."""
    rows = (
        Maintenance.objects.filter(entry__in=[one.value for one in entries])
        .filter(Q(ends__gt=now) | Q(ends=None, starts__gt=now - LONGEST), starts__lte=now + SOON)
        .order_by("starts", "pk")
        .values_list("entry", "region", "starts", "ends")
    )
    return tuple(
        Near(
            entry=Entry(entry),
            region=region,
            start=starts.astimezone(BEIJING),
            end=ends.astimezone(BEIJING) if ends else None,
            inside=starts <= now,
        )
        for entry, region, starts, ends in dict.fromkeys(rows)
    )


def _told(at: datetime, start: datetime) -> str:
    """Return a clock, with its day where that is another one."""
    return f"{at:%H:%M}" if at.date() == start.date() else f"{at:%m月%d日 %H:%M}"
