"""税控发票的开票方还没有上传。

Only the older invoices are issued offline and uploaded afterwards. A 数电票 is issued at
the bureau itself, so this is never its reason.
"""

from __future__ import annotations

from datetime import date, datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind

TAX_CONTROLLED = frozenset(
    {
        Kind.SPECIAL,
        Kind.ORDINARY,
        Kind.ROLL,
        Kind.E_SPECIAL,
        Kind.E_ORDINARY,
        Kind.TOLL,
        Kind.VEHICLE,
        Kind.USED_VEHICLE,
    }
)
BUREAU = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.VENDOR})
RECENT, STILL_POSSIBLE = 3, 30  # days


@rule(
    cause="seller_not_uploaded",
    title="开票方还没有上传",
    source="domain §8.2 第8行：税控票离线开具，上传前平台查不到；数电票在线开具，不会这样",
    hears={Outcome.NOT_FOUND},
)
def not_uploaded(
    kind: Kind, issue_date: date, entry: Entry, now: datetime
) -> Finding | RuledOut | None:
    if entry not in BUREAU:
        return None
    if kind not in TAX_CONTROLLED:
        return RuledOut(f"{kind}不经开票方离线上传")
    age = (now.date() - issue_date).days
    if not 0 <= age <= STILL_POSSIBLE:
        return RuledOut("开票已久，上传早该完成")
    morning = clock.tomorrow_morning(now)
    return Finding(
        says=f"税控发票可以离线开具，开票方联网上传后才查得到；这张{_ago(age)}，多半还没有上传。",
        certainty=Certainty.LIKELY if age <= RECENT else Certainty.POSSIBLE,
        evidence=(
            Evidence("票种", seen=str(kind)),
            Evidence("开票日期", seen=issue_date.isoformat()),
            Evidence("入口答复", seen=Outcome.NOT_FOUND, source=str(entry)),
        ),
        steps=(
            Step("请开票方把开票软件联网，上传这张发票", Who.SELLER),
            Step(f"上传后再查；没有回音也在{when(morning, now)}再查一次", Who.WAIT, by=morning),
        ),
        recheck=Recheck.DAYS,
        recheck_at=morning,
    )


def _ago(age: int) -> str:
    return f"{age}天前才开" if age else "今天才开"
