"""刚刚才被入口限流。"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

LATELY = timedelta(minutes=30)
MINUTES = 30
RATE = frozenset({Outcome.THROTTLED, Outcome.BUSY})


@rule(
    cause="throttled",
    title="刚刚才被限流",
    source="domain §8.1 [A]：003、004、016 请求太频繁；停一停再查",
)
def throttled_lately(
    attempts: tuple[Attempt, ...], entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | None:
    lately = [
        one
        for one in attempts
        if one.entry is entry and timedelta() <= now - one.at <= LATELY and one.outcome in RATE
    ]
    if not lately or told - {Outcome.CAPTCHA, Outcome.NETWORK, Outcome.BAD_INPUT}:
        return None
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says=f"几分钟前{entry}才说请求太频繁，现在还在限流里，与这张票无关。",
        certainty=Certainty.LIKELY,
        evidence=tuple(
            Evidence(f"{one.at:%H:%M} {one.who}", seen=one.words, source="查验记录")
            for one in lately
        ),
        steps=(Step(f"停一停，{when(again, now)}刷新页面再查", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
