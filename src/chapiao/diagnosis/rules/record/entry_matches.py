"""入口答复一致。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="found",
    title="入口答复一致",
    source="domain §8.1 [A]：各项全部一致时显示明细",
    hears={Outcome.MATCH},
)
def entry_matches(words: str) -> Finding | None:
    return Finding(
        says="入口答复一致，填的各项都对，票查得到。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("截图留存查验结果", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
