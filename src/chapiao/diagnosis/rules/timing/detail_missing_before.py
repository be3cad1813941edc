"""以前查过，税控后台还没收到明细。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

DAYS = 3
KNOWS = frozenset({Outcome.MATCH, Outcome.VOIDED, Outcome.RED, Outcome.DETAIL_MISSING})


@rule(
    cause="backend_detail_missing",
    title="以前查过：后台未收到明细",
    source="domain §2.2 [C]：税控后台未接收到该发票的明细上传信息，请间隔数日或次月再次查询",
)
def detail_missing_before(
    tried: tuple[Attempt, ...], entry: Entry, told: frozenset[Outcome], now: datetime
) -> Finding | None:
    before = [one for one in tried if one.outcome is Outcome.DETAIL_MISSING and one.entry is entry]
    if not before or told & KNOWS:
        return None
    last = before[-1]
    again = clock.in_days(now, DAYS)
    return Finding(
        says=f"{last.at:%m-%d}在{entry}查过，那时税控后台还没收到这张票的明细，现在可能仍没有。",
        certainty=Certainty.POSSIBLE,
        evidence=(
            Evidence(f"{last.at:%m-%d %H:%M} {last.who}", seen=last.words[:80], source="查验记录"),
        ),
        steps=(Step("请开票方联网上传这张票的明细", Who.SELLER),),
        recheck=Recheck.DAYS,
        recheck_at=again,
    )
