"""公告: what maintenance notices stop, as the entries where an invoice is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.entry import Entry
from chapiao.notices.model import Service
from chapiao.notices.model import Window as Stated
from chapiao.notices.standing import standing
from chapiao.notices.windows import windows

_ENTRIES: Mapping[Service, Entry] = {
    Service.INV_VERI: Entry.PLATFORM,
    Service.ETAX: Entry.ETAX,
    Service.DIGITAL_ACCOUNT: Entry.ETAX,
    Service.LOCAL_LOOKUP: Entry.BEIJING,
    Service.FISCAL_VERIFY: Entry.FISCAL,
    Service.BLOCKCHAIN: Entry.BLOCKCHAIN,
    Service.RAIL_EINVOICE: Entry.RAIL,
    Service.VENDOR_API: Entry.VENDOR,
}
_OWN = re.compile(r"本系统|查票系统|报销系统|财务共享|台账")


def windows_of(notices: Iterable[tuple[str, datetime]]) -> tuple[Window, ...]:
    """Return the windows that stand after all notices, each a text and when it was published.

    >>> told = [("查验平台定于3月7日22:00至次日6:00停机维护。", datetime(2026, 3, 5))]
    >>> [one.end.hour for one in windows_of(told)]
    [6]
    >>> windows_of([*told, ("3月7日22:00至次日6:00的查验平台停机取消。", datetime(2026, 3, 6))])
    ()
    """
    told: list[Stated] = []
    for text, published in sorted(notices, key=lambda one: one[1]):
        told += windows(text, published, earlier=told, nameless=bool(_OWN.search(text)))
    return tuple(
        Window(
            start=one.start, end=one.end, entries=entries, regions=one.regions, says=one.says[:80]
        )
        for one in standing(told)
        if one.start is not None and (entries := _entries(one))
    )


def _entries(one: Stated) -> frozenset[Entry]:
    """Return the entries stopped; our own system is no service of anybody's notice."""
    if not one.services and _OWN.search(one.says):
        return frozenset({Entry.OWN})
    return frozenset(_ENTRIES[service] for service in one.services if service in _ENTRIES)
