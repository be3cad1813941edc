"""我们的数据比这张票旧。

The 台账 is fed by exports of the tax bureau; one that ends before the date of issue
cannot hold the invoice.
"""

from __future__ import annotations

from datetime import date, datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.invoice.entry import Entry


@rule(
    cause="accepted_not_visible",
    title="数据还没更新到这一天",
    source="domain §8.2 第8行、requirements R21：数据有处理周期，按来源的截止时间判断",
)
def source_older(
    entry: Entry,
    pooled: bool,
    fresh_to: datetime,
    issue_date: date,
    issue_proof: str,
    now: datetime,
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or issue_date >= now.date():
        return None
    until = f"{fresh_to:%Y-%m-%d %H:%M}"
    if pooled or fresh_to.date() > issue_date:
        return RuledOut("税局导出已包括开票那天")
    morning = clock.tomorrow_morning(now)
    return Finding(
        says=f"税局导出只到{until}，这张票是{issue_date.isoformat()}开的，台账里还不会有。",
        certainty=Certainty.LIKELY if issue_proof else Certainty.POSSIBLE,
        evidence=(
            Evidence(
                "导出截至", seen=until, expected=f"晚于{issue_date.isoformat()}", source="税局导出"
            ),
            Evidence("开票日期", seen=issue_date.isoformat()),
        ),
        steps=(
            Step(f"等下一次导入，{when(morning, now)}再查", Who.WAIT, by=morning),
            Step("着急时现在就从电子税务局导出最新的全量发票并导入", Who.BUYER_ADMIN),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=morning,
    )
