"""发票号码或代码的位数不对。

A 数电票 has 20 digits, the older invoices 8 together with a code of 10 or 12, a
财政票据 10 together with a code of 8. Quiet where Excel or letters explain it.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.damage import DamageKind, number_damage
from chapiao.invoice.number import AIR_PILOT, DIGITAL, PLAIN, SHAPES, TOLL_SUMMARY
from chapiao.invoice.region import number_region

FRAGMENT = 16  # up to so many digits, and a digital number was not mistyped but not read whole
TELLING = 5  # so many digits and it was meant as a number
RARE = {AIR_PILOT: "19位只见于航空试点样票", TOLL_SUMMARY: "16位是通行费汇总单的编号，不是发票号码"}


@rule(
    cause="number_length",
    title="发票号码位数不对",
    source="domain §1.1 [A]：数电票号码20位；其他发票号码8位，另有10位或12位代码",
    of_misses=True,
)
def number_length(
    plain_number: str,
    typed_number: str,
    typed_code: str,
    held: bool,
    rescued: tuple[Neighbour, ...],
) -> Finding | RuledOut | None:
    digits = plain_number
    if not (digits.isascii() and digits.isdigit()) or len(digits) < TELLING:
        return None
    if held or (len(digits) in SHAPES and len(digits) not in RARE):
        return RuledOut("发票号码位数正确")
    damage = number_damage(typed_number, typed_code) if len(digits) != DIGITAL else None
    damaged = damage is not None and (damage.kind is not DamageKind.LEADING_ZEROS or bool(rescued))
    near = DIGITAL if len(digits) > (DIGITAL + PLAIN) // 2 else PLAIN
    gap = f"少了{near - len(digits)}位" if len(digits) < near else f"多了{len(digits) - near}位"
    mend = "补成" if len(digits) < near else "改成"
    rare = RARE.get(len(digits))
    return Finding(
        says=f"所填号码是{len(digits)}位，比{near}位的{SHAPES[near]}{gap}"
        + (f"（{rare}）。" if rare else "。"),
        certainty=Certainty.POSSIBLE  # a spreadsheet explains it better
        if damaged
        else _certainty(digits, rare=rare is not None),
        evidence=(
            Evidence("所填号码位数", seen=f"{len(digits)}位", expected=f"{near}位", source="所填"),
            Evidence("所填号码", seen=digits[:40], source="所填"),
        ),
        steps=(Step(f"对照票面把号码{mend}{near}位后再查", Who.ASKER),),
    )


def _certainty(digits: str, *, rare: bool) -> Certainty:
    """Return less where the digits are the beginning of a digital number: the rest is asked for."""
    begun = PLAIN < len(digits) <= FRAGMENT and digits.startswith("2") and digits[4:6] == "20"
    if begun and number_region(digits[2:4]) is not None:
        return Certainty.POSSIBLE
    return Certainty.LIKELY if rare else Certainty.CERTAIN
