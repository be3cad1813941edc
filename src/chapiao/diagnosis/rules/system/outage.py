"""入口说系统异常。"""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome

MINUTES = 60
NAMED = re.compile(r"系统|服务|网络|故障|50[0-4]|HTTP|Error|Gateway|Unavailable", re.IGNORECASE)


@rule(
    cause="outage",
    title="入口系统异常",
    source="domain §8.1 [A]：015 系统异常、010_ 网络超时/系统异常",
    hears={Outcome.SYSTEM},
)
def outage(words: str, now: datetime) -> Finding | None:
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says="入口自己报系统异常，与这张票本身无关。",
        # An error without a name may be of this invoice as well: another entry would tell.
        certainty=Certainty.LIKELY if NAMED.search(words) else Certainty.POSSIBLE,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step(f"{when(again, now)}再查；别的票也查不了就是它的故障", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
