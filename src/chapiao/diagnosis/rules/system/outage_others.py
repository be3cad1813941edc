"""几个人同时都查不了。"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Attempt
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

LATELY = timedelta(hours=1)
MINUTES = 60
BROKEN = frozenset({Outcome.NETWORK, Outcome.SYSTEM})
FAILS = BROKEN | {Outcome.BUSY}


@rule(
    cause="outage",
    title="几个人同时查不了",
    source="domain §8.2 第11行：几张票同时查不了是入口的事；只有这一张则不是",
)
def outage_others(
    attempts: tuple[Attempt, ...],
    asker: Asker,
    entry: Entry,
    told: frozenset[Outcome],
    now: datetime,
) -> Finding | RuledOut | None:
    lately = [one for one in attempts if one.entry is entry and now - one.at <= LATELY]
    others = [one for one in lately if one.who != asker.name]
    failed = {one.who: one for one in others if one.outcome in BROKEN or _unread(one)}
    if told - FAILS or not others:
        return None
    worked = [one for one in others if one.outcome is not None and one.outcome not in FAILS]
    if worked and max(one.at for one in worked) >= max(
        (one.at for one in failed.values()), default=worked[0].at
    ):
        return RuledOut(
            "别人刚刚在同一入口查成了",
        )
    if not failed or (len(failed) == 1 and not told):
        return None
    again = clock.in_minutes(now, MINUTES)
    return Finding(
        says=f"同一时间{'、'.join(failed)}在{entry}也查不了，是入口的故障，与这张票无关。",
        certainty=Certainty.CERTAIN if len(failed) > 1 else Certainty.LIKELY,
        evidence=tuple(
            Evidence(f"{one.who} {one.at:%H:%M}", seen=one.words or "打不开", source="查验记录")
            for one in failed.values()
        ),
        steps=(Step(f"等它恢复，{when(again, now)}再查", Who.WAIT, by=again),),
        recheck=Recheck.SAME_DAY,
        recheck_at=again,
    )


def _unread(one: Attempt) -> bool:
    """Whether the page gave nothing to read: it did not open."""
    return one.outcome is None and any(
        word in one.words for word in ("打不开", "无法", "超时", "错误", "白屏")
    )
