"""维护时段: when an entry is stopped, as announced; nothing is sent there in that time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.entry import Entry
from chapiao.store import audit
from chapiao.store.models import Maintenance, Person
from chapiao.store.records import BEIJING

AFTER = timedelta(minutes=30)  # an entry needs a while after its announced end
UNKNOWN_END = timedelta(hours=2)
LONGEST = timedelta(days=30)  # a window without an end is not believed for longer


class NotAllowed(Exception):
    """Only administrators write windows down. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("只有系统管理员可以登记维护时段")


class Backwards(Exception):
    """The window ends before it starts. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("维护的结束时间要晚于开始时间")


def announce(
    person: Person,
    entry: Entry,
    starts: datetime,
    ends: datetime | None,
    says: str,
    now: datetime,
) -> Maintenance:
    """Write an announced window down; watches that fall into it are put behind it when due.

    Raises:
        NotAllowed: not an administrator.
        Backwards: it ends before it starts.
    """
    if not person.is_superuser:
        raise NotAllowed
    if ends is not None and ends <= starts:
        raise Backwards
    made = Maintenance.objects.create(
        entry=entry.value, starts=starts, ends=ends, says=says[:300], added_at=now
    )
    audit.append(at=now, person_id=person.pk, act="登记维护时段", subject=f"maintenance:{made.pk}")
    return made


def windows(entry: Entry, now: datetime) -> tuple[Window, ...]:
    """Return the windows of an entry that count now or later, the earliest first."""
    found = Maintenance.objects.filter(
        Q(ends__gt=now - AFTER) | Q(ends=None, starts__gt=now - LONGEST), entry=entry.value
    ).order_by("starts", "pk")
    return tuple(
        Window(
            start=one.starts.astimezone(BEIJING),
            end=None if one.ends is None else one.ends.astimezone(BEIJING),
            entries=frozenset({entry}),
            regions=frozenset({one.region} - {""}),
            says=one.says,
        )
        for one in found
    )


def open_until(entry: Entry, now: datetime) -> datetime | None:
    """Return when to ask an entry again that is stopped now; None when it is not."""
    clear = clear_of(windows(entry, now), now)
    return None if clear == now else clear


def clear_of(announced: Sequence[Window], at: datetime) -> datetime:
    """Return the moment itself, or the first one behind every window that it falls into.

    Half an hour after an announced end counts as inside.
    """
    for one in sorted(announced, key=lambda window: window.start):
        end = at + UNKNOWN_END if one.end is None else one.end + AFTER
        if one.start <= at < end:
            at = end
    return at
