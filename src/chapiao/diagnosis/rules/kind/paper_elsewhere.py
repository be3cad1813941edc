"""纸面名称不是这个入口的票。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

ONLY = {
    Entry.RAIL: re.compile(r"铁路|火车|高铁|动车|12306"),
    Entry.BLOCKCHAIN: re.compile(r"区块链|深圳"),
    Entry.FISCAL: re.compile(r"财政|票据|非税|收费|捐赠|学费|医疗"),
}
TAX_PAPER = re.compile(r"发票|行程单|客票|车票|船票")
GONE = frozenset({Outcome.NOT_FOUND, Outcome.BAD_INPUT})


@rule(
    cause="wrong_entry",
    title="纸面不是这个入口的票",
    source="domain §2.1：12306只有铁路的票，区块链平台只有区块链票，财政票据平台只有财政票据",
)
def paper_elsewhere(
    paper_title: str, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    only = ONLY.get(entry)
    if only is None or told - GONE or not TAX_PAPER.search(paper_title):
        return None
    if only.search(paper_title):
        return RuledOut(f"纸面是{entry}的票")
    return Finding(
        says=f"票面写的是「{paper_title[:30]}」，{entry}没有这种票，要到它自己的入口查。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("票面名称", seen=paper_title[:30], source="票面"),
            Evidence("查的入口", seen=str(entry), source="所填"),
        ),
        steps=(Step("看票面名称，增值税发票到全国增值税发票查验平台查", Who.ASKER),),
    )
