"""以前查到过，那时已标明作废。

A voided invoice stays so. An entry that cannot answer now, or does not show it any more,
does not change what it said before.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome


@rule(
    cause="voided",
    title="以前查验时已作废",
    source="domain §3.1、§8.2 第13行：查验结果标明作废的，不能再用",
)
def marked_before(
    tried: tuple[Attempt, ...], told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    marked = [one for one in tried if one.outcome is Outcome.VOIDED]
    if not marked:
        return None
    if Outcome.MATCH in told:
        return RuledOut("现在的答复没有作废标记")
    last = marked[-1]
    return Finding(
        says=f"{last.at:%m-%d %H:%M}查验时，这张票已标明作废，不能报销或入账。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(f"{last.at:%m-%d %H:%M} {last.who}", seen=last.words[:80], source="查验记录"),
        ),
        steps=(Step("请销售方重新开具一张", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
