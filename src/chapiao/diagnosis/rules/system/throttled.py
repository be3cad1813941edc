"""入口说请求太频繁或正拥堵。"""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome

MINUTES = 30
# Words cut off at the front, or an answer that is still to come: either may turn out otherwise.
UNFINISHED = re.compile(r"^\s*(?:…|\.{2,})|正在(?:查验|查询|处理)|处理中|查[验询]中")


@rule(
    cause="throttled",
    title="请求太频繁或入口拥堵",
    source="domain §8.1 [A]：003 请求太频繁、004 超过服务器最大请求数、016 请求太频繁",
    hears={Outcome.THROTTLED, Outcome.BUSY},
)
def throttled(words: str, now: datetime) -> Finding | None:
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says="入口说请求太频繁或正拥堵，与这张票本身无关。",
        certainty=Certainty.POSSIBLE if UNFINISHED.search(words) else Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step(f"停一停，{when(again, now)}再查", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
