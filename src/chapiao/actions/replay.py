"""到哪一步了, at the end of a past day: by the facts that were known then, and no later ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from chapiao.actions import questions
from chapiao.diagnosis.as_json import stage_json
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.timeline import timeline
from chapiao.invoice.entry import Entry
from chapiao.store.models import Lookup, Person
from chapiao.store.queries.past import PastHoldings
from chapiao.store.records import BEIJING

END = time(23, 59, 59)


def replay(lookup: Lookup, person: Person, day: date, now: datetime) -> list[dict[str, Any]]:
    """Return the stages of a look-up as they stood at the end of that day, or now if it is today.

    `lookup` is one that this person may see; what they may see of it is what counts.
    """
    moment = min(datetime.combine(day, END, BEIJING), now.astimezone(BEIJING))
    question = _as_asked(lookup, moment)
    facts = facts_for(question, PastHoldings(person, moment), moment)
    return [stage_json(one) for one in timeline(facts)]


def _as_asked(lookup: Lookup, moment: datetime) -> Question:
    """Return the question with the newest answer of an entry by then, and no file of later."""
    question = questions.from_json(lookup.question)
    known = sorted(one for one in _heard(lookup, question) if one[0] <= moment)
    _, entry, words = known[-1] if known else (moment, Entry.OWN.value, "")
    file = question.file if lookup.asked_at <= moment else None
    return replace(question, entry=entry, answer=words, file=file, faces=None)


def _heard(lookup: Lookup, question: Question) -> Iterator[tuple[datetime, str, str]]:
    """Yield when which entry said what: checks made for it, answers brought back, the first."""
    for one in lookup.checks.exclude(words=""):
        yield one.asked_at.astimezone(BEIJING), one.entry, one.words
    brought = [one for one in lookup.said.get("trace", ()) if "words" in one]
    for one in brought:
        yield datetime.fromisoformat(one["at"]), one["entry"], one["words"]
    if question.answer and not brought:
        yield lookup.asked_at.astimezone(BEIJING), question.entry, question.answer
