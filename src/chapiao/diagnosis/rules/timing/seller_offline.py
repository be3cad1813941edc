"""销售方说离线开的，还没有上传。

Only 税控 invoices are issued offline; a digital one exists at the bureau the moment it is
issued.
"""

from __future__ import annotations

from datetime import datetime

from chapiao.diagnosis import clock
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import when
from chapiao.diagnosis.world.papers import SellerSays, SellerSide
from chapiao.invoice.answers import Outcome
from chapiao.invoice.kind import Kind

TAX_CONTROLLED = frozenset(
    {
        Kind.SPECIAL, Kind.ORDINARY, Kind.ROLL, Kind.E_SPECIAL, Kind.E_ORDINARY, Kind.TOLL,
        Kind.VEHICLE, Kind.USED_VEHICLE, Kind.MACHINE, Kind.FREIGHT,
    }
)  # fmt: skip


@rule(
    cause="seller_not_uploaded",
    title="销售方说离线未上传",
    source="domain §8.2 第8行：税控票离线开具，请开票方联网上传，之后每天再查",
)
def seller_offline(
    seller_side: SellerSide, kind: Kind, told: frozenset[Outcome], now: datetime
) -> Finding | RuledOut | None:
    if seller_side.says is not SellerSays.OFFLINE:
        return None
    if kind not in TAX_CONTROLLED:
        return RuledOut(f"{kind}在线开具，不存在离线未上传")
    if told - {Outcome.NOT_FOUND, Outcome.DETAIL_MISSING}:
        return RuledOut("入口已经给出别的答复")
    again = clock.tomorrow_morning(now)
    return Finding(
        says=f"{seller_side.name or '销售方'}说这张是离线开的，还没有上传，上传前查不到。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("销售方的答复", seen=seller_side.words[:80] or "离线未上传", source="销售方"),
            Evidence("票种", seen=str(kind)),
        ),
        steps=(
            Step("请开票方把开票软件联网，上传这张发票", Who.SELLER),
            Step(f"上传后{when(again, now)}再查", Who.ASKER, by=again),
        ),
        recheck=Recheck.NEXT_DAY,
        recheck_at=again,
    )
