"""别省的地方票到北京查。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import Code
from chapiao.invoice.entry import Entry
from chapiao.invoice.region import code_region

BEIJING = "1100"
KNOWS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.DETAIL_MISSING})


@rule(
    cause="wrong_entry",
    title="别省的地方票不在北京查",
    source="domain §2.1、§1.5 [A]：地方票只在开票地税务局网站查，代码第2-5位是开票地",
)
def local_elsewhere(
    code: Code, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    place = code_region(code.region or "")
    if entry is not Entry.BEIJING or code.kind is not None or place is None:
        return None
    if place.code == BEIJING or told & KNOWS:
        return RuledOut("代码的地区是北京")
    return Finding(
        says=f"代码的地区位是{place.name}，地方票只在开票地查，北京的系统里没有。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "代码地区位",
                seen=f"{code.region} {place.name}",
                expected="1100 北京",
                source="所填",
            ),
        ),
        steps=(Step(f"到{place.name}税务局网站的发票查询查，或打{place.name}12366", Who.ASKER),),
    )
