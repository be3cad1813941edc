"""所填销售方与这张票的销售方不同。

The seller is no field of any entry, so this explains nothing by itself; but it may mean
that another invoice was meant.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule


@rule(
    cause=None,
    title="所填销售方与票面不同",
    source="domain §4.5：名称比较前先统一括号、空格和全半角",
)
def seller_differs(seller: str, copy: Record) -> Finding | RuledOut | None:
    known = copy.invoice.seller_name
    if not known:
        return None
    if same_name(seller, known) or seller in known:
        return RuledOut("所填销售方与票面一致")
    return Finding(
        says=f"所填销售方是「{seller}」，这张票的销售方是「{known}」，请确认要查的是这一张。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("销售方", seen=seller, expected=known, source=copy.source),),
        steps=(Step("核对要查的是不是这一张票", Who.ASKER),),
    )
