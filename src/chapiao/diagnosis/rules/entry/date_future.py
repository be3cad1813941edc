"""所填开票日期还没有到。"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule


@rule(
    cause="date_invalid",
    title="开票日期在今天之后",
    source="requirements §5 [录入]：日期晚于今天；domain §7.5 [B]：412 日期晚于当前",
)
def date_future(issued_on: date, today: date) -> Finding | RuledOut:
    if issued_on <= today:
        return RuledOut("开票日期不在今天之后")
    return Finding(
        says=f"所填开票日期{issued_on.isoformat()}还没有到，今天是{today.isoformat()}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "所填开票日期",
                seen=issued_on.isoformat(),
                expected=f"不晚于{today.isoformat()}",
                source="所填",
            ),
        ),
        steps=(Step("对照票面改正开票日期再查", Who.ASKER),),
    )
