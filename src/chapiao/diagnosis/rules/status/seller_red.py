"""销售方说这张票已红冲。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import RedLetter, SellerSays, SellerSide
from chapiao.invoice.answers import Outcome


@rule(
    cause="red_full",
    title="销售方说已红冲",
    source="domain §3.1 [B]：已红冲的不能报销；要红字发票的号码",
)
def seller_red(
    seller_side: SellerSide,
    told: frozenset[Outcome],
    letters_of_it: tuple[RedLetter, ...],
    seller_says_part: bool,
) -> Finding | RuledOut | None:
    if seller_side.says is not SellerSays.RED or told - {Outcome.NOT_FOUND, Outcome.DETAIL_MISSING}:
        return None
    if seller_says_part:
        return None  # another rule says so
    if letters_of_it and not any(one.red_number for one in letters_of_it):
        return RuledOut("销售方说已红冲，可红字确认单还没有变成红字发票")
    return Finding(
        says=f"{seller_side.name or '销售方'}说这张票已经红冲。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("销售方的答复", seen=seller_side.words[:80] or "已红冲", source="销售方"),
        ),
        steps=(Step("向销售方要红字发票的号码，并请它补开新票", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
