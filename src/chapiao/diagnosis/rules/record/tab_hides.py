"""页签不是取得发票的那一个。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.tabs import RECEIVED, is_other
from chapiao.diagnosis.world.papers import ListFilter
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry


@rule(
    cause="query_filter",
    title="页签可能不对",
    source="domain §2.3、§8.2 第16行：收到的发票在「取得发票」页签下",
)
def tab_hides(
    list_filter: ListFilter, entry: Entry, told: frozenset[Outcome], sold_by_us: bool
) -> Finding | None:
    off = is_other(list_filter.tab)
    if entry is not Entry.ETAX or not off or sold_by_us:
        return None
    if told - {Outcome.NOT_FOUND, Outcome.NO_PERMISSION}:
        return None
    return Finding(
        says=f"当前页签是「{list_filter.tab}」，收到的发票不在这里。",
        certainty=Certainty.POSSIBLE,  # whose the invoice is has to be seen first
        evidence=(Evidence("页签", seen=list_filter.tab, expected=RECEIVED, source="列表的筛选"),),
        steps=(Step(f"切到「{RECEIVED}发票」再查", Who.ASKER),),
    )
