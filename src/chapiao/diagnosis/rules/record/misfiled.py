"""台账里有这张票，号码登记错了。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number


@rule(
    cause="entered_wrong",
    title="台账里的号码登记错了",
    source="requirements §5 [数据]：录入错字段、重复覆盖；R32：与原件、税局导出比对",
)
def misfiled(
    misfiled: tuple[Record, ...],
    damaged: tuple[Record, ...],
    number: Number,
    entry: Entry,
    pooled: bool,
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN:
        return None
    if not misfiled or pooled or misfiled[0] in damaged:
        return RuledOut("台账里没有号码登记错的同一张票")
    row = misfiled[0]
    seen = " ".join(filter(None, (row.invoice.code, row.invoice.number)))
    return Finding(
        says=f"台账里有一行销售方、日期、金额都是这张票的，号码却登记成了{seen}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("台账里的号码", seen=seen, expected=number.text, source=row.source),
            Evidence(
                "同一张的其余各项",
                seen=f"{row.invoice.seller_name or ''} {row.invoice.issued_on or ''}".strip(),
                source=row.source,
            ),
        ),
        steps=(Step("对照原件把台账这一行的号码改正，再查", Who.ASKER),),
    )
