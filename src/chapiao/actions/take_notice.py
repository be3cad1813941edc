"""Take a maintenance notice in: its text and what it seems to state, for a person to look at.

Nothing is in force by itself. A notice taken in twice is one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from chapiao.notices.model import Window
from chapiao.notices.plain import LONGEST
from chapiao.notices.windows import windows
from chapiao.store import audit
from chapiao.store.models import Notice, NoticeFeed, NoticeWindow, Person
from chapiao.store.queries.notices import AS_FAR_BACK, standing, window_of
from chapiao.store.text import storable

MOST_WINDOWS = 200
LONGEST_SAYS = 300
FIRST_YEAR = 2000  # there was no such notice before
AHEAD = timedelta(days=2)  # a notice published later than this is mistyped


class BadNotice(ValueError):
    """It cannot be taken in. The message can be shown to the user."""


@transaction.atomic
def take(
    *,
    text: str,
    published_at: datetime,
    publisher: str,
    source: str,
    now: datetime,
    person: Person | None,
    feed: NoticeFeed | None = None,
) -> Notice:
    """Keep a notice with the windows proposed; the one kept before, where it is the same.

    Raises:
        BadNotice: no text, too much of it, or published in time to come or long past.
    """
    text, publisher = storable(text).strip(), storable(publisher).strip()[:100]
    if not text:
        msg = "请粘贴公告的正文"
        raise BadNotice(msg)
    if len(text) > LONGEST:
        msg = f"公告太长（{len(text)}字），请只粘贴正文，不超过{LONGEST}字"
        raise BadNotice(msg)
    if published_at.year < FIRST_YEAR:
        msg = "发布时间太早，请核对"
        raise BadNotice(msg)
    if published_at > now + AHEAD:
        msg = "发布时间在将来，请核对"
        raise BadNotice(msg)
    notice, fresh = Notice.objects.get_or_create(
        digest=hashlib.sha256(f"{publisher}\n{text}".encode()).hexdigest(),
        defaults={
            "text": text,
            "publisher": publisher,
            "source": storable(source).strip()[:500],
            "published_at": published_at,
            "feed": feed,
            "added_by": person,
            "added_at": now,
        },
    )
    if fresh:
        put_windows(notice, proposed(notice, now))
        audit.append(
            at=now,
            person_id=person.pk if person else None,
            act="收录公告",
            subject=f"notice:{notice.pk}",
            detail={"feed": feed.pk} if feed else {},
        )
    return notice


def proposed(notice: Notice, now: datetime) -> Sequence[Window]:
    """Return what the text states, read with what was announced before."""
    earlier = [window_of(one) for one in standing(now - AS_FAR_BACK).rows]
    found = windows(notice.text, notice.published_at, notice.publisher, earlier)
    return [one for one in found if one.services][:MOST_WINDOWS]


def put_windows(notice: Notice, stated: Iterable[Window]) -> None:
    """Make these the windows of a notice."""
    notice.windows.all().delete()
    NoticeWindow.objects.bulk_create(
        NoticeWindow(
            notice=notice,
            starts=one.start,
            ends=one.end,
            services=sorted(one.services),
            regions=sorted(one.regions),
            kind=one.kind.value,
            says=storable(one.says)[:LONGEST_SAYS],
        )
        for one in stated
    )
