"""税局的查询权限配置挡住了这张票。

The setting hides invoices by the absolute 价税合计, red ones too, or by 受票地. It counts
only for the person it was set for, while it is in force, and only at the tax bureau.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from chapiao.diagnosis.model import Certainty, Evidence, Finding, RuledOut, Step, Who
from chapiao.diagnosis.rule import rule
from chapiao.diagnosis.say import yuan
from chapiao.diagnosis.world.people import Asker, Grant
from chapiao.invoice.money import BadMoney, parse_money

GROSS = re.compile(r"gross|amount|金额|价税合计", re.IGNORECASE)
PLACE = re.compile(r"place|region|受票地|地区", re.IGNORECASE)
HIDES = re.compile(r"hid|exclu|不可|隐藏|屏蔽", re.IGNORECASE)
ABOVE = re.compile(r"(?:大于|超过|高于|超出)[^\d]{0,6}([\d,.]+)\s*(万)?元?")
MYRIAD = 10_000
SETTING = "查询权限"


@rule(
    cause="etax_permission",
    title="查询权限配置把它挡住了",
    source="domain §2.3、requirements N6 [S08]：发票查询权限配置按价税合计绝对值和受票地隐藏发票",
)
def etax_hidden(
    etax_grants: tuple[Grant, ...],
    asker: Asker,
    known_totals: frozenset[int],
    known_places: frozenset[str],
    number_proof: str,
    today: date,
    beyond_rights: str,
    unsent: bool,
) -> Finding | RuledOut | None:
    ours = [one for one in etax_grants if SETTING in one.what]
    if not ours:
        return None
    if beyond_rights:
        return RuledOut(beyond_rights)
    names = {asker.name, asker.profile.account} - {""}
    reaching = [one for one in ours if not one.who or any(name in one.who for name in names)]
    hits = [
        (one, why)
        for one in reaching
        if one.in_force(today)
        and (why := _hides(one.detail, known_totals, known_places)) is not None
    ]
    blind = [one for one in reaching if one.in_force(today) and _limit(one.detail) is not None]
    if not hits and blind and not known_totals:
        return _maybe(blind[0], number_proof)
    if not hits:
        return RuledOut("查询权限配置没有挡住这张票")
    one, why = hits[0]
    return Finding(
        says=f"电子税务局给{one.who or '这个账号'}设了查询权限：{why}，所以看不到；"
        "票本身不受影响。",
        certainty=Certainty.POSSIBLE if unsent else Certainty.CERTAIN,
        evidence=(
            Evidence("发票查询权限配置", seen=_said(one), source=one.set_by or "电子税务局"),
        ),
        steps=(
            Step("请设权限的人（法定代表人或财务负责人）放宽或作废这条配置，再查", Who.BUYER_ADMIN),
        ),
    )


def _maybe(one: Grant, issue_proof: str) -> Finding:
    """Say that it may be hidden: a limit is set, and the total of this invoice is not known."""
    return Finding(
        says=f"电子税务局给{one.who or '这个账号'}设了按价税合计隐藏的查询权限，"
        "这张票的价税合计还不知道，多半就在上限之外。",
        certainty=Certainty.LIKELY if issue_proof else Certainty.POSSIBLE,
        evidence=(
            Evidence("发票查询权限配置", seen=_said(one), source=one.set_by or "电子税务局"),
            Evidence("开具的证明", seen=issue_proof or "没有", against=not issue_proof),
        ),
        steps=(Step("请设权限的人核对上限，放宽或作废这条配置，再查", Who.BUYER_ADMIN),),
    )


def _hides(detail: Mapping[str, Any], totals: frozenset[int], places: frozenset[str]) -> str | None:
    limit = _limit(detail)
    high = next((one for one in totals if limit is not None and abs(one) > limit), None)
    if limit is not None and high is not None:
        return f"价税合计绝对值超过{yuan(limit)}的不显示，这张是{yuan(abs(high))}"
    for name, value in detail.items():
        for place in places if PLACE.search(name) and isinstance(value, list | str) else ():
            among = any(place in str(one) or str(one) in place for one in _list(value))
            if among == bool(HIDES.search(name)):
                return f"受票地限于{'、'.join(_list(value))}，这张在{place}"
    return None


def _limit(detail: Mapping[str, Any]) -> int | None:
    """Return the total above which nothing is shown, in fen."""
    named = next((_fen(value) for name, value in detail.items() if GROSS.search(name)), None)
    if named is not None:
        return named
    told = next((hit for value in detail.values() if (hit := ABOVE.search(str(value)))), None)
    if told is None:
        return None
    much = _fen(told[1].replace(",", ""))
    return None if much is None else much * (MYRIAD if told[2] else 1)


def _list(value: list[Any] | str) -> list[str]:
    return [value] if isinstance(value, str) else [str(one) for one in value]


def _fen(value: object) -> int | None:
    try:
        return parse_money(str(value))
    except BadMoney:
        return None


def _said(one: Grant) -> str:
    told = "，".join(f"{name}={value}" for name, value in one.detail.items())
    return f"{one.who} {told} {one.start or ''}至{one.until or '今'}".strip()
