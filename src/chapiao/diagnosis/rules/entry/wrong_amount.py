"""所填金额不是这张票的任何一个金额。

Right and other amount are left to another rule. One fen is rounding and nobody's error.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.diagnosis.where import AMOUNTS, asked_of
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

SURE = 0.95
ROUNDING = 1  # fen


@rule(
    cause="wrong_amount",
    title="金额填错",
    source="domain §8.2 第3行、§4.2：金额＋税额＝价税合计；差一分是尾差",
)
def wrong_amount(
    amount: int,
    copy: Record,
    copies: tuple[Record, ...],
    entry: Entry,
    entry_kind: Kind,
    region: str,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    invoice = copy.invoice
    known = [one for one in (invoice.amount, invoice.total) if one is not None]
    if not known:
        return None
    rest = (invoice.total or 0) + sum(red.total or 0 for red in copy.red)
    if copy.red and abs(amount - rest) <= ROUNDING and Outcome.MISMATCH not in told:
        return None  # what is left of an invoice partly offset
    known += [
        fen
        for one in copies
        for fen in (one.invoice.amount, one.invoice.total)
        if fen is not None and one.source != LEDGER
    ]
    if any(abs(amount - one) <= ROUNDING for one in known) or Outcome.MATCH in told:
        return RuledOut("所填金额是这张票的金额")
    asked = asked_of(entry, entry_kind, region or None, AMOUNTS)
    right = invoice.amount if asked is Ask.AMOUNT else invoice.total
    right = known[0] if right is None else right
    return Finding(
        says=f"所填金额{yuan(amount)}不是这张票的金额（{_listed(invoice)}）"
        f"{_part(amount, invoice)}。",
        certainty=Certainty.LIKELY if copy.source == LEDGER else Certainty.CERTAIN,
        evidence=(
            Evidence("所填金额", seen=plain(amount), expected=plain(right), source="所填"),
            Evidence("这张票的金额", seen=_listed(invoice), source=copy.source),
        ),
        steps=(Step(f"把金额改填为{plain(right)}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"amount": plain(right)},
                typed={"amount": plain(amount)},
                because=f"{copy.source}里是{plain(right)}",
                confidence=SURE,
            ),
        ),
    )


def _listed(invoice: Invoice) -> str:
    names = (("不含税", invoice.amount), ("税额", invoice.tax), ("价税合计", invoice.total))
    return "、".join(f"{name}{yuan(fen)}" for name, fen in names if fen is not None)


def _part(amount: int, invoice: Invoice) -> str:
    if amount == invoice.tax:
        return "，填成了税额"
    if amount in {-one for one in (invoice.amount, invoice.total) if one}:
        return "，正负号填反了，红字发票的金额是负数"
    if any(amount in {line.amount, line.tax} for line in invoice.lines):
        return "，是其中一行明细的金额"
    return ""
