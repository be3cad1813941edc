"""台账里登记的是数电纸票的另一个号码。"""

from __future__ import annotations

from chapiao.diagnosis.facts import EXPORT, LEDGER, Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

SURE = 0.95
LISTS = frozenset({Entry.OWN, Entry.ETAX})


@rule(
    cause="kind_mixed_up",
    title="台账里是它的另一个号码",
    source="domain §1.3 [B]：数电纸票有代码加8位号码，密码区另有20位数电票号码",
)
def other_number_held(
    number: Number, others: tuple[Record, ...], entry: Entry, told: frozenset[Outcome]
) -> Finding | RuledOut | None:
    if entry not in LISTS or Outcome.NOT_FOUND not in told:
        return None
    rows = [
        one
        for one in others
        if one.source == (LEDGER if entry is Entry.OWN else EXPORT)
        and number.text not in {one.invoice.number, one.invoice.second_number}
    ]
    if not rows:
        return RuledOut("没有记它的另一个号码")
    invoice = rows[0].invoice
    known = " ".join(filter(None, (invoice.code, invoice.number)))
    fields = {"number": invoice.number or ""} | ({"code": invoice.code} if invoice.code else {})
    return Finding(
        says=f"这是数电纸票，{rows[0].source}里记的是它的另一个号码{known}，用{number.text}就查不到。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("台账里的号码", seen=known, expected=number.text, source=rows[0].source),
        ),
        steps=(Step(f"用{known}再查；请把两个号码都记在台账上", Who.ASKER),),
        corrections=(
            Correction(
                fields=fields,
                typed={"number": number.text},
                because="同一张数电纸票的另一个号码",
                confidence=SURE,
            ),
        ),
    )
