"""手里有电子客票，却到12306查验。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind


@rule(
    cause="wrong_entry",
    title="手里有客票，要查验不到12306",
    source="domain §2.1、§1.6 [A]：12306按本人订单开具和下载；电子客票到查验平台查验",
    hears={Outcome.NOT_FOUND, Outcome.NO_PERMISSION},
)
def rail_check(copy: Record, entry: Entry, others_order: bool) -> Finding | None:
    ticket = copy.invoice
    is_one = ticket.kind is Kind.RAIL
    if entry is not Entry.RAIL or not is_one or not ticket.number:
        return None
    return Finding(
        says="12306只列出本人账号的订单；电子客票的文件已经在手里，要查验就到查验平台，不需要订单。",
        certainty=Certainty.POSSIBLE if others_order else Certainty.LIKELY,
        evidence=(
            Evidence("手里的客票", seen=ticket.number, source=copy.source),
            Evidence("查的入口", seen=str(entry), expected=str(Entry.PLATFORM), source="所填"),
        ),
        steps=(Step("到全国增值税发票查验平台查，填20位号码、日期、价税合计", Who.ASKER),),
    )
