"""同一入口刚刚查验一致过。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

OPEN = frozenset({Entry.PLATFORM, Entry.VENDOR})


@rule(
    cause="found",
    title="查验一致过",
    source="domain §8.1 [A]：各项全部一致时显示明细；查过一致的不必再费一次",
)
def checked_before(
    tried: tuple[Attempt, ...],
    asker: Asker,
    entry: Entry,
    answered: str,
    page_opens: bool,
    now: datetime,
) -> Finding | None:
    about = [
        one for one in tried if one.entry in OPEN and one.at <= now and one.outcome is not None
    ]
    if entry not in OPEN or answered or not about or not page_opens:
        return None
    last = about[-1]
    if last.outcome is not Outcome.MATCH or last.who != asker.name or last.client:
        return None
    return Finding(
        says=f"{last.who}在{last.at:%m-%d %H:%M}已经查验一致，不必再费一次查验。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(f"{last.at:%m-%d %H:%M} {last.entry}", seen=last.words, source="查验记录"),
        ),
        steps=(Step("用那次的查验结果；要留凭据就截图", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
