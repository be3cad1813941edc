"""接口账户的查验量用完了。

The account's volume is another limit than the five checks of one invoice a day: another
entry still answers.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

MINUTES = 60


@rule(
    cause="throttled",
    title="接口账户的查验量用完",
    source="domain §7.1–7.4 [B]：LIMIT_ACCOUNT 与每张票每天5次是两回事",
    hears={Outcome.ACCOUNT_LIMIT},
)
def account_limit(words: str, now: datetime) -> Finding:
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says="是接口账户的查验量用完了，不是这张票的次数；这张票的结果还没有查到。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("接口的原话", seen=words[:80], source="入口答复"),),
        steps=(
            Step("请管接口账户的人续量；现在先到查验平台查这一张", Who.IT),
            Step("到查验平台查这一张", Who.ASKER),
        ),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
