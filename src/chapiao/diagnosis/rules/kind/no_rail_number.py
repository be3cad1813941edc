"""号码不像铁路客票的，却到12306查。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

CHANNEL, RAIL = 4, "9"  # the fifth digit of a number, and what it is on rail tickets


@rule(
    cause="wrong_entry",
    title="不像铁路客票的号码",
    source="domain §1.4 [S]/[C]：数电票号码第5位，铁路见过9，电子发票服务平台2、乐企7",
    of_misses=True,
)
def no_rail_number(
    number: Number, entry: Entry, kind_known: bool, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    if entry is not Entry.RAIL or kind_known or not number.is_digital:
        return None
    if number.text[CHANNEL] == RAIL or told - {Outcome.NOT_FOUND}:
        return RuledOut("号码像铁路电子客票的")
    return Finding(
        says="号码第5位不是铁路的9，多半不是铁路客票；12306只有铁路的票，别的到查验平台查。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("号码第5位", seen=number.text[CHANNEL], expected=RAIL, source="所填"),),
        steps=(Step("到全国增值税发票查验平台查，填20位号码、日期、价税合计", Who.ASKER),),
    )
