"""所填的本单位名称写法不同。"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

SURE = 0.8


@rule(
    cause="buyer_name_form",
    title="所填单位名称写法不同",
    source="domain §4.5 [C]：按名称逐字查的地方，括号、空格、全半角不同就查不到",
)
def typed_name_form(
    buyer: str, ours: tuple[OurEntity, ...], told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    mine = next((one for one in ours if same_name(buyer, one.name)), None)
    if mine is None:
        return None
    if buyer == mine.name:
        return RuledOut("所填名称与本单位名称一字不差")
    return Finding(
        says=f"所填「{buyer}」与本单位名称「{mine.name}」写法不同，按名称逐字查会查不到。",
        certainty=Certainty.LIKELY if Outcome.NOT_FOUND in told else Certainty.NOTE,
        evidence=(
            Evidence("所填名称", seen=f"「{buyer}」", expected=mine.name, source="企业资料"),
        ),
        steps=(Step("按本单位名称的准确写法填，或改按号码查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"buyer": mine.name},
                typed={"buyer": buyer},
                because="本单位名称是这样写的",
                confidence=SURE,
            ),
        ),
    )
