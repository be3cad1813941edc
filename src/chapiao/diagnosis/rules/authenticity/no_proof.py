"""查无此票不能证明什么。

A standing reminder. An invoice that one entry does not have may be too young, too old,
mistyped or kept elsewhere; only the bureau judges.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause=None,
    title="查不到不等于有问题",
    source="domain §8.1、§8.2：查无此票只说明那里没有这条记录，不证明票有问题",
    of_misses=True,
)
def no_proof(held: bool, told: frozenset[Outcome]) -> Finding | None:
    if held or (told and Outcome.NOT_FOUND not in told):
        return None
    seen = str(Outcome.NOT_FOUND) if told else "本系统没有"
    return Finding(
        says="查不到只说明那里没有这条记录，不能说明这张票有问题；真伪只有税务机关能判断。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("查询结果", seen=seen),),
        steps=(Step("先按上面的原因逐项排查，不要据此拒付", Who.ASKER),),
    )
