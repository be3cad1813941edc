"""查验次数账本: how often an invoice was checked today, by anybody of the firm, anywhere.

The platform and the vendors that ask it share one count for each invoice and natural
day, whoever asks and whatever is answered. So a check is booked here before it is sent:
the row takes the next number of the day, which no second row can have, on either
database. The last one is kept for somebody who insists.

The platform counts by code, number and date; here a wrong date counts too, which can
only send fewer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from chapiao.diagnosis import clock
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome, parse_answer
from chapiao.invoice.entry import Entry, LimitKind, limit_of
from chapiao.invoice.status import VerifyStatus
from chapiao.store.models import Check, Lookup, Person
from chapiao.store.records import BEIJING

SHARED = frozenset({Entry.PLATFORM, Entry.VENDOR})  # they use the same count
RESERVE = 1  # checks a day that nothing but a person who insists may use
SAME = timedelta(minutes=10)  # within which the same words, from the same person, are told twice
# Answers of an entry that did look for the invoice, and so counted.
COUNTED = frozenset(
    {
        Outcome.MATCH,
        Outcome.VOIDED,
        Outcome.RED,
        Outcome.MISMATCH,
        Outcome.NOT_FOUND,
        Outcome.DETAIL_MISSING,
        Outcome.SAME_DAY,
    }
)


class UsedUp(Exception):
    """No check of today may be used. The message says when the next one may."""

    def __init__(self, tally: Tally, again: datetime, now: datetime) -> None:
        self.tally, self.again = tally, again
        kept = f"，还剩{tally.left}次留着备用" if tally.left else "，已经用完"
        super().__init__(
            f"这张票今天查过{tally.used}次{kept}（每张票每天{tally.most}次，各人各渠道合计）；"
            f"{when(again, now)}以后可以再查"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many checks of one invoice were used on one day, of how many."""

    used: int
    most: int

    @property
    def left(self) -> int:
        """How many remain, the one in reserve included."""
        return max(0, self.most - self.used)


def tally(key: str, now: datetime) -> Tally:
    """Count today's checks of an invoice; where an entry said that they are used up, they are."""
    day = _day(now)
    most = limit_of(Entry.PLATFORM, LimitKind.CHECKS_PER_DAY, day) or 0
    shared = [one.value for one in SHARED]
    rows = Check.objects.filter(key=key, day=day, entry__in=shared).values_list(
        "ordinal", "outcome"
    )
    if any(outcome == VerifyStatus.LIMIT for _, outcome in rows):
        return Tally(used=most, most=most)
    return Tally(used=max((ordinal or 0 for ordinal, _ in rows), default=0), most=most)


def book(
    key: str,
    now: datetime,
    *,
    lookup: Lookup | None,
    by: Person | None,
    keep: int = RESERVE,
    entry: Entry = Entry.PLATFORM,
    sandbox: bool = False,
) -> Check:
    """Take the next check of today, and write that down for good, before it is sent.

    Raises:
        UsedUp: only the reserve is left, or nothing; says when the next one may be sent.
    """
    while True:
        today = tally(key, now)
        if today.left <= keep:
            raise UsedUp(today, clock.next_day(now.astimezone(BEIJING)), now)
        booked = _take(
            Check(
                lookup=lookup,
                key=key,
                entry=entry.value,
                asked_by=by,
                asked_at=now,
                sandbox=sandbox,
                day=_day(now),
                ordinal=today.used + 1,
            )
        )
        if booked is not None:
            return booked


def settle(booked: Check, words: str, *, counted: bool, heard: Outcome | None = None) -> Outcome:
    """Write down what the entry said; a check that it did not count is free again.

    `heard`: what that means, where a code told it; else the words tell.
    """
    heard = heard or parse_answer(Entry(booked.entry), words) or Outcome.SYSTEM
    booked.words, booked.outcome = words[:200], heard.status.value
    if not counted:
        booked.ordinal = None
    booked.save(update_fields=["words", "outcome", "ordinal"])
    return heard


def note(key: str, entry: Entry, words: str, now: datetime, *, lookup_pk: int, by_pk: int) -> None:
    """Write down a check that somebody made at the official page and told us the answer of.

    It has been made: where the day's numbers are all taken it is kept without one. The
    same words from the same person a moment later are the same check.
    """
    heard = parse_answer(entry, words)
    if heard is None or entry not in SHARED or not key:
        return
    told = Check.objects.filter(key=key, asked_by=by_pk, words=words[:200], sandbox=False)
    if told.filter(asked_at__gt=now - SAME).exists():
        return
    made = Check(
        lookup_id=lookup_pk,
        key=key,
        entry=entry.value,
        asked_by_id=by_pk,
        asked_at=now,
        outcome=heard.status.value,
        words=words[:200],
        day=_day(now),
    )
    while heard in COUNTED:
        today = tally(key, now)
        made.ordinal = today.used + 1 if today.left else None
        if _take(made) is not None:
            return
    made.save()


def _take(made: Check) -> Check | None:
    """Save a row under its number of the day; None when somebody was quicker."""
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        made.pk = None
        return None
    return made


def _day(now: datetime) -> date:
    return now.astimezone(BEIJING).date()
