"""入口说不支持这个地区或票种。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="region_kind_unsupported",
    title="入口不支持该地区或票种",
    source="domain §8.1 [A]：该省尚未开通发票查验功能！；§7.5 [B]：207 地区不支持",
    hears={Outcome.UNSUPPORTED},
)
def unsupported(words: str) -> Finding | None:
    return Finding(
        says="入口自己说不支持这个地区或票种。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("换到这种票的另一个入口查（见下面的「到这里查」）", Who.ASKER),),
    )
