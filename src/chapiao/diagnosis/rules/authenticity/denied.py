"""两天两处都查不到，销售方又否认开具。

The only case in which doubt about the issue itself is told: no result on two days, at two
entries, and the denial of the very seller named on the face. The bureau judges.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Neighbour, Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.where import holds
from chapiao.diagnosis.world.entries import Attempt
from chapiao.diagnosis.world.papers import SellerSays, SellerSide
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind

ASKED_THERE = frozenset(
    {Entry.PLATFORM, Entry.ETAX, Entry.VENDOR, Entry.FISCAL, Entry.BLOCKCHAIN, Entry.BEIJING}
)
EXISTS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED})
TWO = 2


@rule(
    cause="suspected_forgery",
    title="两天两处查不到，销售方否认",
    source="domain §8.2 第24行：多日多处查无此票且销售方否认，交税务机关判断，不自行认定",
)
def denied(
    seller_side: SellerSide,
    copy: Record,
    looks: tuple[Attempt, ...],
    entry_kind: Kind,
    firm_proof: str,
    sought_number: str,
    face_numbers: frozenset[str],
    neighbours: tuple[Neighbour, ...],
) -> Finding | RuledOut | None:
    if seller_side.says is not SellerSays.DENIES:
        return None
    face = copy.invoice.seller_name or ""
    if sought_number not in face_numbers or neighbours:
        return RuledOut("查的号码与票面还没有对上")
    if not face or not seller_side.name or not same_name(face, seller_side.name):
        return RuledOut("否认的不是票面上的销售方")
    gone = [
        (one.at.date(), one.entry)
        for one in looks
        if one.outcome is Outcome.NOT_FOUND
        and one.entry in ASKED_THERE
        and holds(one.entry, entry_kind, None)
    ]
    days, places = {day for day, _ in gone}, {where for _, where in gone}
    if firm_proof or any(one.outcome in EXISTS for one in looks):
        return RuledOut("已经有别处证明这张票开出过")
    if len(days) < TWO or len(places) < TWO:
        return RuledOut("还没有两天、两个入口都查不到")
    return Finding(
        says=f"{'、'.join(sorted(map(str, places)))}在{len(days)}天里都查不到，"
        "票面的销售方又说没有开过：请税务机关判断。",
        certainty=Certainty.CERTAIN,  # certain that the bureau has to judge, and of nothing more
        evidence=(
            *(
                Evidence(f"{day:%Y-%m-%d}", seen="查无此票", source=str(where))
                for day, where in sorted(gone)
            ),
            Evidence("销售方的答复", seen=seller_side.words[:80] or "否认开具", source=face),
        ),
        steps=(
            Step(
                "带原件、付款和合同资料到主管税务机关或打12366反映，先不付款、不入账",
                Who.TAX_BUREAU,
            ),
        ),
        recheck=Recheck.NEVER,
    )
