"""入口答复当天的票次日才能查。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome


@rule(
    cause="same_day",
    title="入口说当天票次日可查",
    source="domain §8.1 [A]：当日开具发票可于次日进行查验！",
    hears={Outcome.SAME_DAY},
)
def same_day_words(words: str, now: datetime) -> Finding | None:
    morning = clock.tomorrow_morning(now)
    return Finding(
        says="入口自己说：当天开具的发票次日才能查验。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step(f"不用做什么，{when(morning, now)}再查", Who.WAIT, by=morning),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=morning,
    )
