"""这张票今天的查验次数用完了。

Five checks an invoice and natural day, by whomever and wherever; failed ones count.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome


@rule(
    cause="daily_limit",
    title="当日查验次数用完",
    source="domain §2.2、§8.1 [A]：002 超过该张发票当日查验次数(请于次日再次查验)!",
    hears={Outcome.LIMIT},
)
def daily_limit(words: str, now: datetime) -> Finding | None:
    again = clock.next_day(now)
    return Finding(
        says="这张票今天的查验次数用完了（不论谁查、在哪查，查错的也算）。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step(f"今天不要再试，{when(again, now)}以后再查", Who.WAIT, by=again),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
