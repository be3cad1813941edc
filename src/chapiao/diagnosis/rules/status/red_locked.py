"""红字确认单还没走完，蓝票被锁定。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.status import TaxStatus


@rule(
    cause="red_confirmation_pending",
    title="红字确认单未完成",
    source="domain §3.1 [B]：红字锁定期间不能勾选，72小时内确认；§3.3 确认单状态02、03",
)
def red_locked(stated: Record, now: datetime) -> Finding | RuledOut:
    if stated.tax_status is not TaxStatus.RED_LOCKED:
        return RuledOut("没有红字锁定")
    return Finding(
        says="这张票有一张红字确认单在走，票被锁定；对方72小时内不确认就失效。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("税务状态", seen=TaxStatus.RED_LOCKED, expected="正常", source=stated.source),
        ),
        steps=(
            Step("到电子税务局红字信息确认单里确认，或请发起方撤销", Who.ASKER),
            Step("不同意红冲的，与销售方说明", Who.ASKER),
        ),
        recheck=Recheck.DAYS,
        recheck_at=clock.in_days(now, 3),
    )
