"""入口说这张票在红字确认中。"""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule

SAYS_SO = re.compile(
    r"红字(?:信息)?确认(?!.{0,6}(?:作废|撤销|失效))|红字锁定|发起红[字冲]|红冲(?:流程)?中"
)


@rule(
    cause="red_confirmation_pending",
    title="入口说在红字确认中",
    source="domain §3.1、§3.3 [B]：红字确认单在走时票被锁定，72小时内确认",
)
def red_locked_words(answered: str, now: datetime) -> Finding | None:
    if not SAYS_SO.search(answered):
        return None
    return Finding(
        says="入口说这张票有红字确认单在走，票被锁定。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=answered[:80], source="入口答复"),),
        steps=(
            Step("到红字信息确认单里看等哪一方：等本单位就确认或拒绝", Who.ASKER),
            Step("等销售方的，请它确认或撤销", Who.SELLER),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=clock.tomorrow_morning(now),
    )
