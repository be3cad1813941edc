"""几栏的内容粘在了号码栏里。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

LABELS = re.compile(r"代码|号码|校验码|日期|金额")
SEVERAL = 2


@rule(
    cause="kind_mixed_up",
    title="几栏粘在了号码栏里",
    source="domain §2.1：各入口的代码、号码、日期、金额、校验码各有各的栏",
    of_misses=True,
)
def together(number_field: str, entry: Entry, told: frozenset[Outcome]) -> Finding | None:
    found = sorted(set(LABELS.findall(number_field)))
    if len(found) < SEVERAL:
        return None
    refused = Outcome.BAD_INPUT in told and entry is not Entry.OWN
    return Finding(
        says=f"号码栏里粘进了{'、'.join(found)}几栏的内容，要分开填到各自的栏里。",
        certainty=Certainty.CERTAIN if refused else Certainty.POSSIBLE,
        evidence=(Evidence("号码栏", seen=number_field[:60], expected="只有号码", source="所填"),),
        steps=(Step("把代码、号码、日期、金额、校验码分开，各填各栏，再查", Who.ASKER),),
    )
