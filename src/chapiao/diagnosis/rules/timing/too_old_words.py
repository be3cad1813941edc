"""入口答复超过可查期限。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="too_old",
    title="入口说超过可查期限",
    source="domain §7.2–7.5 [B]：超过五年的不能查验",
    hears={Outcome.TOO_OLD},
)
def too_old_words(words: str) -> Finding | None:
    return Finding(
        says="入口自己说：已超过可查的期限。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("带发票原件和情况说明，到主管税务机关核实", Who.TAX_BUREAU),),
        recheck=Recheck.NEVER,
    )
