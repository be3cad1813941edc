"""销售方说这张票已作废。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import SellerSays, SellerSide
from chapiao.invoice.answers import Outcome


@rule(
    cause="voided",
    title="销售方说已作废",
    source="domain §3.1 [B]：已作废的不能报销，请销售方重开",
)
def seller_voided(seller_side: SellerSide, told: frozenset[Outcome]) -> Finding | None:
    if seller_side.says is not SellerSays.VOIDED or told - {
        Outcome.NOT_FOUND,
        Outcome.DETAIL_MISSING,
    }:
        return None
    return Finding(
        says=f"{seller_side.name or '销售方'}说这张票已经作废。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("销售方的答复", seen=seller_side.words[:80] or "已作废", source="销售方"),
        ),
        steps=(Step("请销售方重新开具一张", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
