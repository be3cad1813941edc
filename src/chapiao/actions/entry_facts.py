"""What we know of the entry asked: earlier checks of this invoice, and announced maintenance.

Asked only where another entry than our own 台账 answered or is meant: a plain look-up
pays nothing for it. Of checks the asker learns what their own companies' people made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from chapiao.actions.maintenance import windows
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.words import understand
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import identity
from chapiao.store.models import Check, Membership, Person
from chapiao.store.records import BEIJING

AS_FAR_BACK = timedelta(days=60)
MOST = 50


def with_entry(facts: Facts, asker: Person, now: datetime) -> Facts:
    """Return the facts with the entry's; the same where it is our own 台账 that is asked."""
    if facts.entry is None or facts.entry is Entry.OWN:
        return facts
    found = _attempts(facts, asker, now)
    stopped = windows(facts.entry, now)
    return replace(facts, attempts=found or facts.attempts, windows=stopped or facts.windows)


def _attempts(facts: Facts, asker: Person, now: datetime) -> tuple[Attempt, ...]:
    """Return the earlier checks of this invoice, the oldest first."""
    keys = _keys(facts)
    if not keys:
        return ()
    made = Check.objects.filter(key__in=keys, asked_at__lt=now, asked_at__gt=now - AS_FAR_BACK)
    if not asker.is_superuser:
        mine = Membership.objects.filter(person=asker).values("entity")
        theirs = Membership.objects.filter(entity__in=mine).values("person")
        made = made.filter(
            Q(asked_by=asker) | Q(asked_by__in=theirs) | Q(asked_by=None, lookup__asker__in=theirs)
        )
    rows = made.select_related("asked_by").order_by("-asked_at", "-pk")[:MOST]
    return tuple(_attempt(one) for one in list(rows)[::-1])


def _keys(facts: Facts) -> Sequence[str]:
    """Return every identity that the invoice asked for is known to have."""
    copy = facts.copy.invoice if facts.copy is not None else None
    known = (copy.key, copy.second_key) if copy is not None else ()
    typed = identity(facts.sought_code or None, facts.sought_number)
    return [key for key in dict.fromkeys((typed, *known)) if key]


def _attempt(check: Check) -> Attempt:
    entry = Entry(check.entry)
    heard = understand(entry, check.words) if check.words else None
    return Attempt(
        at=check.asked_at.astimezone(BEIJING),
        who="系统" if check.asked_by is None else str(check.asked_by),
        entry=entry,
        words=check.words,
        outcome=heard if isinstance(heard, Outcome) else None,
        number=check.key.split("-")[0],
    )
