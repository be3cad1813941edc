"""所填代码与这张票的代码不同。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import alike, difference
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import Code

SURE, LESS = 0.98, 0.6


@rule(
    cause="number_typo",
    title="所填代码与票面不同",
    source="domain §1.1 [A]：8位号码要与代码一起才认定一张票",
)
def code_copy(code: Code, copy: Record) -> Finding | RuledOut | None:
    known = copy.invoice.code
    if not known:
        return None
    if known == code.text:
        return RuledOut("所填代码与票面一致")
    slip = alike(code.text, known)
    gap = difference(code.text, known) if slip else f"应为{known}，填成了{code.text}"
    return Finding(
        says=f"所填代码与{copy.source}不同：{gap}。",
        certainty=Certainty.CERTAIN if slip else Certainty.LIKELY,
        evidence=(
            Evidence("所填代码", seen=code.text, expected=known, source="所填"),
            Evidence("这张票的代码", seen=known, source=copy.source),
        ),
        steps=(Step(f"把代码改成{known}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": known},
                typed={"code": code.text},
                because=gap,
                confidence=SURE if slip else LESS,
            ),
        ),
    )
