"""填的短号码不是它的，票是数电票。

A shop's own slip number, or an order's, was taken for the invoice's. Everything else that
was typed fits one digital invoice we hold.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import DIGITAL

SURE = 0.7


@rule(
    cause="kind_mixed_up",
    title="填的不是数电票的号码",
    source="domain §1.1、§1.4 [A]：数电票只有20位号码，小票、订单上的短号不是它",
)
def short_for_digital(plain_number: str, fitting: Record, held: bool) -> Finding | None:
    known = fitting.invoice.number or ""
    if held or len(known) != DIGITAL or len(plain_number) in {DIGITAL - 1, DIGITAL, DIGITAL + 1}:
        return None
    return Finding(
        says=f"所填「{plain_number[:24]}」不是数电票的号码；其余各项都对得上的一张是{known}。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("所填号码", seen=plain_number[:24], expected=known, source="所填"),
            Evidence(
                "其余各项都相符", seen=fitting.invoice.seller_name or known, source=fitting.source
            ),
        ),
        steps=(Step(f"用20位号码{known}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"number": known},
                typed={"number": plain_number[:24]},
                because="其余各项都对得上",
                confidence=SURE,
            ),
        ),
    )
