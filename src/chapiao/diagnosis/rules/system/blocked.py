"""入口停用了查验。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome


@rule(
    cause="blocked",
    title="查验被停用",
    source="domain §8.1 [A]：020 由于查验行为异常，涉嫌违规，当前无法使用查验服务！",
    hears={Outcome.BLOCKED},
)
def blocked(words: str, now: datetime) -> Finding | None:
    again = clock.tomorrow_morning(now)
    return Finding(
        says="入口因查验行为异常停用了这边的查验，与这张票本身无关。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(
            Step("停掉所有自动查验，查是哪台机器查得太多", Who.IT),
            Step(f"换人、换网络，{when(again, now)}再试", Who.ASKER, by=again),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
