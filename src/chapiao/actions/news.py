"""What asking again by itself has changed, in a sentence for who asked; and when time runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.actions import links
from chapiao.actions.look_up import Given
from chapiao.actions.tell import Said
from chapiao.diagnosis.cause import CAUSES
from chapiao.diagnosis.deadlines import Deadline, pressing
from chapiao.diagnosis.say import tail
from chapiao.store.models import Invoice, Lookup, MessageKind

LONGEST = 300  # characters of the column


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What to tell the asker; `says` None: nothing. `warned_of` is the deadline told of.

    `messages` are what of it goes out, also beyond the asker's pages.
    """

    says: str | None = None
    warned_of: date | None = None
    messages: tuple[Said, ...] = ()


NOTHING_NEW = News()


def news_of(lookup: Lookup, given: Given, now: datetime) -> News:
    """Return what changed since the last answer, and the warning that is due, once for each day.

    What was told and not read yet is not lost.
    """
    facts = given.answer.facts
    deadline = None if given.answer.causes[0].cause.id == "found" else pressing(facts)
    if deadline is not None and deadline.on == lookup.warned_of:
        deadline = None
    change, warning = _change(lookup, given, now), _warning(deadline, facts.today)
    said = "；".join(part for part in (change, warning) if part)
    messages = []
    if change and not _by_its_own_file(lookup, given):
        found = given.answer.found and given.cause == "found"
        kind = MessageKind.FOUND if found else MessageKind.CHANGED
        at = int(lookup.answered_at.timestamp() * 1_000_000)  # the answer before
        messages.append(_message(lookup, given, kind, f"{at}", change))
    if deadline is not None:
        once = f"{deadline.until}:{deadline.on}"
        messages.append(_message(lookup, given, MessageKind.DEADLINE, once, warning))
    return News(
        says=said[:LONGEST] or lookup.news,
        warned_of=None if deadline is None else deadline.on,
        messages=tuple(messages),
    )


def _by_its_own_file(lookup: Lookup, given: Given) -> bool:
    """Whether it is found because the file it was asked with was taken in: no news to anybody."""
    if lookup.document_id is None or given.invoice_id is None:
        return False
    return Invoice.objects.filter(pk=given.invoice_id, document=lookup.document_id).exists()


def _message(lookup: Lookup, given: Given, kind: MessageKind, once: str, says: str) -> Said:
    invoice = given.answer.invoice
    steps = given.answer.causes[0].steps
    return Said(
        kind=kind,
        once=f"lookup:{lookup.pk}:{once}",
        says=says,
        step=steps[0].text if steps else "打开答案看这张票",
        link=links.lookup(lookup.pk),
        tail=tail(given.key.partition("-")[0]),
        amount=None if invoice is None else invoice.total,
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
