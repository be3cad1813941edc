"""Keep a maintenance notice: the windows it states, for the entries that we ask.

A notice kept twice changes nothing. A later one moves the end of a window announced
before, or takes it back.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from chapiao.actions.maintenance import NotAllowed
from chapiao.invoice.entry import Entry
from chapiao.notices.model import Kind, Service, Window
from chapiao.notices.windows import windows
from chapiao.store import audit
from chapiao.store.models import Maintenance, Person

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
COUNTRYWIDE = frozenset({Entry.PLATFORM, Entry.RAIL, Entry.VENDOR})  # a place says nothing of them


@transaction.atomic
def keep_notice(
    person: Person, text: str, published_at: datetime, publisher: str, now: datetime
) -> int:
    """Write down the windows that a notice states; return how many rows it made or changed.

    Raises:
        NotAllowed: not an administrator.
    """
    if not person.is_superuser:
        raise NotAllowed
    changed = sum(
        _keep(one, entry, now)
        for one in windows(text, published_at, publisher)
        for entry in sorted({STOPS[service] for service in one.services if service in STOPS})
    )
    if changed:
        audit.append(
            at=now,
            person_id=person.pk,
            act="登记维护公告",
            subject="maintenance",
            detail={"windows": changed},
        )
    return changed


def _keep(window: Window, entry: Entry, now: datetime) -> int:
    known = _announced(window, entry, now)
    if window.kind is Kind.CANCELLED:
        return known.delete()[0]
    if window.kind is Kind.EXTENDED and known.exists():
        return known.exclude(ends=window.end).update(ends=window.end)
    if window.start is None:  # the notice that told when it began was never kept
        return 0
    places = {""} if entry in COUNTRYWIDE else set(window.regions) or {""}
    made = 0
    for place in sorted(places):
        _, fresh = Maintenance.objects.get_or_create(
            entry=entry.value,
            starts=window.start,
            region=place,
            defaults={"ends": window.end, "says": window.says[:300], "added_at": now},
        )
        made += fresh
    return made


def _announced(window: Window, entry: Entry, now: datetime) -> QuerySet[Maintenance]:
    """Return the rows of a window announced before; without its start, those not over yet."""
    rows = Maintenance.objects.filter(entry=entry.value)
    if window.start is not None:
        return rows.filter(starts=window.start)
    return rows.exclude(ends__lt=now)
