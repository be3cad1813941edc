"""几个人共用一个账号。

It explains something only where another person's sign-in changed what the asker sees: the
company acted for, whose rows are shown, or the session itself.
"""

from __future__ import annotations

import re

from chapiao.diagnosis.facts import Hidden
from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.whose import Whose
from chapiao.diagnosis.world.people import Asker, Session
from chapiao.invoice.answers import Outcome

THROWN_OUT = re.compile(
    r"其他(?:地点|地方|设备|终端)|异地|被迫下线|已下线|重复登录|重新登录|踢|会话(?:已)?失效"
)


@rule(
    cause="shared_account",
    title="账号几个人共用",
    source="requirements §5 [权限]：共用账号会互相切换企业、改变数据范围；各用各的账号",
)
def shared_account(
    sessions: tuple[Session, ...],
    asker: Asker,
    answered: str,
    told: frozenset[Outcome],
    hidden: tuple[Hidden, ...],
    elsewhere: str,
    buyer_is: Whose,
    acting: str,
) -> Finding | RuledOut | None:
    others = [one for one in sessions if one.typed_name and one.typed_name != asker.name]
    thrown = bool(THROWN_OUT.search(answered))
    if not others and not (thrown and len(sessions) > 1):
        return RuledOut("没有别人用这个账号") if sessions else None
    if told - {Outcome.NOT_FOUND, Outcome.NO_PERMISSION}:
        return RuledOut("虽有别人用过这个账号，入口已经给出答复")
    switched = [
        one
        for one in others
        if one.as_entity and elsewhere and not same_name(one.as_entity, elsewhere)
    ]
    others_rows = [one for one in hidden if one.record.owner in {s.typed_name for s in others}]
    lent = hidden and asker.profile.account in {one.typed_name for one in others}
    reaches = thrown or switched or others_rows or lent
    took_over = buyer_is is Whose.UNKNOWN and _took_over(sessions, asker.name, acting)
    names = "、".join(dict.fromkeys(one.typed_name for one in others))
    return Finding(
        says=f"这个账号还有{names or '别人'}在用，{_how(thrown, bool(switched))}。",
        certainty=Certainty.CERTAIN
        if reaches
        else Certainty.LIKELY
        if took_over and told
        else Certainty.POSSIBLE,
        evidence=tuple(
            Evidence(
                f"{one.at:%m-%d %H:%M} 登录" if one.at is not None else "登录",
                seen=" ".join(filter(None, (one.typed_name, one.device, one.ip, one.as_entity))),
                source="登录记录",
            )
            for one in (sessions if thrown else others)
        ),
        steps=(
            Step("请管理员给每个人开各自的账号", Who.BUYER_ADMIN),
            Step("现在先切回自己的企业，重新登录再查", Who.ASKER),
        ),
    )


def _took_over(sessions: tuple[Session, ...], name: str, acting: str) -> bool:
    """Whether somebody else signed in last and switched the account to another company."""
    timed = sorted((one for one in sessions if one.at is not None), key=lambda one: str(one.at))
    mine = [one for one in timed if one.typed_name == name]
    if not timed or not mine or timed[-1].typed_name in {"", name} or timed[-1].ended:
        return False
    before, after = mine[-1].as_entity, timed[-1].as_entity
    return bool(before and after) and same_name(acting, after) and not same_name(before, after)


def _how(thrown: bool, switched: bool) -> str:
    if switched:
        return "把当前企业切换走了，所以看不到这张票"
    return "互相把对方挤下线，查询没有结果" if thrown else "看到的范围可能被改过"
