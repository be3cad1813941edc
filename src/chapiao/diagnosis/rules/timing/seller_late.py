"""这家销售方一向上传得晚。"""

from __future__ import annotations

import math
from datetime import date, datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.papers import SellerSays, SellerSide
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
    }
)
BUREAU = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.VENDOR, Entry.OWN})
ENOUGH = 3  # earlier invoices that make a habit
NOT_LATE = frozenset(
    {SellerSays.DENIES, SellerSays.ISSUING, SellerSays.FAILED, SellerSays.VOIDED, SellerSays.RED}
)


@rule(
    cause="seller_not_uploaded",
    title="销售方一向上传得晚",
    source="requirements §5 [延迟]：开票方历来上传晚几天；domain §8.2 第8行",
)
def seller_late(
    seller_side: SellerSide,
    kind: Kind,
    issue_date: date,
    entry: Entry,
    told: frozenset[Outcome],
    now: datetime,
) -> Finding | RuledOut | None:
    days, age = seller_side.late_days or 0, (now.date() - issue_date).days
    if Outcome.NOT_FOUND not in told or entry not in BUREAU or kind not in TAX_CONTROLLED:
        return None
    if days < 1 or (seller_side.samples or 0) < ENOUGH or seller_side.says in NOT_LATE:
        return RuledOut("这家销售方不惯于晚上传")
    if age > math.ceil(days) * 2:
        return RuledOut("这家销售方平时早该上传了")
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"{seller_side.name}的票平时要{days:g}天才上传，这张才{age}天，多半还没有上传。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(
                "销售方平时晚几天上传",
                seen=f"{days:g}天（{seller_side.samples}张）",
                source="查验记录",
            ),
            Evidence("开票日期", seen=issue_date.isoformat()),
        ),
        steps=(
            Step("请开票方联网上传这张发票", Who.SELLER),
            Step(f"{when(again, now)}再查", Who.WAIT, by=again),
        ),
        recheck=Recheck.DAYS,
        recheck_at=again,
    )
