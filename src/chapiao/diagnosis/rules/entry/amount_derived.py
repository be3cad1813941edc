"""所填金额是自己按税率倒算出来的。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.diagnosis.where import AMOUNTS, asked_of
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import plain

SURE = 0.9
RATES = (13, 9, 6, 5, 3, 1, 0.5)  # percent in force now
ROUNDING = 1  # fen


@rule(
    cause="amount_basis",
    title="金额是自己倒算的",
    source="domain §2.1 [A][B]：第四栏要票面上的那一个金额，不要自己按税率换算",
)
def amount_derived(
    amount: int,
    copy: Record,
    entry: Entry,
    entry_kind: Kind,
    region: str,
    told: frozenset[Outcome],
) -> Finding | None:
    net, total = copy.invoice.amount, copy.invoice.total
    asked = asked_of(entry, entry_kind, region or None, AMOUNTS)
    if net is None or total is None or asked is None or Outcome.MATCH in told:
        return None
    if any(abs(amount - one) <= ROUNDING for one in (net, total)) or not amount:
        return None
    right = net if asked is Ask.AMOUNT else total
    made = (
        {rate: round(right / (1 + rate / 100)) for rate in RATES}
        if asked is Ask.TOTAL
        else {rate: round(right * (1 + rate / 100)) for rate in RATES}
    )
    rate = next((one for one, fen in made.items() if abs(fen - amount) <= ROUNDING), None)
    if rate is None:
        return None
    return Finding(
        says=f"所填{yuan(amount)}是按{rate:g}%换算出来的，票面上没有；要填的是{yuan(right)}。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("所填金额", seen=plain(amount), expected=plain(right), source="所填"),
            Evidence("票面金额", seen=plain(right), source=copy.source),
        ),
        steps=(Step(f"把金额改填为票面上的{plain(right)}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"amount": plain(right)},
                typed={"amount": plain(amount)},
                because=f"票面上是{plain(right)}",
                confidence=SURE,
            ),
        ),
    )
