"""Answer: what a person is told, made of the facts and of what every rule said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chapiao.diagnosis import asking
from chapiao.diagnosis.asking import Lacking, Want
from chapiao.diagnosis.beyond import next_door
from chapiao.diagnosis.cause import FOUND
from chapiao.diagnosis.engine import Diagnosis
from chapiao.diagnosis.facts import Facts, Record
from chapiao.diagnosis.fill_card import fill_card
from chapiao.diagnosis.headline import headline
from chapiao.diagnosis.insufficient import insufficient
from chapiao.diagnosis.model import Certainty, Correction, Finding, NotRun, Recheck, RuledOut, Who
from chapiao.diagnosis.rule import Rule
from chapiao.diagnosis.timeline import Stage, timeline
from chapiao.diagnosis.trace import Moment, trace
from chapiao.diagnosis.wanted import ask_for
from chapiao.diagnosis.weigh import Explanation, weigh
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.fill_card import FillCard
from chapiao.invoice.model import Invoice

# States that a source tells of one invoice, and which its neighbour need not have.
# Fields that an entry compares once it has the invoice.
OF_A_FIELD = frozenset({"amount_basis", "wrong_amount", "check_code_wrong"})
COMPARES = frozenset({Entry.PLATFORM, Entry.VENDOR})
OF_ONE_INVOICE = frozenset(
    {"voided", "red_full", "red_partial", "abnormal_voucher", "duplicate", "found"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One question answered. `causes` are ordered; the first is the headline's."""

    facts: Facts
    found: bool | None  # None: there was nothing to look for
    headline: str
    invoice: Invoice | None
    record: Record | None  # the copy shown, with its source and where a page can open it
    causes: tuple[Explanation, ...]
    ruled_out: tuple[tuple[Rule, RuledOut], ...]
    lacking: Lacking  # what could not be asked, and what the asker could add
    not_run: tuple[tuple[Rule, NotRun], ...]
    notes: tuple[tuple[Rule, Finding], ...]
    corrections: tuple[Correction, ...]
    next_owner: Who
    recheck: Recheck
    recheck_at: datetime | None
    ask_for: tuple[Want, ...]
    fill_card: FillCard | None
    timeline: tuple[Stage, ...]
    trace: tuple[Moment, ...]


def answer(facts: Facts, diagnosis: Diagnosis) -> Answer:
    """Return the answer to one question."""
    causes = _as_it_said(facts, _as_far_as_read(facts, weigh(diagnosis)))
    causes = (*causes, *next_door(facts, causes))
    wanted: tuple[Want, ...] = ()
    told = facts.asker is not None and bool(causes) and causes[0].cause is not FOUND
    open_ = told and causes[0].certainty < Certainty.CERTAIN
    if not causes or not causes[0].asserted or open_:
        wanted = ask_for(facts)
        sure = sum(one.asserted for one in causes)  # what is likely stands before it
        causes = (*causes[:sure], insufficient(facts, wanted[0], likely=sure > 0), *causes[sure:])
    first = causes[0]
    lacking = asking.lacking(facts, diagnosis.unasked)
    return Answer(
        facts=facts,
        found=_found(facts),
        headline=headline(facts, causes, wanted),
        invoice=facts.copy.invoice if facts.copy is not None else None,
        record=facts.copy,
        causes=causes,
        ruled_out=_ruled_out(diagnosis, causes),
        lacking=lacking,
        not_run=diagnosis.not_run,
        notes=diagnosis.notes,
        corrections=_corrections(diagnosis),
        next_owner=first.steps[0].who,
        recheck=first.recheck,
        recheck_at=first.recheck_at,
        ask_for=wanted,
        fill_card=fill_card(facts),
        timeline=timeline(facts),
        trace=trace(facts, diagnosis),
    )


def _as_far_as_read(facts: Facts, causes: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Lower everything where the number was read in part: what is said may be of a neighbour."""
    if facts.status_in_doubt and causes and causes[0].cause is FOUND:
        return (replace(causes[0], certainty=Certainty.POSSIBLE), *causes[1:])
    if not facts.read_in_part:
        return causes
    return tuple(
        replace(one, certainty=min(one.certainty, Certainty.POSSIBLE))
        if one.cause.id in OF_ONE_INVOICE
        else one
        for one in causes
    )


def _as_it_said(facts: Facts, causes: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Lower a wrong field where the entry has no such invoice: it would have said 不一致."""
    if facts.entry not in COMPARES or Outcome.NOT_FOUND not in facts.told:
        return causes
    others = any(one.asserted and one.cause.id not in OF_A_FIELD for one in causes)
    most = Certainty.POSSIBLE if others else Certainty.LIKELY
    lowered = [
        replace(one, certainty=min(one.certainty, most)) if one.cause.id in OF_A_FIELD else one
        for one in causes
    ]
    return tuple(sorted(lowered, key=lambda one: (-one.certainty, one.cause.order)))


def _found(facts: Facts) -> bool | None:
    if facts.held or facts.seen_there:
        return True
    return None if facts.held is None and not facts.told else False


def _ruled_out(
    diagnosis: Diagnosis, causes: tuple[Explanation, ...]
) -> tuple[tuple[Rule, RuledOut], ...]:
    """Return what is excluded; a cause that another rule found is not."""
    named = {one.cause.id for one in causes}
    return tuple((one, out) for one, out in diagnosis.ruled_out if one.cause not in named)


def _corrections(diagnosis: Diagnosis) -> tuple[Correction, ...]:
    """Return what may have been meant, likeliest first, each set of fields once."""
    offered = [one for _, finding in diagnosis.found for one in finding.corrections]
    offered.sort(key=lambda one: -one.confidence)
    unique: dict[tuple[tuple[str, str], ...], Correction] = {}
    for one in offered:
        unique.setdefault(tuple(sorted(one.fields.items())), one)
    return tuple(unique.values())
