"""入口的网页自己报错。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Client
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

MINUTES = 60
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY})


@rule(
    cause="outage",
    title="入口的网页报错",
    source="requirements §5 [维护]：500、502是对方服务器的错误",
)
def outage_page(
    client: Client, entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | None:
    probe = client.probe
    if probe is None or not probe.broken_there or told - BROKEN:
        return None
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says=f"您的电脑连得上{entry}，是它的服务器报错（HTTP {probe.http}）。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("本机探测", seen=f"HTTP {probe.http}", expected="200", source="本机"),),
        steps=(Step(f"等它恢复，{when(again, now)}再查", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
