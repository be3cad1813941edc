"""北京本地入口要的机打字段缺了或填错格。"""

from __future__ import annotations

import re
from collections.abc import Mapping

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.entry import Entry

FIELDS = re.compile(r"(机器编号|机器编码|税控码|税控装置)")
WANTS = re.compile(
    r"请.{0,4}(?:输入|填写|录入|核对)|不能为空|必填|必须|缺|未填|为空|不正确|有误|错误|不符|位"
)
MACHINE_DIGITS = 12


@rule(
    cause="local_fields_missing",
    title="入口要机打票的字段",
    source="domain §2.1、requirements §5 [票种] S10 [C]：机打另要机器编号、日期、金额、税控码",
)
def local_words(entry: Entry, answered: str, extra: Mapping[str, str]) -> Finding | None:
    if entry is not Entry.BEIJING:
        return None
    field = FIELDS.search(answered)
    asked = field is not None and WANTS.search(answered) is not None
    number, control = _of(extra, "机器|machine"), _of(extra, "税控|control")
    swapped = len(control) == MACHINE_DIGITS != len(number) and bool(number)
    if not asked and not swapped:
        return None
    what = "机器编号和税控码填反了" if swapped else f"入口提到了{field[1] if field else ''}"
    return Finding(
        says=f"北京本地查通用机打发票要填机器编号、开票日期、开票金额、税控码；{what}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("入口的原话", seen=answered[:80] or "没有", source="入口答复"),
            Evidence("机器编号", seen=number or "没有填", expected="12位", source="所填"),
            Evidence("税控码", seen=control or "没有填", source="所填"),
        ),
        steps=(Step("照票面逐栏填：机器编号12位，另填日期、金额、税控码，再查", Who.ASKER),),
    )


def _of(extra: Mapping[str, str], names: str) -> str:
    return next((text for key, text in extra.items() if re.search(names, key)), "")
