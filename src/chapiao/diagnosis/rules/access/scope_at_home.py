"""在本系统里也看不到它。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Hidden
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule


@rule(
    cause="own_scope",
    title="本系统的数据范围也看不到",
    source="requirements §5 [权限]：数据范围按金额、票种、部门、本人限定；与入口的答复是两道门",
)
def scope_at_home(hidden_at_home: tuple[Hidden, ...]) -> Finding | None:
    if not hidden_at_home:
        return None
    why = hidden_at_home[0].because
    return Finding(
        says=f"本系统台账里有这张票，但您也看不到：{why}。",
        certainty=Certainty.POSSIBLE,  # it was another entry that was asked
        evidence=(Evidence("数据范围", seen=why, source="本系统台账"),),
        steps=(Step("需要在本系统看这张票的，请管理员放宽数据范围", Who.BUYER_ADMIN),),
    )
