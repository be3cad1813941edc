"""消息里写的是另一个号码。"""

from __future__ import annotations

from chapiao.diagnosis.likeness import alike, difference
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

SURE, LIKELY = 0.95, 0.8
SAME_START = 8  # digits that two numbers of one seller and month share
GONE = frozenset({Outcome.NOT_FOUND, Outcome.BAD_INPUT})


@rule(
    cause="number_typo",
    title="所填号码与消息里的不同",
    source="domain §8.2 第1行：销售方或短信写明的发票号码与所填不同，先改号码",
)
def number_told(
    plain_number: str,
    numbers_told: tuple[tuple[str, str], ...],
    proven: bool,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    typed = plain_number
    if not numbers_told or not typed.isdigit() or proven or told - GONE:
        return None
    if any(typed == number for number, _ in numbers_told):
        return RuledOut("所填号码就是消息里的号码")
    same = [one for one in numbers_told if len(one[0]) == len(typed)]
    near = [one for one in same if alike(typed, one[0])]
    like = (
        near
        or [one for one in same if typed[:SAME_START] == one[0][:SAME_START]]
        or [one for one in same if one[1] == "粘贴的文字"]
    )
    if not like:
        return None
    number, where = like[0]
    how = difference(typed, number) if near else f"所填是{typed}，那里写的是{number}"
    return Finding(
        says=f"{where}里的发票号码与所填不同：{how}。",
        certainty=Certainty.CERTAIN if near else Certainty.LIKELY,
        evidence=(
            Evidence("所填号码", seen=typed, expected=number, source="所填"),
            Evidence("写明的发票号码", seen=number, source=where),
        ),
        steps=(Step(f"用{where}里的号码{number}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"number": number},
                typed={"number": typed},
                because=f"{where}里是这个号码",
                confidence=SURE if near else LIKELY,
            ),
        ),
    )
