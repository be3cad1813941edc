"""系统说这张票已经登记或占用。"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Recheck, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry

SAYS_SO = re.compile(r"重复|已(?:经)?(?:存在|登记|录入|入库|占用|使用|报销|关联|被)|被.{0,10}占用")
ONLY_LIKE = re.compile(r"疑似|可能|类似|相似")
NOT_ABOUT_IT = re.compile(r"作废|身份|账号|证件|手机|姓名|登录")
OURS = frozenset({Entry.OWN, Entry.VENDOR, Entry.ETAX, Entry.RAIL, Entry.FISCAL})


@rule(
    cause="duplicate",
    title="这张票已经登记过",
    source="domain §8.2 第22行：同一张票在另一个文件、另一个人或另一种身份下",
)
def taken_words(
    answered: str,
    entry: Entry,
    others: tuple[Record, ...],
    handed_in: bool,
    sought_number: str,
) -> Finding | None:
    if entry not in OURS or not SAYS_SO.search(answered) or NOT_ABOUT_IT.search(answered):
        return None
    like = bool(ONLY_LIKE.search(answered)) and not handed_in
    unsure = like and _rows(others) <= 1 and not _other_number(others, sought_number)
    return Finding(
        says="系统说这张票已经登记或被占用：同一张票不能再用一次，先看先前那一笔。",
        certainty=Certainty.POSSIBLE if unsure else Certainty.CERTAIN,
        evidence=(
            Evidence("系统的原话", seen=answered[:80], source="入口答复"),
            *(Evidence("先前那一笔", seen=_said(one), source=one.source) for one in others),
        ),
        steps=(Step("打开先前那一笔看是谁登记的；确是同一张就不要再交", Who.ASKER),),
        recheck=Recheck.NEVER,
    )


def _other_number(others: tuple[Record, ...], sought: str) -> bool:
    """Whether the row is kept under the other of the two numbers of a paper digital invoice."""
    numbers = {one.invoice.number for one in others if one.source == LEDGER}
    return bool(sought) and bool(numbers) and sought not in numbers


def _rows(others: tuple[Record, ...]) -> int:
    return sum(one.source == LEDGER for one in others)


def _said(one: Record) -> str:
    state = str(one.doc_status or "")
    day = f"{one.added_at:%Y-%m-%d}" if one.added_at is not None else ""
    return " ".join(filter(None, (one.owner, state, day, one.invoice.number or "")))
