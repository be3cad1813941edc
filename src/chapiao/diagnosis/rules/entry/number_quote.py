"""号码前面带着表格里防变形的单引号。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

QUOTES = "'’‘`"
SURE = 0.97


@rule(
    cause="excel_damage",
    title="号码前带着表格的单引号",
    source="requirements N27：导出时号码一律按文本，不带单引号",
    of_misses=True,
)
def number_quote(typed_number: str, told: frozenset[Outcome]) -> Finding | None:
    plain = typed_number.strip(QUOTES)
    if plain == typed_number or not plain.isdigit() or Outcome.MATCH in told:
        return None
    return Finding(
        says=f"号码前后带着表格里的单引号，去掉后是{plain}。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("所填号码", seen=typed_number[:60], expected=plain, source="所填"),),
        steps=(Step(f"把号码改成{plain}再查；表格里把这一列设为文本", Who.ASKER),),
        corrections=(
            Correction(
                fields={"number": plain},
                typed={"number": typed_number},
                because="单引号是表格加的，不是号码",
                confidence=SURE,
            ),
        ),
    )
