"""发票代码在 Excel 里丢了开头的 0。

Codes of the bureau's own numbering open with 0, which a spreadsheet drops: eleven
digits are left. That is the code's own trace, whether or not we hold the invoice.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour
from chapiao.diagnosis.lost_zero import code_lost_zero
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import paper

HELD, UNPROVEN = 0.98, 0.85


@rule(
    cause="excel_damage",
    title="代码在Excel里丢了开头的0",
    source="requirements N27：丢了开头的0；domain §1.2 [A]：国税总局代码12位，以0开头",
    of_misses=True,
)
def code_excel(typed_code: str, rescued: tuple[Neighbour, ...], code_known: str) -> Finding | None:
    damage = code_lost_zero(typed_code, code_known)
    if damage is None:
        return None
    found = f"台账里有代码{damage.only}的这张票" if rescued else f"补上是{damage.only}"
    corrections: tuple[Correction, ...] = ()
    if damage.only is not None:
        corrections = (
            Correction(
                fields={"code": damage.only},
                typed={"code": typed_code},
                because=damage.says,
                confidence=HELD if rescued else UNPROVEN,
            ),
        )
    return Finding(
        says=f"{damage.says}；{found}。" if damage.only else f"{damage.says}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填代码", seen=damage.seen, expected=damage.only, source="所填"),
            *(
                Evidence("补全后能查到", seen=paper(one.record.invoice), source=one.record.source)
                for one in rescued
            ),
        ),
        steps=(Step("用补全的代码再查；表格里把代码这一列设为文本", Who.ASKER),),
        corrections=corrections,
    )
