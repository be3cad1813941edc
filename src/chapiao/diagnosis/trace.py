"""过程记录: what was looked at, in order, with what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chapiao.diagnosis.engine import Diagnosis
from chapiao.diagnosis.facts import EXPORT, Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One look, and what it gave."""

    at: datetime
    what: str
    result: str


def trace(facts: Facts, diagnosis: Diagnosis) -> tuple[Moment, ...]:
    """Return the looks that this answer rests on."""
    asked = facts.typed_number or (facts.number.text if facts.number is not None else "")
    looks = [("收到问题", f"号码{asked[:40]}" if asked else "没有发票号码")]
    if facts.reading is not None:
        looks.append(("读取文件", f"号码{facts.reading.number or '未读出'}"))
    for place, there in facts.looked:
        name = _export(facts) if place == EXPORT else place
        looks.append((name, "有" if there else "没有"))
    if facts.held is False and facts.in_export is None:
        looks.append((EXPORT, "没有导入过"))
    if facts.held is False and facts.neighbours is not None:
        looks.append(("只差一处的号码", f"{len(facts.neighbours)}张"))
    if facts.words:
        meaning = str(facts.heard) if facts.heard is not None else "看不懂"
        words = facts.words[:40]
        said = words if words == meaning else f"{words}（{meaning}）"
        looks.append((f"{facts.entry or '入口'}答复", said))
    counts = (
        f"找到{len(diagnosis.found)}条，排除{len(diagnosis.ruled_out)}条，"
        f"缺信息{len(diagnosis.unasked)}条，未执行{len(diagnosis.not_run)}条"
    )
    looks.append(("逐条规则", counts))
    return tuple(Moment(at=facts.now, what=what, result=result) for what, result in looks)


def _export(facts: Facts) -> str:
    return EXPORT if facts.fresh_to is None else f"{EXPORT}（截至{facts.fresh_to:%m-%d %H:%M}）"
