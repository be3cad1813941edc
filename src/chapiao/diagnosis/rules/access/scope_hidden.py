"""台账里有，但在您的数据范围之外。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Hidden, Hiding
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry


@rule(
    cause="own_scope",
    title="在您的数据范围之外",
    source="requirements §5 [权限]、N6：本系统的数据范围按金额、票种、地区、部门、期限限制",
)
def scope_hidden(hidden: tuple[Hidden, ...], entry: Entry, held: bool) -> Finding | RuledOut | None:
    out = next((one for one in hidden if one.by is Hiding.SCOPE), None)
    if entry is not Entry.OWN:
        return None
    if out is None:
        return RuledOut("数据范围没有挡住它") if held else None
    return Finding(
        says=f"台账里有这张票，但您看不到：{out.because}。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("数据范围", seen=out.because, source="本系统权限"),),
        steps=(Step("请本单位管理员放宽或续期您的数据范围，再查", Who.BUYER_ADMIN),),
    )
