"""数电票填了发票代码。

A 20-digit number stands alone. With a code beside it the platform looks for an older
invoice; our own 台账 simply does not need the code.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

SURE = 0.9


@rule(
    cause="kind_mixed_up",
    title="数电票填了发票代码",
    source="domain §1.4 [A]：数电票没有发票代码；§2.1 [B]：查验时代码留空",
)
def code_for_digital(number: Number, typed_code: str, entry: Entry) -> Finding | None:
    if not number.is_digital or not typed_code:
        return None
    harmless = entry is Entry.OWN
    return Finding(
        says=f"20位号码是数电票，没有发票代码，所填代码{typed_code[:20]}"
        + ("本系统已忽略。" if harmless else "要删掉。"),
        certainty=Certainty.NOTE if harmless else Certainty.LIKELY,
        evidence=(
            Evidence("号码位数", seen="20位，数电票", source="所填"),
            Evidence("所填代码", seen=typed_code[:20], expected="留空", source="所填"),
        ),
        steps=(Step("代码留空，只填20位号码再查", Who.ASKER),),
        corrections=()
        if harmless
        else (
            Correction(
                fields={"code": ""},
                typed={"code": typed_code},
                because="数电票没有发票代码",
                confidence=SURE,
            ),
        ),
    )
