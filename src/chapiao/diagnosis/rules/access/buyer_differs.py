"""所填购买方与票面不是同一家。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule

SURE = 0.8


@rule(
    cause="identity_mismatch",
    title="购买方与票面不同",
    source="requirements R16：账号的名称、税号与票面购买方逐字比较",
)
def buyer_differs(buyer: str, copy: Record) -> Finding | RuledOut | None:
    name, tax_id = copy.invoice.buyer_name, copy.invoice.buyer_tax_id
    known = name or tax_id
    if not known:
        return None
    if buyer == tax_id or (name and (same_name(buyer, name) or buyer in name)):
        return RuledOut("所填购买方与票面一致")
    return Finding(
        says=f"所填购买方「{buyer}」与票面「{known}」不是同一家。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("购买方", seen=buyer, expected=known, source=copy.source),),
        steps=(
            Step("按票面的购买方再查", Who.ASKER),
            Step("票面抬头开错的，请销售方重开", Who.SELLER),
        ),
        corrections=(
            Correction(
                fields={"buyer": known},
                typed={"buyer": buyer},
                because=f"{copy.source}里是{known}",
                confidence=SURE,
            ),
        ),
    )
