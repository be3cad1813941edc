"""销售方说这张票红冲了一部分。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import RedLetter, SellerSays, SellerSide
from chapiao.invoice.answers import Outcome


@rule(
    cause="red_partial",
    title="销售方说红冲了一部分",
    source="domain §3.1 [B]、§3.3：销货折让、部分退回的，只冲一部分；要红字发票的号码",
)
def seller_red_part(
    seller_side: SellerSide,
    told: frozenset[Outcome],
    letters_of_it: tuple[RedLetter, ...],
    seller_says_part: bool,
) -> Finding | None:
    if seller_side.says is not SellerSays.RED or not seller_says_part:
        return None
    if told - {Outcome.NOT_FOUND, Outcome.DETAIL_MISSING}:
        return None
    proved = any(one.red_number for one in letters_of_it)
    return Finding(
        says=f"{seller_side.name or '销售方'}说这张票红冲了一部分，余下的仍可用。",
        certainty=Certainty.LIKELY if proved else Certainty.POSSIBLE,
        evidence=(
            Evidence("销售方的答复", seen=seller_side.words[:80], source="销售方"),
            *(
                Evidence(
                    "红字确认单", seen=f"{one.confirm_no} {one.state}".strip(), source="税务局"
                )
                for one in letters_of_it
            ),
        ),
        steps=(Step("向销售方要红字发票的号码，核对冲了多少、还剩多少", Who.SELLER),),
        recheck=Recheck.NEVER,
    )
