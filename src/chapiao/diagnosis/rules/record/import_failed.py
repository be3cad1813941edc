"""导入时这一行失败了。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.papers import FailedImport
from chapiao.invoice.damage import could_be, number_damage
from chapiao.invoice.entry import Entry
from chapiao.invoice.number import Number

THERE = re.compile(r"已存在|重复|已有")


@rule(
    cause="not_imported",
    title="导入时这一行失败了",
    source="requirements §5 [数据]：本系统漏导、导入失败；R34",
)
def import_failed(
    failed_imports: tuple[FailedImport, ...], number: Number, entry: Entry, pooled: bool
) -> Finding | RuledOut | None:
    if entry is not Entry.OWN or not failed_imports:
        return None
    row = next((one for one in failed_imports if _is_of(number.text, one)), None)
    if row is None:
        return RuledOut("导入失败的行里没有它")
    if pooled:
        return RuledOut("那次导入失败后，它已经进了台账")
    where = " ".join(filter(None, (row.file, f"第{row.row}行" if row.row else "")))
    how = "它在一份导出里，但还没有进台账" if row.waits else "它导入过，但那一行失败了"
    return Finding(
        says=f"{how}：{row.reason or '原因没有记下'}，所以台账里没有。",
        # One that was skipped as being there already was not lost by that import.
        certainty=_certainty(row, number.text),
        evidence=(
            Evidence(
                f"导入失败 {where}".strip(),
                seen=f"{row.number} {row.reason}".strip(),
                source=f"{row.at:%Y-%m-%d %H:%M}" if row.at is not None else "导入记录",
            ),
        ),
        steps=_waiting(row) if row.waits else _FAILED,
    )


_FAILED = (
    Step("按失败原因改好那一行，重新导入", Who.IT),
    Step("着急时先手工登记这一张", Who.ASKER),
)


def _certainty(row: FailedImport, number: str) -> Certainty:
    if THERE.search(row.reason):
        return Certainty.POSSIBLE
    return Certainty.CERTAIN if row.number == number else Certainty.LIKELY  # it lost digits


def _waiting(row: FailedImport) -> tuple[Step, ...]:
    return (Step(f"到「导入」里打开{row.file or '那份导出'}，确认导入后再查", Who.ASKER),)


def _is_of(number: str, row: FailedImport) -> bool:
    if row.number == number:
        return True
    damage = number_damage(row.number) if row.number else None
    return damage is not None and could_be(damage, number)
