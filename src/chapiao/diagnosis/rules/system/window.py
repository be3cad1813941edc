"""公告的维护时段正盖住现在。

Only a window of this very entry, at this very moment, and of our own province where the
notice is a province's. An entry that answered about the invoice was working.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

AFTER = timedelta(minutes=30)
UNKNOWN_END = 120  # minutes
BROKEN = frozenset(
    {Outcome.NETWORK, Outcome.SYSTEM, Outcome.BUSY, Outcome.MAINTENANCE, Outcome.CAPTCHA}
)
# Answers that may come of what an entry in maintenance does not know.
SILENT = frozenset({Outcome.NOT_FOUND, Outcome.SAME_DAY})
OF_A_PROVINCE = frozenset({Entry.ETAX, Entry.BEIJING})
BEIJING = "11"


@rule(
    cause="maintenance",
    title="正在公告的维护时段内",
    source="domain §8.2 第11行：维护时段结束后30分钟再查；requirements R55–R57",
)
def window(
    windows: tuple[Window, ...],
    entry: Entry,
    told: frozenset[Outcome],
    home: str,
    is_held: bool,
    now: datetime,
) -> Finding | RuledOut | None:
    ours = [one for one in windows if entry in one.entries and _is_here(one, entry, home)]
    if not ours:
        return None
    open_ = next((one for one in ours if one.covers(now)), None)
    if open_ is None:
        return RuledOut(f"{entry}的维护时段不在现在")
    if told - BROKEN - SILENT or (is_held and entry is Entry.OWN):
        return RuledOut(f"虽在公告的时段内，{entry}已经给出了答复")
    again = open_.end + AFTER if open_.end is not None else clock.in_minutes(now, UNKNOWN_END)
    until = f"到{when(open_.end, now)}" if open_.end is not None else "，结束时间还没有公布"
    return Finding(
        says=f"{entry}正在公告的维护时段内{until}，与这张票本身无关。",
        certainty=Certainty.POSSIBLE if told & SILENT else Certainty.CERTAIN,
        evidence=(
            Evidence("维护公告", seen=open_.says, source="公告"),
            Evidence("现在", seen=f"{now:%Y-%m-%d %H:%M}"),
        ),
        steps=(Step(f"不用做什么，{when(again, now)}再查", Who.WAIT, by=again),),
        recheck=Recheck.AFTER_WINDOW,
        recheck_at=again,
    )


def _is_here(one: Window, entry: Entry, home: str) -> bool:
    if entry not in OF_A_PROVINCE or not one.regions:
        return True
    place = BEIJING if entry is Entry.BEIJING else home
    return not place or place in one.regions
