"""What asking again by itself has changed, in a sentence for who asked; and when time runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.actions.look_up import Given
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.deadlines import Deadline, pressing
from chapiao.store.models import Lookup

LONGEST = 300  # characters of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What to tell the asker; `says` None: nothing. `warned_of` is the deadline told of."""

    says: str | None = None
    warned_of: date | None = None


NOTHING_NEW = News()


def news_of(lookup: Lookup, given: Given, now: datetime) -> News:
    """Return what changed since the last answer, and the warning that is due, once for each day.

    What was told and not read yet is not lost.
    """
    facts = given.answer.facts
    deadline = None if given.answer.causes[0].cause.id == "found" else pressing(facts)
    if deadline is not None and deadline.on == lookup.warned_of:
        deadline = None
    parts = [_change(lookup, given, now), _warning(deadline, facts.today)]
    said = "；".join(part for part in parts if part)
    return News(
        says=said[:LONGEST] or lookup.news, warned_of=None if deadline is None else deadline.on
    )


def _change(lookup: Lookup, given: Given, now: datetime) -> str:
    if (lookup.cause, lookup.found) == (given.cause, given.answer.found):
        return ""
    before = _title(lookup.cause)
    after = "现在查到了" if given.answer.found else f"现在是“{_title(given.cause)}”"
    return f"{now.month}月{now.day}日{now:%H:%M}自动再查：原来是“{before}”，{after}"


def _warning(deadline: Deadline | None, today: date) -> str:
    if deadline is None:
        return ""
    return f"还没有查到，{deadline.says(today)}，请尽快联系销售方"


def _title(cause: str) -> str:
    return CAUSES[cause].title if cause in CAUSES else cause
