"""本单位的单据未提交或待审核。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import Submission
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

OPEN = ("未提交", "待审核", "草稿", "审核中", "退回")


@rule(
    cause="internal_step",
    title="单据未提交或待审核",
    source="domain §3.4：未提交、待审核是本单位单据的状态，走完之前别人查不到",
)
def step_unfinished(
    submissions: tuple[Submission, ...],
    number: Number,
    entry: Entry,
    held: bool,
    told: frozenset[Outcome],
) -> Finding | RuledOut | None:
    mine = [one for one in submissions if one.number == number.text]
    if entry is not Entry.OWN or not mine:
        return None
    one = next((each for each in mine if each.state in OPEN), None)
    if one is None or (held and not told):
        return RuledOut("单据已经走完")
    step = f"，卡在「{one.unfinished_step}」" if one.unfinished_step else ""
    who = one.owner or one.submitted_by
    asked = f"请{who}" if who else ""
    return Finding(
        says=f"这张票在{who or '本单位'}的单据里，{one.state}{step}，走完之前台账里查不到。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("单据状态", seen=one.state, expected="已审核", source="本系统单据"),),
        steps=(
            Step(
                f"{asked}办完这一步（{one.unfinished_step or one.state}），再查",
                Who.ASKER,
            ),
        ),
    )
