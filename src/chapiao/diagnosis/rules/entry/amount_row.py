"""粘贴的一行里取错了列。"""

from __future__ import annotations

from chapiao.diagnosis.messages import row_of_sums
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.invoice.answers import Outcome
from chapiao.invoice.money import plain

SURE = 0.9


@rule(
    cause="wrong_amount",
    title="填的是粘贴行里的税额",
    source="domain §2.1 [A]：第四栏要不含税金额或价税合计，从不要税额",
    hears={Outcome.MISMATCH, Outcome.NOT_FOUND},
)
def amount_row(amount: int, beside: str, field_label: str) -> Finding | None:
    sums = row_of_sums(beside)
    if sums is None or amount != sums[1]:
        return None
    net, _, total = sums
    right = net if "不含税" in field_label else total
    return Finding(
        says=f"所填{yuan(amount)}是粘贴的那一行里的税额，应填{yuan(right)}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填金额", seen=plain(amount), expected=plain(right), source="所填"),
            Evidence("粘贴的一行", seen=f"{plain(net)} {plain(sums[1])} {plain(total)}"),
        ),
        steps=(Step(f"把金额改填为{plain(right)}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"amount": plain(right)},
                typed={"amount": plain(amount)},
                because="那一行里另一栏才是",
                confidence=SURE,
            ),
        ),
    )
