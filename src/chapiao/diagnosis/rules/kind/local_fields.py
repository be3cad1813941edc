"""机打票在本地入口缺要填的字段。"""

from __future__ import annotations

from collections.abc import Mapping

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.number import clean

MACHINE_NO, CONTROL = "机器编号", "税控码"
MACHINE_DIGITS = 12
GONE = frozenset({Outcome.NOT_FOUND, Outcome.BAD_INPUT, Outcome.MISMATCH})


@rule(
    cause="local_fields_missing",
    title="机打票还要四个字段",
    source="domain §2.1、requirements §5 [票种] S10 [C]：机打另要机器编号、日期、金额、税控码",
)
def local_fields(
    kind: Kind,
    entry: Entry,
    extra: Mapping[str, str],
    given: frozenset[str],
    told: frozenset[Outcome],
    machine_printed: str,
    control_printed: str,
    unread: Mapping[str, str],
) -> Finding | RuledOut | None:
    if entry is not Entry.BEIJING or kind is not Kind.MACHINE:
        return None
    number, control = _of(extra, "机器|machine"), _of(extra, "税控|control")
    missing = [
        name
        for name, there in (
            (MACHINE_NO, number),
            ("开票日期", "date" in given),
            ("开票金额", "amount" in given),
            (CONTROL, control),
        )
        if not there
    ]
    short = bool(number) and len(number) != MACHINE_DIGITS
    swapped = bool(number and control) and len(number) != MACHINE_DIGITS == len(control)
    wrong = _differing(number, machine_printed, MACHINE_NO) or _differing(
        control, control_printed, CONTROL
    )
    money = "开票金额看不懂，要填成阿拉伯数字" if "amount" in unread else ""
    amiss = missing or swapped or short or wrong or money
    if not amiss or (told and not told & GONE):
        return RuledOut("机打票的四个字段都填了")
    what = f"还缺{'、'.join(missing)}" if missing else wrong or money or "机器编号不是12位"
    if swapped and not missing:
        what = "机器编号和税控码填反了"
    return Finding(
        says=f"通用机打发票在北京本地查询要填机器编号、开票日期、开票金额、税控码，{what}。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence("票种", seen=str(kind), source="票面"),
            Evidence(
                "已填",
                seen="、".join(k for k, v in extra.items() if v) or "只有代码和号码",
                expected="四个字段",
            ),
        ),
        steps=(Step(f"照票面补填（{what}）再查；税控码看不清的带原件到税务所", Who.ASKER),),
    )


def _differing(typed: str, printed: str, name: str) -> str:
    """Say how what was typed differs from the paper; "" where it does not or nobody knows."""
    if not typed or not printed or clean(typed) == clean(printed):
        return ""
    if len(typed) != len(printed):
        return f"{name}填了{len(typed)}位，票面是{len(printed)}位"
    return f"{name}与票面不同，票面是{printed}"


def _of(extra: Mapping[str, str], names: str) -> str:
    wanted = names.split("|")
    return next((text for key, text in extra.items() if any(one in key for one in wanted)), "")
