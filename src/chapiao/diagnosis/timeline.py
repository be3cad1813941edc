"""到哪一步了: where an invoice stands between 开具 and 红冲, and which source says so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.diagnosis.facts import LEDGER, Facts
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry, first_day
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus

EXISTS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})
NOT_THERE = frozenset({Outcome.NOT_FOUND, Outcome.SAME_DAY, Outcome.DETAIL_MISSING})
RED = frozenset({TaxStatus.RED_FULL, TaxStatus.RED_PART})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step. `done` is None where no source says."""

    step: str
    done: bool | None = None
    at: date | datetime | None = None
    source: str = ""


def timeline(facts: Facts) -> tuple[Stage, ...]:
    """Return the eight steps in their order."""
    return (
        _issued(facts),
        _uploaded(facts),
        _visible(facts),
        _gathered(facts),
        _verified(facts),
        Stage(step="勾选"),
        _booked(facts),
        _reversed(facts),
    )


def _issued(facts: Facts) -> Stage:
    if facts.copy is not None:
        return Stage(step="开具", done=True, at=facts.issue_date, source=facts.copy.source)
    if facts.told & EXISTS:
        # After 不一致 the day that was typed may be what does not fit.
        at = None if Outcome.MISMATCH in facts.told else facts.issue_date
        return Stage(step="开具", done=True, at=at, source=str(facts.entry))
    return Stage(step="开具")


def _uploaded(facts: Facts) -> Stage:
    if Outcome.DETAIL_MISSING in facts.told:
        return Stage(step="上传", done=False, source=str(facts.entry))
    if facts.told & EXISTS:
        return Stage(step="上传", done=True, source=str(facts.entry))
    if facts.exported is not None:
        return Stage(step="上传", done=True, source=facts.exported.source)
    issued_online = facts.copy is not None and facts.kind is not None and facts.kind.is_digital
    return (
        Stage(step="上传", done=True, source="数电票在线开具")
        if issued_online
        else Stage(step="上传")
    )


def _visible(facts: Facts) -> Stage:
    if facts.told & EXISTS:
        return Stage(step="可查", done=True, source=str(facts.entry))
    if facts.told & NOT_THERE:
        return Stage(step="可查", done=False, source=str(facts.entry))
    if facts.exported is not None:
        return Stage(step="可查", done=True, source=facts.exported.source)
    day = first_day(Entry.PLATFORM, facts.issue_date) if facts.issue_date is not None else None
    if day is not None and day > facts.today:
        return Stage(step="可查", done=False, at=day, source=Entry.PLATFORM)
    return Stage(step="可查")


def _gathered(facts: Facts) -> Stage:
    at = facts.record.added_at if facts.record is not None else None
    source = "" if facts.held is None else LEDGER
    return Stage(step="归集", done=facts.held, at=at, source=source)


def _verified(facts: Facts) -> Stage:
    if facts.told & EXISTS:
        return Stage(step="查验", done=Outcome.MISMATCH not in facts.told, source=str(facts.entry))
    status = facts.record.verify_status if facts.record is not None else None
    if status in {None, VerifyStatus.NOT_CHECKED, VerifyStatus.NOT_NEEDED}:
        done = False if status is VerifyStatus.NOT_CHECKED else None
        return Stage(step="查验", done=done, source=LEDGER if done is False else "")
    return Stage(step="查验", done=status is VerifyStatus.MATCH, source=LEDGER)


def _booked(facts: Facts) -> Stage:
    status = facts.record.doc_status if facts.record is not None else None
    if status is None:
        return Stage(step="入账")
    return Stage(step="入账", done=status is DocStatus.BOOKED, source=LEDGER)


def _reversed(facts: Facts) -> Stage:
    copy = facts.copy
    if copy is not None and copy.red:
        return Stage(step="红冲", done=True, at=copy.red[0].issued_on, source=copy.source)
    if Outcome.RED in facts.told:
        return Stage(step="红冲", done=True, source=str(facts.entry))
    if facts.stated is None:
        return Stage(step="红冲")
    return Stage(step="红冲", done=facts.stated.tax_status in RED, source=facts.stated.source)
