"""票面是本单位的旧名称。"""

from __future__ import annotations

from chapiao.diagnosis.facts import OurEntity, Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry


@rule(
    cause="buyer_changed",
    title="票面是更名前的名称",
    source="domain §8.2 第18行：购买方更名或换税号，查企业档案的历史名称",
)
def buyer_changed(
    copy: Record, ours: tuple[OurEntity, ...], entry: Entry, held: bool
) -> Finding | RuledOut | None:
    name = copy.invoice.buyer_name
    if not name:
        return None
    now = next((one for one in ours if any(same_name(name, old) for old in one.former_names)), None)
    if now is None or same_name(name, now.name):
        return RuledOut("票面不是更名前的名称", Evidence("购买方", seen=name, source=copy.source))
    hidden = entry is Entry.ETAX or (entry is Entry.OWN and not held)
    return Finding(
        says=f"票面购买方「{name}」是本单位更名前的名称，现在叫「{now.name}」。",
        certainty=Certainty.LIKELY if hidden else Certainty.NOTE,
        evidence=(Evidence("购买方", seen=name, expected=now.name, source=copy.source),),
        steps=(
            Step("按票面的旧名称或按号码再查", Who.ASKER),
            Step("在企业资料里记下更名日期", Who.BUYER_ADMIN),
        ),
    )
