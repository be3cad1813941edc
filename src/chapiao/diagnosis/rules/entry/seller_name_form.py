"""所填销售方名称只是写法不同。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

SURE = 0.9


@rule(
    cause="buyer_name_form",
    title="销售方名称写法不同",
    source="domain §4.5 [C]：名称里的空格、制表符、括号、全半角不同，逐字查就查不到",
)
def seller_name_form(
    seller: str, copy: Record, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    known = copy.invoice.seller_name
    if not known or not same_name(seller, known):
        return None
    if seller == known:
        return RuledOut("销售方名称与票面一字不差")
    return Finding(
        says=f"所填销售方「{seller}」与票面「{known}」只是空格、括号或全半角不同，逐字查会查不到。",
        certainty=Certainty.LIKELY if Outcome.NOT_FOUND in told else Certainty.NOTE,
        evidence=(
            Evidence("销售方名称", seen=f"「{seller}」", expected=known, source=copy.source),
        ),
        steps=(Step("按票面的写法填销售方，或改按号码查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"seller": known},
                typed={"seller": seller},
                because="票面是这样写的",
                confidence=SURE,
            ),
        ),
    )
