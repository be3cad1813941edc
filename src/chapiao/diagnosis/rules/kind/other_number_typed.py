"""填的是票上别的编号，不是发票号码。

A face carries other numbers too: of a ticket, an order, a machine. The file at hand shows
the invoice's own.
"""

from __future__ import annotations

from chapiao.diagnosis.likeness import alike
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import DIGITAL, PLAIN

SURE = 0.9
LEAST = 6  # digits of something that was meant as a number


@rule(
    cause="kind_mixed_up",
    title="填的是票上别的编号",
    source="domain §1.6 [A]：客票号13位、印刷序号11位等都不是发票号码；§1.4 [A]：数电票20位",
)
def other_number_typed(plain_number: str, reading: Invoice) -> Finding | None:
    known = reading.number or ""
    if len(known) != DIGITAL or not plain_number.isdigit() or len(plain_number) < LEAST:
        return None
    if len(plain_number) in {DIGITAL, PLAIN} or alike(plain_number, known):
        return None
    if plain_number in known:
        return None
    return Finding(
        says=f"所填「{plain_number}」不是这张票的发票号码，文件上的发票号码是{known}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填号码", seen=plain_number, expected=known, source="所填"),
            Evidence("文件上的发票号码", seen=known, source="所交文件"),
        ),
        steps=(Step(f"用20位发票号码{known}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"number": known},
                typed={"number": plain_number},
                because="文件上的发票号码是它",
                confidence=SURE,
            ),
        ),
    )
