"""What is said of a gap about which the rules of the diagnosis cannot know.

That an invoice is not paid, not ticked or not booked yet is no fault of it; and a fen between
two lists is none that a rule would name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chapiao.actions.compare.gaps import Gap
from chapiao.actions.compare.inputs import Side
from chapiao.diagnosis.cause import CAUSES, INSUFFICIENT, Cause
from chapiao.diagnosis.model import Certainty, Who
from chapiao.reconcile.model import VOID_WORDS, Outcome

_ORDER: Final = (Side.BUREAU, Side.FILES, Side.OURS, Side.PAYMENTS)
_ALONE: Final = frozenset({Outcome.ONLY_LEFT, Outcome.ONLY_RIGHT, Outcome.PENDING})


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
    left_layout: str = ""
    right_layout: str = ""

    @property
    def behind_layout(self) -> str:
        """The layout of the list that proves less."""
        return self.right_layout if self.left_proves else self.left_layout

    @property
    def left_proves(self) -> bool:
        """Whether the left list is the one that proves more."""
        return _ORDER.index(self.left_side) <= _ORDER.index(self.right_side)


def own_words(gap: Gap, pair: Pair) -> Why | None:
    """Return what is known of a gap that is no matter for the rules; None for all others."""
    if gap.outcome not in _ALONE or (gap.left and gap.right):
        return None
    if Side.PAYMENTS in {pair.left_side, pair.right_side}:
        return _unpaid(gap, pair)
    ahead = gap.left if pair.left_proves else gap.right
    void = any(one.status in VOID_WORDS for one in ahead)
    if not ahead or void or Side.BUREAU not in {pair.left_side, pair.right_side}:
        return None
    first, other = (pair.left, pair.right) if pair.left_proves else (pair.right, pair.left)
    if pair.behind_layout.startswith("用途确认"):
        says = f"「{first}」里有这张票，「{other}」里没有：还没有勾选确认，或是不能抵扣的票种。"
        step = "要抵扣的，在勾选期内到税务数字账户勾选；不抵扣的不用处理"
        return _said(INSUFFICIENT, says, step, Who.ASKER, ((first, "有"), (other, "没有")))
    if pair.behind_layout.endswith("凭证"):
        says = f"「{first}」里有这张票，「{other}」里没有，还没有入账，或凭证里没有写号码。"
        step = "核对是否还没有报销入账；已入账的在摘要或票号里补上号码"
        cause = CAUSES["not_imported"]
        return _said(cause, says, step, Who.ASKER, ((first, "有"), (other, "没有")))
    return None


def _said(
    cause: Cause, says: str, step: str, who: Who, evidence: tuple[tuple[str, str], ...]
) -> Why:
    return Why(
        cause=cause.id,
        title=cause.title,
        certainty=Certainty.POSSIBLE.name,
        says=says,
        step=step,
        owner=who.value,
        by=None,
        evidence=tuple((what, seen, "") for what, seen in evidence),
    )


def small(gap: Gap, pair: Pair) -> Why:
    """Return what a difference is that the rules take for none: a fen, or how a name is written."""
    other = pair.right if pair.left_proves else pair.left
    says = "两边是同一张票，差别很小，多半是尾差或写法不同。"
    step = f"对照票面确认；确有差别就改正「{other}」，只是尾差可以设容差后再比"
    evidence = tuple(("不同的字段", one) for one in gap.fields)
    return _said(CAUSES["entered_wrong"], says, step, Who.BUYER_ADMIN, evidence)


def _unpaid(gap: Gap, pair: Pair) -> Why:
    """Return what is known of an invoice without a payment, or a payment without an invoice."""
    paid, other = pair.left, pair.right
    if pair.left_side is not Side.PAYMENTS:
        paid, other = other, paid
    rows = gap.left or gap.right
    if (pair.left_side is Side.PAYMENTS) is bool(gap.left):
        whom = rows[0].seller_name or "收款方"
        says = f"「{paid}」里这笔付款在「{other}」里没有对应的发票。"
        step = f"向{whom}索取发票；不用开票的（工资、税款、手续费）注明即可"
        return _said(INSUFFICIENT, says, step, Who.SELLER, ((paid, "有"), (other, "没有")))
    says = f"这张票在「{paid}」里没有对应的付款。"
    step = "核对是否还没有付款，或并在别的付款里"
    return _said(INSUFFICIENT, says, step, Who.ASKER, ((other, "有"), (paid, "没有")))
