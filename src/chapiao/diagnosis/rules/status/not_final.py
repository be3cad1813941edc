"""销方那边还没有开成。"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.papers import SellerSays, SellerSide
from chapiao.invoice.answers import Outcome

OPEN = {SellerSays.ISSUING: "还在开票中", SellerSays.FAILED: "开票失败了"}
SEEN = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})


@rule(
    cause="not_final_at_seller",
    title="销方还没有开成",
    source="domain §8.2 第17行：销方只有开票中、开票失败，向销方要正式发票，每天看一次",
)
def not_final(
    seller_side: SellerSide, told: frozenset[Outcome], issue_proof: str, now: datetime
) -> Finding | RuledOut | None:
    state = OPEN.get(seller_side.says) if seller_side.says is not None else None
    if state is None:
        return None
    if told & SEEN or issue_proof:
        return RuledOut("发票已经开出")
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"{seller_side.name or '销售方'}说这张票{state}，还没有正式发票可查。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "销售方的答复",
                seen=seller_side.words[:80] or str(seller_side.says),
                source=seller_side.name or "销售方",
            ),
        ),
        steps=(
            Step("请销售方开成后把正式发票（20位号码的文件）发来", Who.SELLER),
            Step(f"{when(again, now)}再问一次", Who.ASKER, by=again),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
