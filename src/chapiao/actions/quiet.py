"""免打扰时段: hours in which nothing is sent; what falls in them waits for their end."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from chapiao.store.records import BEIJING


def after_quiet(at: datetime, start: time | None, end: time | None) -> datetime:
    """Return the first moment from `at` on that is not in the hours, which may pass midnight.

    None, or the same hour twice, means that there are none.

    >>> after_quiet(datetime(2026, 11, 24, 23, 0, tzinfo=BEIJING), time(22), time(8)).isoformat()
    '2026-11-25T08:00:00+08:00'
    >>> after_quiet(datetime(2026, 11, 24, 12, 0, tzinfo=BEIJING), time(22), time(8)).hour
    12
    """
    if start is None or end is None or start == end:
        return at
    here = at.astimezone(BEIJING)
    now = here.time()
    inside = start <= now < end if start < end else now >= start or now < end
    if not inside:
        return at
    ends = datetime.combine(here.date(), end, BEIJING)
    return ends if ends > here else ends + timedelta(days=1)
