"""代码和号码的位数配不起来。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import FISCAL_LENGTH, Code
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import DIGITAL, FISCAL, PLAIN, Number


@rule(
    cause="number_length",
    title="代码和号码位数不配",
    source="domain §1.1 [A]：10位或12位代码配8位号码；8位代码配10位号码 [C]",
)
def pair_length(number: Number, code: Code, entry: Entry, held: bool) -> Finding | RuledOut | None:
    wanted = FISCAL if len(code.text) == FISCAL_LENGTH else PLAIN
    if len(number.text) in {wanted, DIGITAL} or held:
        return RuledOut("代码和号码位数相配")
    fits_entry = entry is Entry.FISCAL
    return Finding(
        says=f"{len(code.text)}位代码要配{wanted}位号码，所填号码是{len(number.text)}位。",
        certainty=Certainty.LIKELY if fits_entry else Certainty.CERTAIN,
        evidence=(
            Evidence("代码位数", seen=f"{len(code.text)}位", source="所填"),
            Evidence(
                "号码位数", seen=f"{len(number.text)}位", expected=f"{wanted}位", source="所填"
            ),
        ),
        steps=(Step("对照票面重填代码和号码后再查", Who.ASKER),),
    )
