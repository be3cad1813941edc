"""Why a gap is there: each is put before the rules of the diagnosis, with what both lists say.

The list that proves more (the bureau's, then files) is what the rules know as an export or a
file, the other one as the 台账. What the rules say of 台账 and 税局导出 is said here in the
lists' own names.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Final

from chapiao.actions.compare.gaps import Gap, Row
from chapiao.actions.compare.inputs import Side
from chapiao.actions.compare.own_words import Pair, Why, own_words, small
from chapiao.diagnosis.answer import Answer, answer
from chapiao.diagnosis.cause import FOUND
from chapiao.diagnosis.engine import all_rules, diagnose
from chapiao.diagnosis.facts import ARCHIVE, EXPORT, LEDGER, OurEntity, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.model import Step
from chapiao.diagnosis.question import Question
from chapiao.diagnosis.rule import Rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.number import DIGITAL
from chapiao.invoice.status import TaxStatus
from chapiao.reconcile.model import Level, Outcome

_STATUSES: Final = {one.value: one for one in TaxStatus} | {
    "作废": TaxStatus.VOIDED,
    "红冲": TaxStatus.RED_FULL,
    "已红冲": TaxStatus.RED_FULL,
}
_STATES: Final = frozenset({"voided", "red_full", "red_partial", "abnormal_voucher"})
_NAMED: Final = re.compile(f"{LEDGER}|{EXPORT}|台账|档案")
_SLIPS: Final = frozenset({"number_typo", "number_length", "excel_damage"})
_MADE_UP: Final = "入口的原话"  # no entry was asked: the list is what does not have it
_MOST_EVIDENCE: Final = 6
_NOT_THERE: Final = "查无此票"


@dataclass(frozen=True, slots=True)
class _Held:
    """Holdings of a few rows: those of one gap, with which everything can be told."""

    ledger: tuple[Record, ...] = ()
    exports: tuple[Record, ...] = ()
    files: tuple[Record, ...] = ()
    known_to: datetime | None = None
    companies: tuple[OurEntity, ...] | None = None

    def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
        return [one for one in self.ledger if one.invoice.key in keys]

    def by_numbers(self, numbers: Collection[str]) -> Sequence[Record]:
        return [one for one in self.ledger if one.invoice.number in numbers]

    def by_prefix(self, prefix: str) -> Sequence[Record]:
        return [one for one in self.ledger if (one.invoice.number or "").startswith(prefix)]

    def by_day_and_sum(self, issued_on: date, fen: int) -> Sequence[Record]:
        return [
            one
            for one in self.ledger
            if one.invoice.issued_on == issued_on and fen in {one.invoice.amount, one.invoice.total}
        ]

    def exported(self, keys: Collection[str]) -> Sequence[Record]:
        return [one for one in self.exports if one.invoice.key in keys]

    def archived(self, keys: Collection[str]) -> Sequence[Record]:
        return [one for one in self.files if one.invoice.key in keys]

    def fresh_to(self, issued_on: date | None) -> datetime | None:  # noqa: ARG002 - one list covers all
        return self.known_to

    def ours(self) -> tuple[OurEntity, ...] | None:
        return self.companies


def why(gap: Gap, pair: Pair, now: datetime, seen: str = "") -> Why:
    """Return the cause of a gap, as the rules have it.

    `now` is Beijing time; `seen` a damaged number as it stands in the list.
    """
    own = own_words(gap, pair)
    if own is not None:
        return own
    ahead, behind = (gap.left, gap.right) if pair.left_proves else (gap.right, gap.left)
    proof = pair.left_side if pair.left_proves else pair.right_side
    typed, held = _asked(gap, ahead, behind, proof, seen)
    if proof is Side.BUREAU:
        held = replace(held, known_to=pair.fresh_to or now)
    facts = facts_for(typed, held, now)
    if proof is not Side.FILES:
        facts = replace(facts, in_archive=None)
    if gap.outcome is Outcome.DUPLICATE:
        rows = ahead if len(ahead) > 1 else behind
        facts = replace(facts, others=tuple(_record(one, LEDGER) for one in rows))
        return _told(answer(facts, diagnose(facts, _of_duplicates())), pair, proof)
    said = answer(facts, diagnose(facts))
    if gap.level is Level.ONE_EDIT:  # that the number has a slip is what put the two together
        first = [one for one in said.causes if one.cause.id in _SLIPS]
        said = replace(said, causes=(*first, *said.causes))
    told = _told(said, pair, proof)
    return small(gap, pair) if told.cause == FOUND.id and gap.left and gap.right else told


@cache
def _of_duplicates() -> tuple[Rule, ...]:
    """Return the rules of one invoice on several rows, and those of its state."""
    return tuple(one for one in all_rules() if one.cause in _STATES or one.id == "record.two_rows")


def _asked(
    gap: Gap, ahead: Sequence[Row], behind: Sequence[Row], proof: Side, seen: str
) -> tuple[Question, _Held]:
    """Return what is asked of a gap, and what is known around it."""
    proven = tuple(_record(one, EXPORT) for one in ahead)
    if ahead and behind:
        first, other = ahead[0], behind[0]
        apart = bool(other.number) and bool(first.key) and other.key != first.key
        if seen or apart:
            return _question(replace(other, number=seen or other.number)), _Held(ledger=proven)
        known = replace(
            other, key=first.key, number=first.number, code=first.code
        )  # what was put together is one invoice, whether or not both name it
        booked: tuple[Record, ...] = (_record(known, LEDGER),)
        return _question(first, proven=True), _known(proven, proof, booked)
    if ahead:
        return _question(ahead[0], proven=True), _known(proven, proof)
    row = replace(behind[0], number=seen) if seen else behind[0]
    if proof is Side.BUREAU and gap.outcome is not Outcome.DUPLICATE:
        held = tuple(_record(one, LEDGER) for one in behind)
        return _question(row, Entry.ETAX), _Held(ledger=held)
    return _question(row), _Held()


def _known(proven: tuple[Record, ...], proof: Side, booked: tuple[Record, ...] = ()) -> _Held:
    if proof is Side.FILES:
        files = tuple(replace(one, source=ARCHIVE) for one in proven)
        return _Held(ledger=booked, files=files)
    return _Held(ledger=booked, exports=proven)


def _question(row: Row, entry: Entry = Entry.OWN, *, proven: bool = False) -> Question:
    """Return the question; of what a list proves, nothing but the number is asked about."""
    if proven:
        return Question(number=row.number or "", code=row.code or "")
    total = row.total if row.total is not None else row.net
    return Question(
        number=row.number or "",
        code=row.code or "",
        date="" if row.issued_on is None else row.issued_on.isoformat(),
        amount="" if total is None else plain(total),
        seller=row.seller_name or "",
        buyer=row.buyer_name or "",
        entry=entry.value,
        answer="" if entry is Entry.OWN else _NOT_THERE,
    )


def _record(row: Row, source: str) -> Record:
    digital = row.number is not None and len(row.number) == DIGITAL
    return Record(
        invoice=Invoice(
            code="" if digital else row.code,
            number=row.number,
            issued_on=row.issued_on,
            seller_name=row.seller_name,
            seller_tax_id=row.seller_id,
            buyer_name=row.buyer_name,
            buyer_tax_id=row.buyer_id,
            amount=row.net,
            tax=row.tax,
            total=row.total,
        ),
        source=source,
        tax_status=_STATUSES.get(row.status or ""),
        voucher=row.voucher or "",
        booked_on=row.booked_on,
    )


def _told(said: Answer, pair: Pair, proof: Side) -> Why:
    """Return the first cause of an answer in the lists' own names."""
    first = said.causes[0]
    if first.cause is FOUND:
        first = next((one for one in said.causes if one.cause is not FOUND), first)
    ahead, behind = (pair.left, pair.right) if pair.left_proves else (pair.right, pair.left)
    names = {LEDGER: behind, "台账": behind, EXPORT: ahead}
    if proof is Side.FILES:
        names["档案"] = ahead

    def own(text: str) -> str:
        return _NAMED.sub(lambda found: f"「{names.get(found[0], found[0])}」", text)

    step: Step = first.steps[0]
    return Why(
        cause=first.cause.id,
        title=first.cause.title,
        certainty=first.certainty.name,
        says=own(first.says),
        step=own(step.text),
        owner=step.who.value,
        by=step.by or first.recheck_at,
        evidence=tuple(
            (own(one.what), one.seen, one.expected or "")
            for one in first.evidence[:_MOST_EVIDENCE]
            if one.what != _MADE_UP
        ),
    )
