"""有文件证明已开具，入口还没显示。

A 数电票 exists from the moment it is issued; an entry may show it hours later.
"""

from __future__ import annotations

from datetime import date, datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.whose import Whose
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind

BUREAU = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.VENDOR})
SAID = "销售方说已经开具"  # of what number, nobody showed
RECENT = 7  # days


@rule(
    cause="accepted_not_visible",
    title="已开具，入口还没显示",
    source="requirements §5 [延迟]：受理不等于可查；domain §8.2 第8行：数电票在线开具，只差同步",
    hears={Outcome.NOT_FOUND},
)
def proven_not_visible(
    issue_proof: str,
    proven: bool,
    entry_kind: Kind,
    issue_date: date,
    entry: Entry,
    buyer_is: Whose,
    now: datetime,
) -> Finding | RuledOut | None:
    if entry not in BUREAU or not entry_kind.is_digital:
        return None
    age = (now.date() - issue_date).days
    if not 0 <= age <= RECENT:
        return RuledOut("开具已久，不会还没同步")
    # 税局 lists only our own; after the first day another buyer is as likely a reason.
    unsure = (issue_proof == SAID and not proven) or (
        entry is Entry.ETAX and buyer_is is Whose.UNKNOWN and age > 1
    )
    morning = clock.tomorrow_morning(now)
    return Finding(
        says=f"{issue_proof}，{issue_date}开具的数电票，{entry}还没同步到。"
        if issue_proof
        else f"也可能是{issue_date}开具的数电票，{entry}还没有同步到。",
        certainty=Certainty.LIKELY if issue_proof and not unsure else Certainty.POSSIBLE,
        evidence=(
            Evidence("开具的证明", seen=issue_proof or "没有", against=not issue_proof),
            Evidence("开票日期", seen=issue_date.isoformat()),
            Evidence("入口答复", seen=Outcome.NOT_FOUND, source=str(entry)),
        ),
        steps=(Step(f"保留文件，{when(morning, now)}再查", Who.WAIT, by=morning),),
        recheck=Recheck.NEXT_DAY,
        recheck_at=morning,
    )
