"""12306说这张车票已退票或改签。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry

SAYS_SO = re.compile(r"已(?:换开|退票|退款|改签|变更到站)")


@rule(
    cause="red_full",
    title="车票已退或已改签",
    source="domain §1.6 [A：公告2024年第8号]：退票、改签后原电子客票发票红冲",
)
def rail_refunded(answered: str, entry: Entry) -> Finding | None:
    if entry is not Entry.RAIL or not SAYS_SO.search(answered):
        return None
    return Finding(
        says="12306说这张车票已退票或改签，原来的电子客票发票随之红冲，不能再用。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("入口的原话", seen=answered[:80], source="入口答复"),),
        steps=(Step("改签的用新车票的发票；退票的只能报退票费的发票，到12306申请", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
