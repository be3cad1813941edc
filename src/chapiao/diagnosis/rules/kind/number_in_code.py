"""代码栏里填的是数电票号码。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.invoice.number import clean
from chapiao.invoice.region import number_region

SURE = 0.9


@rule(
    cause="kind_mixed_up",
    title="代码栏里填的是数电票号码",
    source="domain §1.4 [A]：数电票只有20位号码、没有代码",
    of_misses=True,
)
def number_in_code(typed_code: str, plain_number: str) -> Finding | None:
    code = clean(typed_code)
    if len(code) != DIGITAL_LENGTH or not code.isdigit() or len(plain_number) == DIGITAL_LENGTH:
        return None
    if number_region(code[2:4]) is None:
        return None
    return Finding(
        says=f"代码栏里的{code}是20位的数电票号码，要填在号码栏；数电票没有代码。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("代码栏", seen=code, expected="留空", source="所填"),),
        steps=(Step(f"代码留空，号码填{code}，再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": "", "number": code},
                typed={"code": typed_code, "number": plain_number},
                because="它是数电票号码",
                confidence=SURE,
            ),
        ),
    )
