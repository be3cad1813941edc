"""A told world as a question, what is known around it, and what we hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.diagnosis.known import Known
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.record import OurEntity, Record
from chapiao.diagnosis.scenario import people, rows, surroundings
from chapiao.diagnosis.scenario.fields import Fields, Malformed
from chapiao.diagnosis.scenario.list_filter import list_filter_of
from chapiao.diagnosis.world.papers import Faces
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.model import Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """One scenario's world, read. `ledger` is the whole pool, whoever may see it."""

    id: str
    now: datetime
    question: Question
    known: Known
    ours: tuple[OurEntity, ...] | None
    ledger: tuple[Record, ...]
    exported: tuple[Record, ...]
    archived: tuple[tuple[Record, Faces], ...]
    handed_in: tuple[Invoice, Faces] | None
    looked_ledger: bool  # whether the world tells a pool at all


def read_world(given: object) -> World:
    """Return the world of one line.

    Raises:
        Malformed: a field has a form it cannot have; it is named.
    """
    told = Fields(given)
    now = told.moment("now")
    if now is None:
        raise Malformed(field="now", what="没有填：世界里的时钟，如 2026-03-05T15:02:00+08:00")
    if told.text("id") is None:
        raise Malformed(field="id", what="没有填")
    asked = told.one("asked") or Fields({}, "asked")
    known = told.one("known") or Fields({}, "known")
    ledger, exported = rows.ledger_of(known), rows.export_of(known)
    archived = rows.archive_of(known)
    every = (*ledger, *exported, *(record for record, _ in archived))
    letters = surroundings.red_letters_of(known) or ()
    handed_in = rows.file_of(asked)
    return World(
        id=told.words("id"),
        now=now,
        question=_question(asked, None if handed_in is None else handed_in[0]),
        known=_known(told, asked, known, now),
        ours=people.our_entities(told),
        ledger=rows.with_reds(ledger, every, letters),
        exported=rows.with_reds(exported, every, letters),
        archived=archived,
        handed_in=handed_in,
        looked_ledger=known.has("ledger"),
    )


def _question(asked: Fields, file: Invoice | None) -> Question:
    return Question(
        text=asked.words("pasted_text"),
        number=asked.words("number"),
        code=asked.words("code"),
        date=asked.words("date"),
        amount=asked.words("amount"),
        check_code=asked.words("check_code"),
        buyer=asked.words("buyer"),
        seller=asked.words("seller"),
        entry=_entry(asked.words("entry")),
        answer=asked.words("answer"),
        file=file,
    )


def _entry(named: str) -> str:
    """Return an entry's own name for what people call it; as told where nobody knows it."""
    found = surroundings.entry_of(named)
    return named if found is None else found.value


def _known(told: Fields, asked: Fields, known: Fields, now: datetime) -> Known:
    extra = asked.flat("extra")
    asker = people.asker_of(told) or Asker(name="")
    return Known(
        asker=asker,
        as_entity=asked.text("as_entity"),
        sessions=people.sessions_of(told),
        grants=people.grants_of(known),
        amount_field=asked.text("amount_field_asked"),
        extra=extra,
        beside=asked.text("pasted_text"),
        client=surroundings.client_of(asked),
        paper_title=surroundings.paper_title_of(asked),
        attempts=surroundings.attempts_of(known, asker.name),
        windows=surroundings.windows_in(known, now),
        probes=surroundings.probes_of(known),
        seller_side=surroundings.seller_of(known),
        submissions=surroundings.submissions_of(known),
        failed_imports=surroundings.failed_imports_of(known),
        red_letters=surroundings.red_letters_of(known),
        list_filter=list_filter_of(known, extra),
        export_span=surroundings.export_span_of(known),
    )
