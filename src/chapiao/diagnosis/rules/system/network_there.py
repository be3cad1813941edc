"""网络超时：可能是入口的故障。

A time-out alone does not tell whose network it was; another network would.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome

MINUTES = 30


@rule(
    cause="outage",
    title="网络超时，可能是入口故障",
    source="domain §8.1 [A]：010 网络超时；§8.2 第11行：几张票同时查不了才像故障",
    hears={Outcome.NETWORK},
)
def network_there(words: str, now: datetime) -> Finding | None:
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says="连接超时，可能是入口那边的故障。",
        certainty=Certainty.POSSIBLE,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step(f"{when(again, now)}再查；换一张票试试是不是都查不了", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
