"""台账里有，单据还没有走完。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Hidden, Hiding
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry


@rule(
    cause="internal_step",
    title="别人的单据还没有走完",
    source="domain §3.4：本单位单据未提交、待审核时，别人在本系统看不到",
)
def step_hidden(hidden: tuple[Hidden, ...], entry: Entry, held: bool) -> Finding | RuledOut | None:
    out = next((one for one in hidden if one.by is Hiding.STEP), None)
    if entry is not Entry.OWN:
        return None
    if out is None:
        return RuledOut("单据没有卡住") if held else None
    return Finding(
        says=f"这张票在别人的单据里：{out.because}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "单据状态", seen=str(out.record.doc_status), expected="已提交", source="本系统台账"
            ),
        ),
        steps=(Step(f"请{out.record.owner}把单据走完，再查", Who.ASKER),),
    )
