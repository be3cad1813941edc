"""接口说这个地区或票种没有开通。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule

NOT_OPEN = re.compile(
    r"(?:地区|省份|该省|本省|票种)[^。;]{0,8}(?:未开通|不支持|未覆盖|未接入|没有开通)"
    r"|(?:未开通|不支持|暂不支持|未接入)[^。;]{0,8}(?:地区|省|票种|类型)|NoAreaCode|NotSupportCurrent"
)


@rule(
    cause="region_kind_unsupported",
    title="没有开通该地区或票种",
    source="domain §7.2–7.5 [B]：各厂商支持的地区和票种不同；requirements N28",
)
def not_open_words(answered: str) -> Finding | None:
    if not NOT_OPEN.search(answered):
        return None
    return Finding(
        says="入口说这个地区或票种在它那里没有开通，与这张票本身无关。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=answered[:80], source="入口答复"),),
        steps=(Step("换到这种票的另一个入口查（见下面的「到这里查」）", Who.ASKER),),
    )
