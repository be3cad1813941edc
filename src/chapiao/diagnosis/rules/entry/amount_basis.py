"""含税和不含税金额填反了。

The fourth field of the platform changes its meaning with the kind. The right invoice
with the other amount is answered 不一致.
"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.diagnosis.where import AMOUNTS, asked_of
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import plain

SURE = 0.97
_NAMES = {Ask.AMOUNT: "不含税金额", Ask.TOTAL: "价税合计"}


@rule(
    cause="amount_basis",
    title="含税、不含税填反",
    source="domain §2.1 [A][B]：第四栏专票填不含税金额，数电票填价税合计，二手车填车价合计",
)
def amount_basis(
    amount: int,
    copy: Record,
    entry: Entry,
    entry_kind: Kind,
    region: str,
    told: frozenset[Outcome],
    field_label: str,
) -> Finding | RuledOut | None:
    net, total = copy.invoice.amount, copy.invoice.total
    asked = _labelled(field_label) or asked_of(entry, entry_kind, region or None, AMOUNTS)
    if net is None or total is None or net == total or asked is None:
        return None
    right, other = (net, total) if asked is Ask.AMOUNT else (total, net)
    if amount == right or Outcome.MATCH in told:
        return RuledOut(f"所填金额就是{entry}要的{_NAMES[asked]}")
    if amount != other:
        return None
    wrong = _NAMES[Ask.TOTAL if asked is Ask.AMOUNT else Ask.AMOUNT]
    return Finding(
        says=f"{entry}对这种票要的是{_NAMES[asked]}{yuan(right)}，所填{yuan(amount)}是{wrong}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填金额", seen=plain(amount), expected=plain(right), source="所填"),
            Evidence(wrong, seen=plain(other), source=copy.source),
            Evidence(_NAMES[asked], seen=plain(right), source=copy.source),
        ),
        steps=(Step(f"把金额改填为{plain(right)}（{_NAMES[asked]}）再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"amount": plain(right)},
                typed={"amount": plain(amount)},
                because=f"{entry}对这种票要{_NAMES[asked]}",
                confidence=SURE,
            ),
        ),
    )


def _labelled(field_label: str) -> Ask | None:
    """Return what the field's own label asks for; it beats the table of entries."""
    if "不含税" in field_label:
        return Ask.AMOUNT
    return Ask.TOTAL if "合计" in field_label else None
