"""台账里有这张票。"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import paper, tail
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

REFUSED = frozenset({Outcome.NOT_FOUND, Outcome.MISMATCH, Outcome.NO_PERMISSION, Outcome.BAD_INPUT})

# What these words are about is a note, never a reason.
NOTED = re.compile(
    r"指纹|哈希|hash|sha-?\d|md5|摘要|尾差|(?:疑似|可能|类似|相似).{0,4}重复", re.IGNORECASE
)


@rule(
    cause="found",
    title="台账里有这张票",
    source="本系统台账：按号码（和代码）精确查到",
)
def held(record: Record, entry: Entry, told: frozenset[Outcome], answered: str) -> Finding | None:
    if entry is not Entry.OWN and answered:
        return None
    refused = bool(told & REFUSED) and not NOTED.search(
        answered
    )  # the list did not show it: something else is the matter
    invoice = record.invoice
    return Finding(
        says=f"台账里有号码{tail(invoice.number or '')}这张票。",
        certainty=Certainty.POSSIBLE if refused else Certainty.CERTAIN,
        evidence=(Evidence("号码", seen=paper(invoice), source=record.source),),
        steps=(Step("打开看详情；报销前按需查验一次", Who.ASKER),),
        recheck=Recheck.NEVER,
    )
