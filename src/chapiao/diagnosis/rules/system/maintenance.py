"""入口说正在维护。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome

MINUTES = 120  # without a notice nobody knows the end


@rule(
    cause="maintenance",
    title="入口正在维护",
    source="domain §8.2 第11行：维护时段结束后再查；§7.2 [B]：1021 税局维护",
    hears={Outcome.MAINTENANCE},
)
def maintenance(words: str, now: datetime) -> Finding | None:
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says="入口说正在维护，与这张票本身无关。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(
            Step(f"看维护公告的结束时间；没有公告就{when(again, now)}再查", Who.WAIT, by=again),
        ),
        recheck=Recheck.AFTER_WINDOW,
        recheck_at=again,
    )
