"""记录里今天已查满五次。

Every check counts, whoever made it and through whichever channel, the failed ones too;
a check of another invoice, of yesterday, or in our own 台账 does not.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry, LimitKind, limit_of

SHARED = frozenset({Entry.PLATFORM, Entry.VENDOR})
SPENT = frozenset(
    {Outcome.MATCH, Outcome.VOIDED, Outcome.RED, Outcome.MISMATCH, Outcome.NOT_FOUND, Outcome.LIMIT}
)


@rule(
    cause="daily_limit",
    title="今天已经查满次数",
    source="domain §2.2 [A][C]：每张票每个自然日5次，不论谁查、从哪个渠道，查错的也算",
)
def limit_counted(
    tried: tuple[Attempt, ...], entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | RuledOut | None:
    most = limit_of(Entry.PLATFORM, LimitKind.CHECKS_PER_DAY, now.date())
    if entry not in SHARED or most is None:
        return None
    today = [
        one
        for one in tried
        if one.at.date() == now.date() and one.entry in SHARED and one.outcome in SPENT
    ]
    said = any(one.outcome is Outcome.LIMIT for one in today)
    if told & {Outcome.MATCH, Outcome.VOIDED, Outcome.RED} or (len(today) < most and not said):
        return RuledOut(f"这张票今天才查了{len(today)}次")
    again = clock.next_day(now)
    who = "、".join(dict.fromkeys(one.who for one in today if one.who))
    return Finding(
        says=f"这张票今天已经查了{len(today)}次（{who or '各渠道合计'}），当日的{most}次用完了。",
        certainty=Certainty.CERTAIN,
        evidence=tuple(
            Evidence(f"{one.at:%H:%M} {one.who} {one.entry}", seen=one.words, source="查验记录")
            for one in today
        ),
        steps=(Step(f"今天不要再试，{when(again, now)}以后再查", Who.WAIT, by=again),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
