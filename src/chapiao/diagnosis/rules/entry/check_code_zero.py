"""校验码开头的0在表格里丢了。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule

PIECE = 6


@rule(
    cause="excel_damage",
    title="校验码开头的0丢了",
    source="requirements N27：表格会丢掉开头的0；domain §1.3 [A]：校验码后6位",
)
def check_code_zero(check_code: str, copy: Record) -> Finding | None:
    right = (copy.invoice.check_code or "")[-PIECE:]
    if not right.startswith("0") or check_code == right or check_code != right.lstrip("0"):
        return None
    return Finding(
        says=f"所填校验码{check_code}比票面的{right}少了开头的0，像是在表格里丢的。",
        certainty=Certainty.POSSIBLE,
        evidence=(Evidence("校验码", seen=check_code, expected=right, source=copy.source),),
        steps=(Step(f"校验码填{right}；表格里把这一列设为文本", Who.ASKER),),
    )
