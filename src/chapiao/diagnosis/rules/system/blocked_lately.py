"""刚被停用过查验。"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

LATELY = timedelta(hours=12)


@rule(
    cause="blocked",
    title="刚被停用过查验",
    source="domain §8.1 [A]：020 由于查验行为异常，涉嫌违规；§8.2 第12行：停掉自动查验，次日再试",
)
def blocked_lately(
    attempts: tuple[Attempt, ...], entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | None:
    lately = [
        one
        for one in attempts
        if one.entry is entry
        and timedelta() <= now - one.at <= LATELY
        and one.outcome is Outcome.BLOCKED
    ]
    if not lately:
        return None
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"{entry}今天已因查验行为异常停用过这边的查验。",
        certainty=Certainty.POSSIBLE
        if told - {Outcome.NETWORK, Outcome.CAPTCHA}
        else Certainty.LIKELY,
        evidence=tuple(
            Evidence(f"{one.at:%H:%M} {one.who}", seen=one.words[:80], source="查验记录")
            for one in lately
        ),
        steps=(Step("停掉所有自动查验，查是哪台机器查得太多", Who.IT),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
