"""发票代码的位数不对。

Quiet where Excel dropped the zeros in front, and where the code is no digits at all:
other rules say that better.
"""

from __future__ import annotations

from chapiao.diagnosis.lost_zero import code_lost_zero
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import FISCAL_LENGTH, LONG, SHORT
from chapiao.invoice.number import clean


@rule(
    cause="number_length",
    title="发票代码位数不对",
    source="domain §1.2 [A]：发票代码12位或10位；财政票据代码8位（§1.6 [C]）",
)
def code_length(typed_code: str, code_known: str, poor_scan: bool) -> Finding | RuledOut | None:
    digits = clean(typed_code)
    if not (digits.isascii() and digits.isdigit()):
        return None
    if len(digits) in {LONG, SHORT, FISCAL_LENGTH}:
        return RuledOut("发票代码位数正确")
    if code_lost_zero(typed_code, code_known) is not None:
        return None
    return Finding(
        says=f"所填发票代码是{len(digits)}位；发票代码只有12位或10位（财政票据8位）。",
        certainty=Certainty.POSSIBLE if poor_scan else Certainty.CERTAIN,
        evidence=(
            Evidence("所填代码位数", seen=f"{len(digits)}位", expected="12位或10位", source="所填"),
        ),
        steps=(Step("对照票面左上角重填发票代码后再查", Who.ASKER),),
    )
