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
    taken_over: bool,
    mine_missed: bool,
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
    own_list = mine_missed and asker.scopes.own_only and any(not one.ended for one in others)
    names = "、".join(dict.fromkeys(one.typed_name for one in others))
    return Finding(
        says=f"这个账号还有{names or '别人'}在用，{_how(thrown, bool(switched))}。",
        certainty=Certainty.CERTAIN
        if reaches
        else Certainty.LIKELY
        if (taken_over and told) or own_list
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


def _how(thrown: bool, switched: bool) -> str:
    if switched:
        return "把当前企业切换走了，所以看不到这张票"
    return "互相把对方挤下线，查询没有结果" if thrown else "看到的范围可能被改过"
