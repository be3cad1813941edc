"""所填的地区位与这张票的副本不同。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import LONG
from chapiao.invoice.number import DIGITAL

SURE = 0.98


@rule(
    cause="region_conflict",
    title="地区位与票面不同",
    source="domain §1.4、§1.5 [A]：数电票号码第3-4位、12位代码第2-5位为地区",
)
def region_copy(sought_number: str, sought_code: str, copy: Record) -> Finding | RuledOut | None:
    pairs = (
        ("number", "号码", sought_number, copy.invoice.number or "", DIGITAL, slice(2, 4)),
        ("code", "代码", sought_code, copy.invoice.code or "", LONG, slice(1, 5)),
    )
    for field, name, typed, known, length, place in pairs:
        if len(typed) != length or len(known) != length or typed[place] == known[place]:
            continue
        if typed[: place.start] + typed[place.stop :] != known[: place.start] + known[place.stop :]:
            continue
        return Finding(
            says=f"所填{name}的地区位是{typed[place]}，{copy.source}上是{known[place]}，其余各位都相同。",
            certainty=Certainty.CERTAIN,
            evidence=(
                Evidence(f"{name}地区位", seen=typed[place], expected=known[place], source="所填"),
                Evidence(f"这张票的{name}", seen=known, source=copy.source),
            ),
            steps=(Step(f"把{name}改成{known}再查", Who.ASKER),),
            corrections=(
                Correction(
                    fields={field: known},
                    typed={field: typed},
                    because=f"{name}的地区位应为{known[place]}",
                    confidence=SURE,
                ),
            ),
        )
    return RuledOut("地区位与票面一致") if copy.invoice.number == sought_number else None
