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
    copy: Record,
    ours: tuple[OurEntity, ...],
    entry: Entry,
    held: bool,
    missed: bool,
    about_title: bool,
) -> Finding | RuledOut | None:
    name, tax_id = copy.invoice.buyer_name or "", copy.invoice.buyer_tax_id or ""
    if not name and not tax_id:
        return None
    now = next((one for one in ours if one.was(name, tax_id)), None)
    if now is None or (same_name(name, now.name) and tax_id not in now.former_tax_ids):
        return RuledOut("票面不是更名前的名称")
    hidden = entry is Entry.ETAX or (entry is Entry.OWN and (missed or not held))
    return Finding(
        says=_says(name, tax_id, now),
        certainty=_certainty(hidden=hidden, says_so=about_title, missed=missed),
        evidence=(
            Evidence(
                "购买方",
                seen=f"{name} {tax_id}".strip(),
                expected=f"{now.name} {now.tax_id}",
                source=copy.source,
            ),
        ),
        steps=(
            Step("按票面的旧名称或按号码再查", Who.ASKER),
            Step("在企业资料里记下更名日期", Who.BUYER_ADMIN),
        ),
    )


def _certainty(*, hidden: bool, says_so: bool, missed: bool) -> Certainty:
    if says_so:
        return Certainty.CERTAIN
    if hidden:
        return Certainty.LIKELY
    return Certainty.POSSIBLE if missed else Certainty.NOTE


def _says(name: str, tax_id: str, now: OurEntity) -> str:
    if tax_id in now.former_tax_ids:
        return f"票面税号「{tax_id}」是本单位原来的税号，现在是「{now.tax_id}」。"
    return f"票面购买方「{name}」是本单位更名前的名称，现在叫「{now.name}」。"
