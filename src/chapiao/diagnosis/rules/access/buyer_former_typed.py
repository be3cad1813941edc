"""按现名称查，票面却是旧名称。"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity, Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule

SURE = 0.95


@rule(
    cause="buyer_changed",
    title="按现名称查旧名称的票",
    source="domain §8.2 第18行：购买方更名，查企业档案的历史名称",
)
def buyer_former_typed(
    buyer: str, copy: Record, ours: tuple[OurEntity, ...]
) -> Finding | RuledOut | None:
    name = copy.invoice.buyer_name
    mine = next((one for one in ours if same_name(buyer, one.name)), None)
    if not name or mine is None:
        return None
    if not any(same_name(name, old) for old in mine.former_names) or same_name(name, buyer):
        return RuledOut("票面不是更名前的名称")
    return Finding(
        says=f"所填名称是现在的「{buyer}」，票面是更名前的「{name}」，按名称查会查不到。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("购买方", seen=buyer, expected=name, source=copy.source),
            Evidence("历史名称", seen="、".join(mine.former_names), source="企业资料"),
        ),
        steps=(Step("按票面的旧名称或按号码再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"buyer": name},
                typed={"buyer": buyer},
                because="票面是更名前的名称",
                confidence=SURE,
            ),
        ),
    )
