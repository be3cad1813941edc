"""数电纸票的两个号码混用了。

A paper digital invoice has a code with eight digits on its face, and twenty digits in
its 密码区. Either identity works alone; a part of each works nowhere.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number


@rule(
    cause="kind_mixed_up",
    title="数电纸票的两个号码混用",
    source="domain §1.3 [B]：数电纸票有代码加8位号码，密码区另有20位数电票号码",
)
def other_identity(
    number: Number, typed_code: str, copy: Record, entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    kind = copy.invoice.kind
    if kind is None or not kind.is_paper_digital or Outcome.MATCH in told:
        return None
    mixed = number.is_digital == bool(typed_code)
    if not mixed or entry is Entry.OWN:
        return RuledOut("数电纸票的两个号码没有混用")
    short, long = copy.invoice.number, copy.invoice.second_number
    return Finding(
        says=f"这是数电纸票，有两个号码：代码{copy.invoice.code}加{short}，或密码区的{long}；不能各填一半。",
        certainty=Certainty.CERTAIN if Outcome.BAD_INPUT in told else Certainty.LIKELY,
        evidence=(
            Evidence("所填", seen=f"代码{typed_code or '未填'}，号码{number.text}", source="所填"),
            Evidence("票种", seen=str(kind), source=copy.source),
        ),
        steps=(Step("填票面的代码和8位号码；或只填密码区的20位号码，代码留空", Who.ASKER),),
    )
