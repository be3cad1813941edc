"""校验码填到了代码栏。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import clean

SURE = 0.98
LEAST = 5  # digits of a check code


@rule(
    cause="check_code_wrong",
    title="校验码填到了别的栏",
    source="domain §1.6 [C]：财政票据代码8位、号码10位、校验码6位，各有各的栏",
)
def check_code_misplaced(typed_code: str, copy: Record) -> Finding | None:
    typed, known = clean(typed_code).casefold(), (copy.invoice.check_code or "").casefold()
    code = copy.invoice.code or ""
    if len(typed) < LEAST or not known.endswith(typed) or typed == code.casefold():
        return None
    return Finding(
        says=f"代码栏里填的{typed}是校验码，这张票的代码是{code or '空的'}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填代码", seen=typed_code[:24], expected=code, source="所填"),
            Evidence("票面的校验码", seen=known, source=copy.source),
        ),
        steps=(Step("代码栏填代码，校验码填到校验码栏，再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": code, "check_code": typed},
                typed={"code": typed_code},
                because="票面上它是校验码",
                confidence=SURE,
            ),
        ),
    )
