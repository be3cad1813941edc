"""这张票已部分红冲。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import tail, yuan
from chapiao.invoice.answers import Outcome
from chapiao.invoice.status import TaxStatus


@rule(
    cause="red_partial",
    title="已部分红冲",
    source="domain §3.1 [B]：已红冲-部分的只有余额可用，附上红字发票两张都入账",
)
def red_part(
    copy: Record, copies: tuple[Record, ...], told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    status = next((one for one in copies if one.tax_status is TaxStatus.RED_PART), None)
    reds = tuple(dict.fromkeys(red for one in copies for red in one.red))
    total, back = copy.invoice.total, sum(red.total or 0 for red in reds)
    rest = total + back if total is not None and reds else None
    if status is None and (rest is None or rest <= 0):
        known = any(one.tax_status is not None for one in copies)
        return RuledOut("没有部分红冲") if known and not reds else None
    evidence = [
        Evidence(
            "红字发票", seen=f"{tail(red.number or '')} {yuan(red.total or 0)}", source=copy.source
        )
        for red in reds
    ]
    if status is not None:
        evidence.insert(
            0, Evidence("税务状态", seen=TaxStatus.RED_PART, expected="正常", source=status.source)
        )
    left = f"，还剩{yuan(rest)}可用" if rest is not None else "，只有余下的部分可用"
    return Finding(
        says=f"这张票已部分红冲{left}。",
        certainty=Certainty.LIKELY if Outcome.MISMATCH in told else Certainty.CERTAIN,
        evidence=tuple(evidence),
        steps=(Step("按余额报销，附上红字发票，两张都入账", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
