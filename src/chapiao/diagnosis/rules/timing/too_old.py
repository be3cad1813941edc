"""开票太久，超过了这个入口的可查期限。

Five years on the platform, 180 days at 12306; our own 台账 has no limit.
"""

from __future__ import annotations

from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry, last_day


@rule(
    cause="too_old",
    title="超过可查期限",
    source="domain §2.2 [B]：查验平台可查近五年；12306电子客票180天 [A：公告2024年第8号]",
)
def too_old(
    issue_date: date, today: date, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut:
    last = last_day(entry, issue_date, on=today)
    if last is None or last >= today or Outcome.MATCH in told:
        return RuledOut(f"没有超过{entry}的可查期限")
    rail = entry is Entry.RAIL  # its days count from the journey, which we know only nearly
    return Finding(
        says=f"这张票是{issue_date.isoformat()}的，{entry}只能查到{last.isoformat()}为止。",
        certainty=Certainty.LIKELY if rail else Certainty.CERTAIN,
        evidence=(
            Evidence("开票日期", seen=issue_date.isoformat()),
            Evidence("最后可查日", seen=last.isoformat(), expected=f"不早于{today.isoformat()}"),
        ),
        steps=(
            Step("带发票原件和情况说明，到主管税务机关核实", Who.TAX_BUREAU),
            Step("在本单位档案和当年的税局导出里找", Who.ASKER),
        ),
        recheck=Recheck.NEVER,
    )
