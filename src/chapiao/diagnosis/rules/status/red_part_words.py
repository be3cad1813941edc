"""入口答复这张票已部分红冲。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="red_partial",
    title="入口标明已部分红冲",
    source="domain §3.1 [B]：查验结果的红冲标志",
    hears={Outcome.RED},
)
def red_part_words(words: str) -> Finding | None:
    if "部分" not in words:
        return None
    return Finding(
        says="查验结果标明这张票已部分红冲，只有余下的部分可用。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("向销售方要红字发票，按余额报销", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
