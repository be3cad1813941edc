"""二十位号码拆成了代码和号码。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import LONG
from chapiao.invoice.number import DIGITAL, PLAIN, clean
from chapiao.invoice.region import number_region

HELD, UNPROVEN = 0.99, 0.9
KNOWS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})


@rule(
    cause="kind_mixed_up",
    title="20位号码拆成了代码和号码",
    source="domain §1.1、§1.4 [A]：数电票只有20位号码、没有代码；税控代码以0或1开头",
)
def split_digital(
    typed_code: str, plain_number: str, face_numbers: frozenset[str], told: frozenset[Outcome]
) -> Finding | None:
    code = clean(typed_code)
    whole = code + plain_number
    if len(code) != LONG or len(plain_number) != PLAIN or not whole.isdigit() or told & KNOWS:
        return None
    shown = whole in face_numbers
    if not shown and (code[0] != "2" or code[4:6] != "20" or number_region(code[2:4]) is None):
        return None
    return Finding(
        says=f"代码和号码连起来正是{DIGITAL}位的数电票号码{whole}：数电票没有代码，不要拆开。",
        certainty=Certainty.CERTAIN if shown else Certainty.LIKELY,
        evidence=(
            Evidence("所填", seen=f"{code} {plain_number}", expected=whole, source="所填"),
            *((Evidence("票面号码", seen=whole, source="票面"),) if shown else ()),
        ),
        steps=(Step(f"代码留空，号码填{whole}，金额填价税合计，再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": "", "number": whole},
                typed={"code": typed_code, "number": plain_number},
                because="数电票号码是20位，没有代码",
                confidence=HELD if shown else UNPROVEN,
            ),
        ),
    )
