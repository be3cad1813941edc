"""所填金额看不懂。"""

from __future__ import annotations

from collections.abc import Mapping

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.vague import is_vague


@rule(
    cause="wrong_amount",
    title="金额看不懂",
    source="domain §1.2 [A]：金额为数字，最多两位小数",
)
def amount_unreadable(
    typed_amount: str, unread: Mapping[str, str], sought_number: str
) -> Finding | None:
    why = unread.get("amount")
    if why is None or (not sought_number and is_vague(typed_amount)):
        return None
    return Finding(
        says=f"{why}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填金额", seen=typed_amount[:40], expected="如1234.50", source="所填"),
        ),
        steps=(Step("照票面填数字金额，如1234.50，再查", Who.ASKER),),
    )
