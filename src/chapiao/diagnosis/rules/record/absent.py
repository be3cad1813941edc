"""台账、税局导出、档案里都没有。

A hypothesis, no more: nobody may have handed it in yet, or it was never ours.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number


@rule(
    cause="not_imported",
    title="可能还没有登记",
    source="requirements R32：台账、税局导出、附件逐一比对",
)
def absent(
    number: Number, entry: Entry, held: bool, in_export: bool, in_archive: bool
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or in_export or in_archive:
        return None
    if held:
        return RuledOut("台账里有这张票")
    return Finding(
        says="台账、税局导出和档案里都没有这张票，可能还没有人把它交来登记。",
        certainty=Certainty.POSSIBLE,
        evidence=(
            Evidence("台账", seen=f"没有{number.text}", source="本系统台账"),
            Evidence("税局导出", seen="没有", source="税局导出"),
            Evidence("档案", seen="没有", source="档案"),
        ),
        steps=(Step("把发票文件（PDF、OFD、XML或照片）拖进来登记", Who.ASKER),),
    )
