"""税局导出里有，电子税务局看得到。"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry

SHOWS = re.compile(r"勾选|入账|详情|正常|[条张]")
REFUSES = re.compile(r"不(?!抵扣)|未(?!勾选|入账)|无|没|失败|错误|超时|异常|请|仅|锁|(?<!\d)0")


@rule(
    cause="found",
    title="电子税务局里有这张票",
    source="domain §2.3：本单位税号的票在税务数字账户里看得到，导出即由此而来",
)
def etax_lists(exported: Record, entry: Entry, answered: str) -> Finding | None:
    if entry is not Entry.ETAX or (answered and not SHOWS.search(answered)):
        return None
    if REFUSES.search(answered):
        return None
    return Finding(
        says="税局导出里有这张票，用本单位身份在电子税务局看得到。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("税局导出", seen=f"有 {exported.invoice.number}", source=exported.source),
        ),
        steps=(Step("到税务数字账户的全量发票查询里打开它", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
