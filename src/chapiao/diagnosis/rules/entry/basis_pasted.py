"""粘贴的文字里，所填的是另一个金额。"""

from __future__ import annotations

from chapiao.diagnosis.messages import row_of_sums
from chapiao.diagnosis.model import Certainty, Correction, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.invoice.answers import Outcome
from chapiao.invoice.money import plain

SURE = 0.9


@rule(
    cause="amount_basis",
    title="填的是粘贴文字里的另一个金额",
    source="domain §8.2 第3行：第四栏随票种要不含税金额或价税合计，填反就不一致",
    hears={Outcome.MISMATCH},
)
def basis_pasted(amount: int, beside: str, field_label: str) -> Finding | None:
    sums = row_of_sums(beside)
    if sums is None:
        return None
    net, _, total = sums
    asked = net if "不含税" in field_label else total if "合计" in field_label else None
    other = {net: total, total: net}.get(asked or 0)
    if asked is None or amount != other:
        return None
    return Finding(
        says=f"这一栏要的是{field_label}{yuan(asked)}，所填{yuan(amount)}是另一个。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("所填金额", seen=plain(amount), expected=plain(asked), source="所填"),
            Evidence("粘贴的文字", seen=f"{plain(net)} {plain(total)}", source="粘贴的文字"),
        ),
        steps=(Step(f"把金额改填为{plain(asked)}再查", Who.ASKER),),
        corrections=(
            Correction(
                fields={"amount": plain(asked)},
                typed={"amount": plain(amount)},
                because=f"这一栏要{field_label}",
                confidence=SURE,
            ),
        ),
    )
