"""这张票已作废。

The platform finds a voided invoice and marks it; tick lists and enterprise pools lose it.
It cannot be reimbursed or booked.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.status import TaxStatus


@rule(
    cause="voided",
    title="已作废",
    source="domain §3.1 [B]：已作废的票查验平台查得到并标明作废，勾选清单和台账里会消失",
)
def voided(stated: Record, told: frozenset[Outcome]) -> Finding | RuledOut:
    if stated.tax_status is not TaxStatus.VOIDED:
        return RuledOut("没有作废")
    other = Outcome.MISMATCH in told  # that answer has a cause of its own: some field is wrong
    return Finding(
        says=f"{stated.source}显示这张票{TaxStatus.VOIDED}，不能报销或入账。",
        certainty=Certainty.LIKELY if other else Certainty.CERTAIN,
        evidence=(
            Evidence(
                "税务状态", seen=str(stated.tax_status), expected="正常", source=stated.source
            ),
        ),
        steps=(
            Step("请销售方重新开具一张", Who.SELLER),
            Step("已经入账的，冲回这笔", Who.ASKER),
        ),
        recheck=Recheck.NEVER,
    )
