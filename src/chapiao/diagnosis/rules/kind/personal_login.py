"""用个人身份登录，看的是个人的发票。"""

from __future__ import annotations

from collections.abc import Mapping

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.whose import Whose
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

PERSONAL = ("自然人", "个人")


@rule(
    cause="wrong_entry",
    title="登录成了个人身份",
    source="domain §2.3：电子税务局按登录的税号显示发票，自然人登录只有个人的票",
)
def personal_login(
    extra: Mapping[str, str], entry: Entry, told: frozenset[Outcome], buyer_is: Whose
) -> Finding | None:
    seen = next((text for text in extra.values() if any(one in text for one in PERSONAL)), None)
    if entry is not Entry.ETAX or seen is None or told - {Outcome.NOT_FOUND}:
        return None
    if buyer_is is Whose.FOREIGN:
        return None
    return Finding(
        says="现在是以自然人身份登录，只看得到个人的发票，企业的票要用企业身份看。",
        certainty=Certainty.LIKELY,
        evidence=(Evidence("登录身份", seen=seen, expected="企业业务", source="登录身份"),),
        steps=(Step("退出后用企业业务入口登录本单位，再查", Who.ASKER),),
    )
