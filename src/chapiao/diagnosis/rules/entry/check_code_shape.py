"""校验码的位数不对，或这种票根本没有校验码。

Told by the shape alone, without a copy of the invoice.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.where import CHECKS, asked_of, route
from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.kind import Kind

LENGTHS = {Ask.CHECK_LAST6: 6, Ask.SECOND_LAST6: 6, Ask.CHECK: 6, Ask.CHECK_5: 5}


@rule(
    cause="check_code_wrong",
    title="校验码位数不对",
    source="domain §2.1 [A]：填校验码后6位；区块链5位 [S]；数电票没有校验码 [A]",
)
def check_code_shape(
    check_code: str, entry: Entry, entry_kind: Kind, region: str
) -> Finding | RuledOut | None:
    way = route(entry, entry_kind, region or None)
    asked = asked_of(entry, entry_kind, region or None, CHECKS)
    if way is None or (asked is None and entry is not Entry.PLATFORM):
        return None
    if asked is None:
        return _has_none(check_code, entry_kind, way.note)
    length = LENGTHS[asked]
    if len(check_code) == length:
        return RuledOut("校验码位数正确")
    return Finding(
        says=f"{entry}对{entry_kind}要填{asked}，所填的{check_code[:24]}是{len(check_code)}位。",
        certainty=Certainty.CERTAIN,
        evidence=(
            Evidence(
                "校验码位数", seen=f"{len(check_code)}位", expected=f"{length}位", source="所填"
            ),
        ),
        steps=(Step(f"只填{asked}再查", Who.ASKER),),
    )


def _has_none(check_code: str, kind: Kind, note: str) -> Finding:
    return Finding(
        says=f"{kind}在这个入口不填校验码。{note}。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("所填校验码", seen=check_code[:24], expected="不填", source="所填"),),
        steps=(Step(f"不填校验码；{note}", Who.ASKER),),
    )
