"""电子税务局的角色到期或不含发票业务。"""

from __future__ import annotations

import re
from datetime import date

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.world.people import Asker, Grant
from chapiao.invoice.answers import Outcome
from chapiao.invoice.entry import Entry

ROLE = re.compile(r"办税|开票员|领票|角色|授权|发票业务|购票")
NOT_YET = re.compile(
    r"待.{0,8}(?:审核|审批|确认|生效|接受)|审核中|未(?:生效|确认|审核|激活|通过)|停用|冻结|终止|暂停|撤销"
)
SETTING = re.compile(r"查询权限")
INVOICES = re.compile(r"发票|全部|所有|办税员|开票员|财务负责人|法定代表人|all|\*", re.IGNORECASE)


@rule(
    cause="role_missing",
    title="税局角色到期或缺发票业务",
    source="requirements §5 [权限] S11：角色未授发票业务，或有效期已到，由法人、财务负责人授权",
)
def role_ended(
    grants: tuple[Grant, ...],
    asker: Asker,
    entry: Entry,
    told: frozenset[Outcome],
    today: date,
) -> Finding | RuledOut | None:
    roles = [
        one
        for one in grants
        if "税" in one.system and ROLE.search(one.what) and not SETTING.search(one.what)
    ]
    if entry is not Entry.ETAX or not roles:
        return None
    if told - {Outcome.NOT_FOUND, Outcome.NO_PERMISSION}:
        return RuledOut("电子税务局已经给出答复")
    names = {asker.name, asker.profile.account} - {""}
    mine = [one for one in roles if not one.who or any(name in one.who for name in names)]
    valid = [one for one in mine if one.in_force(today) and not _waits(one)]
    if any(_has_invoices(one) for one in valid):
        return RuledOut("角色在有效期内，含发票业务")
    return Finding(
        says=f"{asker.name}在电子税务局{_why(mine, valid, today)}，看不到发票。",
        certainty=Certainty.CERTAIN if mine else Certainty.LIKELY,
        evidence=tuple(
            Evidence("电子税务局的角色", seen=_said(one), source=one.set_by or "电子税务局")
            for one in (mine or roles)
        ),
        steps=(Step("请法定代表人或财务负责人重新授予含发票业务的角色，再查", Who.BUYER_ADMIN),),
    )


def _has_invoices(one: Grant) -> bool:
    told = " ".join(str(value) for value in one.detail.values())
    return not told or bool(INVOICES.search(told))


def _waits(one: Grant) -> bool:
    """Whether it was set up, but is not confirmed yet or was stopped."""
    return bool(NOT_YET.search(" ".join(str(value) for value in one.detail.values())))


def _why(mine: list[Grant], valid: list[Grant], today: date) -> str:
    if valid:
        return "的角色没有发票业务"
    if not mine:
        return "没有办税角色，别人有"
    if any(_waits(one) and one.in_force(today) for one in mine):
        return "的角色还没有生效"
    coming = [one for one in mine if one.start is not None and one.start > today]
    if coming:
        return f"的角色{coming[0].start}才生效"
    return f"的角色{max(str(one.until) for one in mine)}已到期"


def _said(one: Grant) -> str:
    told = "、".join(str(value) for value in one.detail.values())
    return f"{one.what} {one.who} {told} {one.start or ''}至{one.until or '今'}".strip()
