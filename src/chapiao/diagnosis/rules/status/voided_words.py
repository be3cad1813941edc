"""入口答复这张票已作废。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="voided",
    title="入口标明已作废",
    source="domain §3.1、§8.1：查验平台的结果上标明「作废」 [C]",
    hears={Outcome.VOIDED},
)
def voided_words(words: str) -> Finding | None:
    return Finding(
        says="查验结果标明这张票已作废，不能报销或入账。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("请销售方重新开具一张", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
