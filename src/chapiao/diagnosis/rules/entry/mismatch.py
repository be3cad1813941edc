"""入口答复不一致：号码在，另有一项填错。

Without a copy of the invoice nobody can say which; the fourth field is the usual one.
"""

from __future__ import annotations

from chapiao.diagnosis.model import Certainty, Evidence, Finding, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

CHECKS_FIELDS = frozenset(
    {Entry.PLATFORM, Entry.VENDOR, Entry.BEIJING, Entry.FISCAL, Entry.BLOCKCHAIN}
)


@rule(
    cause="wrong_amount",
    title="号码在，另有一项填错",
    source="domain §8.1 [A]：至少一项不同时答复不一致；不一致说明代码和号码存在",
    hears={Outcome.MISMATCH},
)
def mismatch(words: str, entry: Entry) -> Finding | None:
    if entry not in CHECKS_FIELDS:
        return None  # elsewhere 不一致 is said of a title, an account or a file
    return Finding(
        says="入口答复不一致：这个号码的票存在，但日期、金额或校验码至少有一项填错，最常见的是第四栏。",
        certainty=Certainty.POSSIBLE,
        evidence=(Evidence("入口的原话", seen=words[:80], source="入口答复"),),
        steps=(Step("对照票面逐项核对；第四栏看清要的是金额、价税合计还是校验码", Who.ASKER),),
    )
