"""购买方名称只是写法不同。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule

SURE = 0.9


@rule(
    cause="buyer_name_form",
    title="购买方名称写法不同",
    source="domain §4.5 [C]：真实导出里全角和半角括号混用",
)
def buyer_name_form(buyer: str, copy: Record) -> Finding | RuledOut | None:
    known = copy.invoice.buyer_name
    if not known:
        return None
    if buyer == known:
        return RuledOut("购买方名称与票面一字不差")
    if not same_name(buyer, known):
        return None
    return Finding(
        says=f"所填名称「{buyer}」与票面「{known}」只是括号、空格或全半角不同；按名称逐字查的地方会查不到。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("购买方名称", seen=buyer, expected=known, source=copy.source),),
        steps=(Step("按票面的写法填名称再查，或改按号码查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"buyer": known},
                typed={"buyer": buyer},
                because="票面是这样写的",
                confidence=SURE,
            ),
        ),
    )
