"""Keep a maintenance notice as it reads: taken in and taken up in one act, without a look.

For the command line, where the operator answers for the file. A notice kept twice changes
nothing; a later one moves the end of a window announced before, or takes it back.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from chapiao.actions.decide_notice import NotAllowed, adopt
from chapiao.actions.take_notice import proposed, take
from chapiao.store.models import NoticeState, Person
from chapiao.store.queries.notices import may_decide


@transaction.atomic
def keep_notice(
    person: Person, text: str, published_at: datetime, publisher: str, now: datetime
) -> int:
    """Write down the windows that a notice states; return how many periods of entries changed.

    Raises:
        NotAllowed: not an administrator nor a head of finance.
        BadNotice: no text, or too much of it.
    """
    if not may_decide(person):
        raise NotAllowed
    notice = take(
        text=text,
        published_at=published_at,
        publisher=publisher,
        source="",
        now=now,
        person=person,
    )
    if notice.state == NoticeState.KEPT:
        return 0
    stated = [one for one in proposed(notice, now) if one.start is not None or one.end is not None]
    return adopt(person, notice.pk, stated, now)
