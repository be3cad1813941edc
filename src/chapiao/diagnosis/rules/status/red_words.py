"""入口答复这张票已红冲。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="red_full",
    title="入口标明已红冲",
    source="domain §3.1 [B]：查验结果的红冲标志",
    hears={Outcome.RED},
)
def red_words(words: str) -> Finding | None:
    if "部分" in words:
        return None
    return Finding(
        says="查验结果标明这张票已红冲，不能再报销或抵扣。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("请销售方补开新票，并给红字发票的号码", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
