"""代码和号码填反了。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.reads_as import reads_as_code
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import FISCAL_LENGTH, LONG, SHORT
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import FISCAL, PLAIN, clean

SURE = 0.95


@rule(
    cause="kind_mixed_up",
    title="代码和号码填反了",
    source="domain §1.1 [A]：12位或10位的是代码，8位的是号码；财政票据代码8位、号码10位 [C]",
    of_misses=True,
)
def fields_swapped(
    plain_number: str, typed_code: str, entry: Entry, held: bool, today_year: int
) -> Finding | None:
    code = clean(typed_code)
    if held or not (plain_number.isdigit() and code.isdigit()):
        return None
    lengths = len(plain_number), len(code)
    fiscal = entry is Entry.FISCAL and lengths == (FISCAL_LENGTH, FISCAL)
    coded = lengths == (LONG, PLAIN) or reads_as_code(plain_number, today_year)
    tax = entry is not Entry.FISCAL and len(code) == PLAIN and coded
    if not (fiscal or tax):
        return None
    return Finding(
        says=f"代码和号码填反了：{plain_number}是代码，{code}是号码。",
        certainty=Certainty.LIKELY if lengths == (SHORT, PLAIN) else Certainty.CERTAIN,
        evidence=(
            Evidence("号码栏", seen=plain_number, expected=code, source="所填"),
            Evidence("代码栏", seen=code, expected=plain_number, source="所填"),
        ),
        steps=(Step(f"代码填{plain_number}，号码填{code}，再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": plain_number, "number": code},
                typed={"code": code, "number": plain_number},
                because="两栏填反了",
                confidence=SURE,
            ),
        ),
    )
