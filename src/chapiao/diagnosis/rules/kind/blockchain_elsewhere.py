"""别处的区块链票到深圳的平台查。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import Code
from chapiao.invoice.entry import Entry
from chapiao.invoice.region import code_region

SHENZHEN = "4403"
KNOWS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})


@rule(
    cause="wrong_entry",
    title="别处的区块链发票",
    source="domain §2.1 [S 2份]：这个平台只有深圳的区块链电子普通发票，代码地区位4403",
)
def blockchain_elsewhere(
    code: Code, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    place = code_region(code.region or "")
    if entry is not Entry.BLOCKCHAIN or place is None:
        return None
    if code.region == SHENZHEN or told & KNOWS:
        return RuledOut("代码的地区是深圳")
    return Finding(
        says=f"代码的地区位是{place.name}，区块链平台只有深圳开的票。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(
                "代码地区位",
                seen=f"{code.region} {place.name}",
                expected=f"{SHENZHEN} 深圳",
                source="所填",
            ),
        ),
        steps=(Step(f"扫票面二维码，或到{place.name}税务局的查询入口查", Who.ASKER),),
    )
