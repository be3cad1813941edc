"""第三方接口的账户有问题。"""

from __future__ import annotations

from chapiao.diagnosis.facts import Heard
from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

ACCOUNT = frozenset({Outcome.ARREARS, Outcome.ACCOUNT_LIMIT, Outcome.NO_PERMISSION})


@rule(
    cause=None,
    title="第三方接口的账户有问题",
    source="domain §7.2–7.5 [B]：欠费、无权限、超过最大查验量",
    hears=ACCOUNT,
)
def vendor_account(entry: Entry, words: str, heard: Heard) -> Finding | None:
    if heard not in ACCOUNT or entry is not Entry.VENDOR:
        return None
    return Finding(
        says=f"接口答复{heard}：是接口账户的问题，还没有查到这张票的结果。",
        certainty=Certainty.NOTE,
        evidence=(Evidence("接口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("检查接口账户的余额、权限和用量，或改用查验平台", Who.IT),),
    )
