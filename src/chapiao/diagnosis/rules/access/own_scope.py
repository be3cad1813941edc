"""本系统说没有权限看这张票。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry


@rule(
    cause="own_scope",
    title="不在您的数据范围内",
    source="requirements §5 [权限]：本系统的数据范围",
    hears={Outcome.NO_PERMISSION},
)
def own_scope(entry: Entry, words: str) -> Finding | None:
    if entry is not Entry.OWN:
        return None
    return Finding(
        says="本系统答复没有权限：这张票在您的数据范围之外。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("系统的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("请本单位管理员把它放进您的数据范围", Who.BUYER_ADMIN),),
    )
