"""台账里这张票已有别人的一笔。"""

from __future__ import annotations

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.status import DocStatus

USED = frozenset({DocStatus.REIMBURSED, DocStatus.BOOKED})


@rule(
    cause="duplicate",
    title="已有别人的一笔",
    source="domain §8.2 第22行：同一张票在另一个人名下登记过、报过",
)
def used_before(others: tuple[Record, ...], asker: Asker, handed_in: bool) -> Finding | None:
    rows = [
        one
        for one in others
        if one.source == LEDGER
        and one.owner not in {"", asker.name}
        and (handed_in or one.doc_status in USED)
    ]
    if not rows or not asker.name:
        return None
    one = rows[0]
    return Finding(
        says=f"台账里这张票在{one.owner}名下（{one.doc_status or '已登记'}），再报一次就是重复。",
        certainty=Certainty.POSSIBLE,  # that it is used again, nobody told
        evidence=(
            Evidence("台账", seen=f"{one.owner} {one.doc_status or ''}".strip(), source=LEDGER),
        ),
        steps=(Step("要再报之前先看那一笔；确是同一张就不要再报", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
