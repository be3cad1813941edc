"""以前查到过，那时已标明红冲。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.entries import Attempt
from chapiao.invoice.answers import Outcome


@rule(
    cause="red_full",
    title="以前查验时已红冲",
    source="domain §3.1、§8.2 第14行：查验结果标明红冲的，不能再用",
)
def red_before(tried: tuple[Attempt, ...], told: frozenset[Outcome]) -> Finding | RuledOut | None:
    marked = [one for one in tried if one.outcome is Outcome.RED and "部分" not in one.words]
    if not marked:
        return None
    if told & {Outcome.MATCH, Outcome.VOIDED}:
        return RuledOut("现在的答复没有红冲标记")
    last = marked[-1]
    return Finding(
        says=f"{last.at:%m-%d %H:%M}查验时，这张票已标明红冲，不能再报销或抵扣。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(f"{last.at:%m-%d %H:%M} {last.who}", seen=last.words[:80], source="查验记录"),
        ),
        steps=(Step("请销售方补开新票", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
