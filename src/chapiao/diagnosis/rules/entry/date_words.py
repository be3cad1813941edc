"""入口说日期格式不对。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome

MISSING = re.compile(r"请(?:先|重新)?(?:输入|填写|选择)(?!正确)|(?:不能|不得|不可)为空|必填")
DATE = re.compile(r"日期|时间|TicketDate|Date")


@rule(
    cause="date_invalid",
    title="入口说日期格式不对",
    source="domain §8.1 [A]：日期格式错误，为YYYYMMDD格式！",
    hears={Outcome.BAD_INPUT},
)
def date_words(words: str) -> Finding | None:
    if not DATE.search(words) or MISSING.search(words):
        return None  # what is only missing is asked for
    return Finding(
        says=f"入口答复「{words[:40]}」：日期要填成8位数字，如20250104。",
        certainty=Certainty.CERTAIN,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("把日期填成8位数字（年4位、月2位、日2位）再查", Who.ASKER),),
    )
