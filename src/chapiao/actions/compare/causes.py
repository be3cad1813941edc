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
from chapiao.diagnosis.answer import Answer, answer
from chapiao.diagnosis.cause import CAUSES, FOUND, INSUFFICIENT
from chapiao.diagnosis.engine import all_rules, diagnose
from chapiao.diagnosis.facts import ARCHIVE, EXPORT, LEDGER, OurEntity, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.model import Certainty, Step, Who
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
_ORDER: Final = (Side.BUREAU, Side.FILES, Side.OURS, Side.PAYMENTS)
_ALONE: Final = frozenset({Outcome.ONLY_LEFT, Outcome.ONLY_RIGHT, Outcome.PENDING})
_STATES: Final = frozenset({"voided", "red_full", "red_partial", "abnormal_voucher"})
_NAMED: Final = re.compile(f"{LEDGER}|{EXPORT}|台账|档案")
_SLIPS: Final = frozenset({"number_typo", "number_length", "excel_damage"})
_MADE_UP: Final = "入口的原话"  # no entry was asked: the list is what does not have it
_MOST_EVIDENCE: Final = 6
_NOT_THERE: Final = "查无此票"


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What the rules say of a gap: the likeliest cause, and the next step with its owner."""

    cause: str
    title: str
    certainty: str
    says: str
    step: str
    owner: str  # a diagnosis.model.Who
    by: datetime | None
    evidence: tuple[tuple[str, str, str], ...] = ()  # what, seen, expected


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lists as a gap is explained: their names, what they stand for, and how new they are."""

    left: str
    right: str
    left_side: Side
    right_side: Side
    fresh_to: datetime | None = None

    @property
    def left_proves(self) -> bool:
        """Whether the left list is the one that proves more."""
        return _ORDER.index(self.left_side) <= _ORDER.index(self.right_side)


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
    paid = Side.PAYMENTS in {pair.left_side, pair.right_side}
    if paid and not (gap.left and gap.right) and gap.outcome in _ALONE:
        return _unpaid(gap, pair)
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
    return _small(gap, pair) if told.cause == FOUND.id and gap.left and gap.right else told


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


def _small(gap: Gap, pair: Pair) -> Why:
    """Return what a difference is that the rules take for none: a fen, or how a name is written."""
    cause = CAUSES["entered_wrong"]
    other = pair.right if pair.left_proves else pair.left
    return Why(
        cause=cause.id,
        title=cause.title,
        certainty=Certainty.POSSIBLE.name,
        says="两边是同一张票，差别很小，多半是尾差或写法不同。",
        step=f"对照票面确认；确有差别就改正「{other}」，只是尾差可以设容差后再比",
        owner=Who.BUYER_ADMIN.value,
        by=None,
        evidence=tuple(("不同的字段", one, "") for one in gap.fields),
    )


def _unpaid(gap: Gap, pair: Pair) -> Why:
    """Return what is known of an invoice without a payment, or a payment without an invoice.

    No rule can tell why: that an invoice is not paid is no fault of it.
    """
    paid = pair.left if pair.left_side is Side.PAYMENTS else pair.right
    other = pair.right if pair.left_side is Side.PAYMENTS else pair.left
    rows = gap.left or gap.right
    is_payment = (pair.left_side is Side.PAYMENTS) is bool(gap.left)
    whom = rows[0].seller_name or "对方"
    says, step, owner = (
        (
            f"「{paid}」里这笔付款在「{other}」里没有对应的发票。",
            f"向{whom}索取发票；不用开票的（工资、税款、手续费）注明即可",
            Who.SELLER,
        )
        if is_payment
        else (
            f"这张票在「{paid}」里没有对应的付款。",
            "核对是否还没有付款，或并在别的付款里",
            Who.ASKER,
        )
    )
    return Why(
        cause=INSUFFICIENT.id,
        title=INSUFFICIENT.title,
        certainty=Certainty.POSSIBLE.name,
        says=says,
        step=step,
        owner=owner.value,
        by=None,
        evidence=tuple((paid if is_payment else other, f"第{one.at}行", "") for one in rows[:3]),
    )
