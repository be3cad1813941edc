"""这张票已全额红冲。

Told by the status, or by red invoices that together take the whole amount back.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import tail, yuan
from chapiao.invoice.status import TaxStatus


@rule(
    cause="red_full",
    title="已全额红冲",
    source="domain §3.1 [B]：已红冲-全额的不能报销、不能抵扣；§8.2 第14行",
)
def red_full(copy: Record, copies: tuple[Record, ...]) -> Finding | RuledOut | None:
    status = next((one for one in copies if one.tax_status is TaxStatus.RED_FULL), None)
    reds = tuple(dict.fromkeys(red for one in copies for red in one.red))
    total, back = copy.invoice.total, sum(red.total or 0 for red in reds)
    whole = bool(reds) and total is not None and total + back <= 0
    if status is None and not whole:
        known = any(one.tax_status is not None for one in copies)
        return RuledOut("没有全额红冲") if known or not reds else None
    evidence = [
        Evidence(
            "红字发票", seen=f"{tail(red.number or '')} {yuan(red.total or 0)}", source=copy.source
        )
        for red in reds
    ]
    if status is not None:
        evidence.insert(
            0, Evidence("税务状态", seen=TaxStatus.RED_FULL, expected="正常", source=status.source)
        )
    by = (
        f"红字发票{tail(reds[0].number or '')}"
        if reds
        else f"{status.source if status else ''}的状态"
    )
    return Finding(
        says=f"这张票已全额红冲（见{by}），不能再报销或抵扣。",
        certainty=Certainty.CERTAIN,
        evidence=tuple(evidence),
        steps=(
            Step("请销售方补开新票", Who.SELLER),
            Step("已抵扣的做进项转出，已入账的冲回", Who.ASKER),
        ),
        recheck=Recheck.NEVER,
    )
