"""账号资料与票面的这一方不一致。"""

from __future__ import annotations

import re

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.whose import Whose
from chapiao.diagnosis.world.people import Asker
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

COMPARES = frozenset({Entry.ETAX, Entry.OWN, Entry.RAIL, Entry.FISCAL})
SAYS_SO = re.compile(
    r"身份|姓名|证件|抬头|税号|名称.{0,6}不|实名|旅客|乘车人|经手人|账号不|与账号|报销人|经办人|户名|本人"
)


@rule(
    cause="identity_mismatch",
    title="账号资料与票面不一致",
    source="requirements R16：姓名、身份证号、单位名称、税号必须与票面完全一致",
)
def profile_differs(
    asker: Asker,
    entry: Entry,
    told: frozenset[Outcome],
    answered: str,
    is_held: bool,
    buyer_is: Whose,
    others_account: bool,
) -> Finding | RuledOut | None:
    profile = asker.profile
    wrong = profile.differing
    if {profile.name, profile.identity, profile.company, profile.tax_id} == {None}:
        return None  # nothing was compared
    if not wrong:
        return RuledOut("账号资料与票面一致")
    says_so = bool(SAYS_SO.search(answered))
    missed = bool(told & {Outcome.NOT_FOUND, Outcome.NO_PERMISSION}) or (
        not told and bool(answered)
    )
    reaches = says_so or (
        entry in COMPARES and (missed or (not is_held and not answered and entry is Entry.OWN))
    )
    if buyer_is in {Whose.ANOTHER, Whose.FORMER} or (told & {Outcome.MATCH} and not says_so):
        reaches = False
    parties_only = set(wrong) <= {"单位名称", "税号"}
    if buyer_is is Whose.FOREIGN and parties_only:
        reaches = False  # it is no title of ours: no account could agree with it
    if others_account and not says_so:
        reaches = False  # these are somebody else's particulars, not wrong ones
    return Finding(
        says=f"账号里的{'、'.join(wrong)}与票面不一致，按身份比对的地方就查不到。",
        certainty=Certainty.LIKELY if reaches else Certainty.POSSIBLE,
        evidence=(
            Evidence(
                "账号与票面比对",
                seen=f"{'、'.join(wrong)}不同",
                expected="完全一致",
                source="账号资料",
            ),
            *((Evidence("入口的原话", seen=answered[:80], source="入口答复"),) if says_so else ()),
        ),
        steps=(
            Step("逐字核对账号资料和票面，改正账号里的那一项再查", Who.ASKER),
            Step("票面开错的，请销售方重开", Who.SELLER),
        ),
    )
