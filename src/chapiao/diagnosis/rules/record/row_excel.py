"""台账里这张票的号码在 Excel 里丢了位数。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Record
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import Number


@rule(
    cause="excel_damage",
    title="台账里的号码丢了位数",
    source="requirements N27、S40–S42：后五位变成00000、丢了开头的0；domain §6.4 [B]",
)
def row_excel(number: Number, damaged: tuple[Record, ...], held: bool) -> Finding | RuledOut | None:
    if held or not damaged:
        return RuledOut("台账里没有丢了位数的同一号码")
    row = damaged[0].invoice
    seen = " ".join(filter(None, (row.code, row.number)))
    return Finding(
        says=f"台账里有一行像是这张票，号码却成了{seen}，是导入前在Excel里丢了位数。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("台账里的号码", seen=seen, expected=number.text, source=damaged[0].source),
        ),
        steps=(Step("对照票面把台账这一行的号码改回来", Who.BUYER_ADMIN),),
    )
