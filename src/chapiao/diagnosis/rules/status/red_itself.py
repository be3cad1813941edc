"""这张本身是红字发票。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan


@rule(
    cause=None,
    title="这张是红字发票",
    source="domain §3.1 [B]：红字发票金额为负，冲的是另一张蓝字发票",
)
def red_itself(copy: Record) -> Finding | None:
    total = copy.invoice.total
    if copy.positive is not False and (total is None or total >= 0):
        return None
    much = f"（{yuan(total)}）" if total is not None else ""
    return Finding(
        says=f"这张本身是红字发票{much}，冲的是另一张蓝字发票。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("正数发票", seen="否", source=copy.source),),
        steps=(Step("与备注里的蓝字发票一起入账；金额按负数填", Who.ASKER),),
    )
