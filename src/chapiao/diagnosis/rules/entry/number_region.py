"""数电票号码的地区位不可能。

Digits 3 and 4 name a province, or a city with a plan of its own. Unknown pairs 9x
belong to such cities and are never called wrong.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.number import Number
from chapiao.invoice.region import number_region as region_of


@rule(
    cause="region_conflict",
    title="号码里的地区不存在",
    source="domain §1.4 [A][B]：数电票号码第3-4位为地区；§1.5 [A] 地区表",
    of_misses=True,
)
def number_region(number: Number, held: bool, meant_number: str) -> Finding | RuledOut | None:
    if number.region is None:
        return None
    place = region_of(number.region)
    if held or place is not None:
        return RuledOut("号码里的地区存在")
    return Finding(
        says=f"号码第3-4位是{number.region}，没有哪个地区用这两位，号码多半录错了。",
        # Where a file or message shows what was meant, other rules compare with that.
        certainty=Certainty.POSSIBLE
        if meant_number and meant_number != number.text
        else Certainty.LIKELY,
        evidence=(
            Evidence("号码第3-4位", seen=number.region, expected="地区表里的两位", source="所填"),
        ),
        steps=(Step("对照票面重填20位号码后再查", Who.ASKER),),
    )
