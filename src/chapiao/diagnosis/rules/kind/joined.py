"""代码和号码填在了一个框里。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Repair, Slip
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import paper

HELD, UNPROVEN = 0.99, 0.9


@rule(
    cause="kind_mixed_up",
    title="代码和号码填在了一起",
    source="domain §1.1–1.2 [A]：12位代码以0或1开头，后接8位号码；数电票号码不以0、1开头",
    of_misses=True,
)
def joined(typed_number: str, repairs: tuple[Repair, ...]) -> Finding | None:
    meant = next((one for one in repairs if one.slip is Slip.JOINED), None)
    if meant is None or meant.code is None:
        return None
    evidence = [
        Evidence(
            "所填号码",
            seen=typed_number[:60],
            expected=f"{meant.code}和{meant.number}",
            source="所填",
        )
    ]
    if meant.record is not None:
        evidence.append(
            Evidence("分开后能查到", seen=paper(meant.record.invoice), source=meant.record.source)
        )
    return Finding(
        says=f"所填的是代码和号码连在一起：{meant.because}，应分开填：代码{meant.code}，号码{meant.number}。",
        certainty=Certainty.LIKELY if meant.record is None else Certainty.CERTAIN,
        evidence=tuple(evidence),
        steps=(Step(f"代码填{meant.code}，号码填{meant.number}，再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"code": meant.code, "number": meant.number},
                typed={"number": typed_number},
                because=meant.because,
                confidence=HELD if meant.record is not None else UNPROVEN,
            ),
        ),
    )
