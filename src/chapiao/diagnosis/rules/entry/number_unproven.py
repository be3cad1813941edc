"""没有别的来源能证明这个号码。

A hypothesis, no more: a number that nothing confirms may be wrong in a digit.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.number import Number

EXISTS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})


@rule(
    cause="number_typo",
    title="号码可能抄错",
    source="domain §8.2 第1行、§8.1：不一致说明代码和号码存在",
    of_misses=True,
)
def number_unproven(
    number: Number,
    held: bool,
    proven: bool,
    neighbours: tuple[Neighbour, ...],
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    if held or proven or told & EXISTS:
        return RuledOut("号码有别的来源证明")
    if neighbours:
        return None
    return Finding(
        says="号码的写法没有毛病，但没有文件或别的来源能证明它抄得对。",
        certainty=Certainty.POSSIBLE,
        evidence=(
            Evidence("所填号码", seen=number.text, source="所填"),
            Evidence("只差一处的号码", seen="没有", source="本系统台账", against=True),
        ),
        steps=(Step("对照票面逐位核对号码，或扫票面二维码", Who.ASKER),),
    )
