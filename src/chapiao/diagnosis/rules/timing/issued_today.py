"""今天开的票，这个入口要到次日才有。

The platform takes invoices in over night; our own 台账 gets them with the next export.
"""

from __future__ import annotations

from datetime import date, datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry, first_day

EXISTS = frozenset({Outcome.MATCH, Outcome.VOIDED, Outcome.RED, Outcome.MISMATCH})


@rule(
    cause="same_day",
    title="当天开具，次日可查",
    source="domain §2.2、§8.1 [A]：当日开具发票可于次日进行查验！",
)
def issued_today(
    issue_date: date,
    entry: Entry,
    now: datetime,
    held: bool,
    told: frozenset[Outcome],
    takes_today: bool,
) -> Finding | RuledOut | None:
    today = now.date()
    if issue_date != today:
        return RuledOut("不是今天开的")
    if told & EXISTS or (held and entry is Entry.OWN):
        return RuledOut("虽是今天开的，但已经查得到")
    if takes_today and entry is Entry.VENDOR:
        return RuledOut("这家接口当天的票也能查")
    next_day = first_day(entry, issue_date) > today
    waits = next_day or entry in {Entry.OWN, Entry.VENDOR}
    morning = clock.tomorrow_morning(now)
    place = "台账要等下一次导入" if entry is Entry.OWN else f"{entry}次日才能查"
    return Finding(
        says=f"这张票是今天（{today.isoformat()}）开的，{place}。",
        certainty=Certainty.LIKELY if waits else Certainty.POSSIBLE,
        evidence=(
            Evidence("开票日期", seen=issue_date.isoformat(), expected=f"早于{today.isoformat()}"),
            Evidence("查的入口", seen=str(entry), source="所填"),
        ),
        steps=(Step(f"不用做什么，{when(morning, now)}再查", Who.WAIT, by=morning),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=morning,
    )
