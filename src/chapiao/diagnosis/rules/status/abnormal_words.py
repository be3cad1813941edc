"""入口说这张票异常或失控。"""

from __future__ import annotations

import re
from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry

SAYS_SO = re.compile(r"异常(?:扣税|抵扣|增值税)?凭证|失控|存在异常|异常发票|非正常户")
BUREAU = frozenset({Entry.ETAX, Entry.PLATFORM, Entry.VENDOR, Entry.OWN})


@rule(
    cause="abnormal_voucher",
    title="入口说列为异常",
    source="domain §3.1 [B]、公告2019年第38号 [C]：异常凭证暂不抵扣，已抵扣的先转出",
)
def abnormal_words(answered: str, entry: Entry, now: datetime) -> Finding | None:
    if entry not in BUREAU or not SAYS_SO.search(answered):
        return None
    return Finding(
        says="入口说这张票列为异常，先不要抵扣或付款。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=answered[:80], source="入口答复"),),
        steps=(
            Step("带合同、货物、付款资料到主管税务机关核实", Who.TAX_BUREAU),
            Step("已抵扣的先做进项转出", Who.ASKER),
        ),
        recheck=Recheck.DAYS,
        recheck_at=clock.in_days(now, 7),
    )
