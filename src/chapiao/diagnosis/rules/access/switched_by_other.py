"""别人登录后把企业切走了。

The invoice's buyer is not known, but the account stands for another company than when the
asker last signed in, because somebody else switched it.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome


@rule(
    cause="wrong_company",
    title="企业被别人切走了",
    source="requirements §5 [权限]：共用账号会互相切换企业；domain §2.3：只看得到当前税号的票",
)
def switched_by_other(taken_over: bool, acting: str, told: frozenset[Outcome]) -> Finding | None:
    if not taken_over or told - {Outcome.NOT_FOUND, Outcome.NO_PERMISSION}:
        return None
    return Finding(
        says=f"当前身份是{acting}，是别人登录后切过去的，不是您上次用的企业。",
        certainty=Certainty.POSSIBLE,  # whose the invoice is, nobody told
        evidence=(Evidence("当前身份", seen=acting, source="登录记录"),),
        steps=(Step("切换回您自己的企业再查", Who.ASKER),),
    )
