"""服务器探测也打不开这个入口。

A probe from our server, or errors of several people at once, tell the entry's fault from
the asker's own network.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Probe
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

FRESH = timedelta(hours=2)
MINUTES = 60
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY})


@rule(
    cause="outage",
    title="服务器探测也打不开",
    source="requirements R19、§5 [维护]：服务器探测失败才是对方故障；domain §8.2 第11行",
)
def outage_probe(
    probes: tuple[Probe, ...], entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | RuledOut | None:
    near = [one for one in probes if one.entry is entry and abs(now - one.at) <= FRESH]
    if not near:
        return None
    last = max(near, key=lambda one: one.at)
    seen = Evidence(
        "服务器探测",
        seen=f"{last.at:%H:%M} {'通' if last.ok else '不通'} {last.detail}".strip(),
        source="服务器",
    )
    if last.ok or told - BROKEN:
        return RuledOut(f"从服务器打得开{entry}" if last.ok else f"{entry}已经给出答复")
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says=f"从本单位服务器也打不开{entry}，是它那边的故障，与您的网络和这张票无关。",
        certainty=Certainty.CERTAIN,
        evidence=(seen,),
        steps=(Step(f"等它恢复，{when(again, now)}再查", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )
