"""所填号码与文件上的号码不同。"""

from __future__ import annotations

from chapiao.diagnosis.likeness import alike, difference
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.model import Invoice

SURE = 0.98


@rule(
    cause="number_typo",
    title="所填号码与文件不同",
    source="domain §8.2 第1行：与二维码、XML相符则排除录错",
)
def number_copy(
    plain_number: str, reading: Invoice, typed_from_file: bool
) -> Finding | RuledOut | None:
    typed = plain_number
    if not reading.number or not typed.isdigit() or not reading.number.isdigit():
        return None  # a number read in part contradicts none
    if typed in {reading.number, reading.second_number}:
        return RuledOut("所填号码与文件一致")
    copied = typed_from_file and len(typed) == len(reading.number)
    slip = copied or alike(typed, reading.number)
    says = (
        f"所填号码与文件不同：{difference(typed, reading.number)}。"
        if slip
        else (f"所填号码{typed}与文件上的{reading.number}是两张票，请确认要查哪一张。")
    )
    correction = Correction(
        fields={"number": reading.number},
        typed={"number": typed},
        because="文件上是这个号码",
        confidence=SURE if slip else SURE / 2,
    )
    return Finding(
        says=says,
        certainty=Certainty.CERTAIN
        if slip and len(typed) == len(reading.number)
        else Certainty.POSSIBLE,
        evidence=(
            Evidence("所填号码", seen=typed, expected=reading.number, source="所填"),
            Evidence("文件上的号码", seen=reading.number, source="所交文件"),
        ),
        steps=(Step(f"用文件上的号码{reading.number}再查", Who.ASKER),),
        corrections=(correction,),
    )
