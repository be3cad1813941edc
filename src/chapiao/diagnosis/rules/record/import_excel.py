"""导入失败的那一行号码丢了位数。"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import FailedImport
from chapiao.invoice.damage import could_be, number_damage
from chapiao.invoice.number import Number


@rule(
    cause="excel_damage",
    title="导入的表格里号码丢了位数",
    source="requirements N27、S40–S42：2.5112E+19、后五位变成00000；domain §6.4 [B]",
)
def import_excel(
    failed_imports: tuple[FailedImport, ...], number: Number, pooled: bool
) -> Finding | None:
    for row in failed_imports:
        damage = number_damage(row.number) if row.number else None
        if pooled or damage is None or not could_be(damage, number.text):
            continue
        return Finding(
            says=f"导入表格里这一行的号码成了{row.number}，在Excel里丢了位数。",
            certainty=Certainty.LIKELY,
            evidence=(
                Evidence("表格里的号码", seen=row.number, expected=number.text, source=row.file),
            ),
            steps=(Step("用税局原始导出文件重新导入，不要先用Excel另存", Who.ASKER),),
        )
    return None
