"""发票代码的地区位不可能。

Four digits of a code name the region by the platform's own table.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.code import Code
from chapiao.invoice.region import code_region as region_of


@rule(
    cause="region_conflict",
    title="代码里的地区不存在",
    source="domain §1.5 [A]：12位代码第2-5位、10位代码第1-4位为地区",
)
def code_region(code: Code, held: bool) -> Finding | RuledOut | None:
    if code.region is None:
        return None
    place = region_of(code.region)
    if held or place is not None:
        return RuledOut("代码里的地区存在")
    return Finding(
        says=f"代码里的地区位是{code.region}，没有哪个地区用它，代码多半录错了。",
        certainty=Certainty.LIKELY,
        evidence=(
            Evidence("代码地区位", seen=code.region, expected="地区表里的四位", source="所填"),
        ),
        steps=(Step("对照票面左上角重填发票代码后再查", Who.ASKER),),
    )
