"""这张票被列为异常凭证或失控发票。"""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.status import TaxStatus

GRADED = re.compile(r"异常|失控")
GRAVE = frozenset({TaxStatus.ABNORMAL, TaxStatus.LOST})


@rule(
    cause="abnormal_voucher",
    title="异常凭证或失控",
    source="domain §3.1 [B]、公告2019年第38号 [C]：异常凭证暂不抵扣，已抵扣的先转出",
)
def abnormal(stated: Record, now: datetime) -> Finding | RuledOut:
    seen = Evidence("税务状态", seen=str(stated.tax_status), expected="正常", source=stated.source)
    if stated.tax_status not in GRAVE and not GRADED.match(stated.risk or ""):
        return RuledOut("没有列为异常凭证")
    if stated.tax_status not in GRAVE:
        seen = Evidence("风险等级", seen=str(stated.risk), expected="正常", source=stated.source)
    return Finding(
        says=f"{stated.source}把这张票列为「{seen.seen}」，先不要抵扣或付款。",
        certainty=Certainty.CERTAIN,
        evidence=(seen,),
        steps=(
            Step("带合同、货物、付款资料到主管税务机关核实", Who.TAX_BUREAU),
            Step("已抵扣的先做进项转出", Who.ASKER),
        ),
        recheck=Recheck.DAYS,
        recheck_at=clock.in_days(now, 7),
    )
