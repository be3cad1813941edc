"""税控后台还没收到这张票的明细。

The Beijing entry knows the invoice as sold to the issuer, without its details. That is
another answer than 无此票信息, and another clock.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.answers import Outcome

DAYS = 3


@rule(
    cause="backend_detail_missing",
    title="税控后台未收到明细",
    source="domain §2.2 [C]：税控后台未接收到该发票的明细上传信息，请间隔数日或次月再次查询",
    hears={Outcome.DETAIL_MISSING},
)
def detail_missing(words: str, now: datetime) -> Finding | None:
    again, last = clock.in_days(now, DAYS), clock.next_month(now)
    return Finding(
        says="税务局知道这张票已发售给开票方，但还没收到它的明细，要隔几天甚至到下个月才查得到。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(
            Step("请开票方联网上传这张票的明细", Who.SELLER),
            Step(f"{when(again, now)}再查，仍没有就{when(last, now)}再查", Who.WAIT, by=again),
        ),
        recheck=Recheck.DAYS,
        recheck_at=again,
    )
