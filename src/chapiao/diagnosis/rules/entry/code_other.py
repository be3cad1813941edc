"""同一号码我们有，代码却是另一个。

Eight digits come again under many codes, so this alone is a hint and no more.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import Code
from chapiao.invoice.number import Number

MOST = 3


@rule(
    cause="number_typo",
    title="同一号码在台账里是另一个代码",
    source="domain §1.1 [A]：8位号码要与代码一起才认定一张票",
)
def code_other(
    number: Number, code: Code, namesakes: tuple[Record, ...], held: bool
) -> Finding | RuledOut | None:
    if number.is_digital:
        return None
    others = [row for row in namesakes if row.invoice.code]
    if held or not others:
        return RuledOut("没有代码不同的同号发票")
    codes = "、".join(str(row.invoice.code) for row in others[:MOST])
    return Finding(
        says=f"台账里有号码{number.text}的票，代码却是{codes}，所填代码是{code.text}。",
        certainty=Certainty.POSSIBLE,
        evidence=tuple(
            Evidence("同号发票的代码", seen=code.text, expected=row.invoice.code, source=row.source)
            for row in others[:MOST]
        ),
        steps=(Step("对照票面左上角核对发票代码", Who.ASKER),),
    )
