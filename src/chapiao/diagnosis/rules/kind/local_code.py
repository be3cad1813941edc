"""代码不是全国查验平台的票种。

The platform's own rule gives such a code the kind 99. Which local paper it is only the
title on the face tells, so without the title the right place cannot be named.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.code import NOT_VERIFIED, Code
from chapiao.invoice.entry import Entry

KNOWS = frozenset({Outcome.MATCH, Outcome.MISMATCH, Outcome.VOIDED, Outcome.RED, Outcome.SAME_DAY})
NATIONAL = frozenset({Entry.PLATFORM, Entry.ETAX, Entry.VENDOR})


@rule(
    cause="wrong_entry",
    title="代码不属于全国查验平台的票种",
    source="domain §1.2 [A]：平台页面程序按代码判断票种，其余为99，不在该平台查",
)
def local_code(
    code: Code,
    entry: Entry,
    told: frozenset[Outcome],
    paper_here: bool,
    split_whole: str,
    mixed_identity: bool,
) -> Finding | RuledOut | None:
    if entry not in NATIONAL or code.kind is not None or paper_here:
        return None
    if split_whole or mixed_identity:
        return None  # no code belongs there: other rules say what it is
    if code.platform_kind != NOT_VERIFIED or told & KNOWS:
        return RuledOut("代码属于全国查验平台的票种")
    return Finding(
        says=f"代码{code.text}不是全国查验平台查得到的票种，多半是地方票（机打、定额、手工、出租车等），"
        "要到开票地税务局网站查。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence(
                "按代码判断的票种代码", seen=NOT_VERIFIED, expected="01至15", source="平台页面规则"
            ),
            Evidence("查的入口", seen=str(entry), source="所填"),
        ),
        steps=(Step("看票面最上面印的名称，到开票地税务局网站或12366查", Who.ASKER),),
    )
