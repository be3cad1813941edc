"""What a clause says of the services in it: stopped, working, worked on, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from chapiao.notices.model import Service
from chapiao.notices.services import Field, Mention, mentions
from chapiao.notices.tokens import CLOCK, DATE

STOPS = re.compile(
    r"(?<!不)(?:停机|停服|停止|停用|暂停|中断)|停办|停电|暂缓(?:办理|受理|开具)|停用|停运|关停|关闭|下线|无法|不能|不可(?!抗)|未能|不提供|不受理|不办理|不予|不再提供|暂不"
    r"|仅(?:提供|支持|受理|保留)|只(?:提供|支持|受理|保留)"
    r"|瘫痪|闪断|抖动|超时|故障|异常|报错|返回[^,。;]{0,6}(?:错误|维护)|延迟|延时|缓慢|卡顿|不稳定|受限|失败|离线状态|断网|不支持"
    r"|(?<!不)(?<!不受)(?<!未受)影响|(?<!不)涉及(?:的)?(?:系统|业务|范围|平台)|(?:停机|停用|影响)范围"
)
UPKEEP = re.compile(
    r"升级|维护|维修|并库|割接|迁移|搬迁|检修|优化|扩容|切换|改造|巡检|演练|部署|发版|抢修"
)
_WORKS = re.compile(
    r"不停[服用]|不停机(?!升级|维护|发布|更新)|不停业|不中断|不关停|不受(?:此)?影响|不影响|不涉及|未受影响|照常|仍可|仍然可|仍能|继续(?:提供|使用|办理|开放|有效)|另行(?:通知|公告)"
    r"|正常(?:办公|工作|接听|使用|运行|办理|提供|开具|访问|开展|对外|受理|服务|查验|开放|查询|$)"
    r"|可办|(?<!不)可用|按(?:日常|原|正常)|可(?:以|通过|在|到|前往|选择|正常|继续|离线|登录|提前|使用|拨打|持|凭)"
    r"|请(?:您)?(?:于|待|通过|使用|前往|拨打|咨询|关注|登录|选择|改用|提前|到|在)|拨打|咨询(?:电话|热线|主管|当地)|除外$|提前(?:办理|做好|完成)"
    r"|(?:渠道|功能|方式|服务|入口)(?:仍|均)?(?:保持)?(?:不变|保留)"
    r"|(?:平台|系统|厅|局|APP|终端|热线)[|:]*(?:无|否|-|不停)$"
    r"|恢复(?!时间|前|之前)|开放(?!时间|平台)|建议(?:您)?(?:通过|使用|选择)"
)
_NEGATED = re.compile(r"(?:无法|不能|不可|未能|影响|暂不|难以|继续)$")
# 停止服务,至次日2:00恢复: the end of the stop, no promise.
_ENDED = re.compile(rf"(?:至|到|于)(?:{DATE})?{CLOCK}(?:前|左右)?$|,{DATE}?{CLOCK}$")
_REOPENS = re.compile(rf"(?:预计)?{DATE}?{CLOCK}(?:上班)?(?:前|后|左右)?(?:恢复|开机|开放)")
_ASIDE = re.compile(
    r"^(?:\(?[一二三四五六七八九十]\)?)?(?:为|为了|如|若|如果|如遇|请|感谢|确保|待)(?!期)"
)
_PLEA = re.compile(r"务必|请(?:您)?(?:尽快|尽早)")
_BUT = re.compile(r"除([^,。;]*?)(?:以外|之外|外)")
_PARTS = re.compile(
    r"[,:|;]|(?=(?:升级|维护|停机|在此|上述)期间)"
    r"|(?<!升级)(?<!维护)(?<!停机)(?<!在此)(?<!上述)(?=期间|届时|其间)|(?<=外)(?=其[他余它])"
)
_OF_BEFORE = re.compile(r"涉及|包括|包含|范围")
_SAID = re.compile(r"(?:上述|以上)(?:业务|服务|功能|系统|事项)")
_BRACKETS = re.compile(r"\([^()]*\)")
_WITHOUT = re.compile(r"^(?:但)?(?:不含|不包[含括]|除外)|除外$")
_BY_WAY = re.compile(r"(?:通过|使用|登录|在)[^,。;]{0,6}$")
_DONE_THERE = re.compile(r"^[^,。;、]{0,6}(?:办理|申请|进行|开展)的?[^,。;、]{0,4}$")
_LIVES_IN = re.compile(
    r"^(?:系统)?(?:等(?:渠道|途径|平台|系统|方式))?(?:的|中的?|内的?|上的?|里的?)?(?:\((?!含)[^)]*\))?$"
)


_PLACES = frozenset(Service) - {Service.SOCIAL, Service.EXPORT_REFUND, Service.VEHICLE_TAX}


# Of these a later clause still speaks: 区块链发票系统停机,暂停发票开具.
_KEPT = {Service.BLOCKCHAIN, Service.EXPORT_REFUND}


class Says(StrEnum):
    """What is said of a service."""

    STOPS = "stops"
    WORKS = "works"
    UPKEEP = "upkeep"  # worked on; whether it stops is not said
    ASIDE = "aside"  # a purpose, a condition, a request
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Said:
    """A service named, what is said of it, and the clause it stands in."""

    mention: Mention
    says: Says
    clause: tuple[int, int]
    place_only: bool = False  # only where the function named behind it lives


def says(text: str) -> Says:
    """Return what a clause says; a promise that things work weighs more than a stop.

    >>> says("期间电子税务局暂停服务"), says("查验平台不受影响"), says("无法正常使用")
    (<Says.STOPS: 'stops'>, <Says.WORKS: 'works'>, <Says.STOPS: 'stops'>)
    """
    if _REOPENS.fullmatch(text):
        return Says.NOTHING
    bare = _BRACKETS.sub("", text)
    if bare != text and (told := says(bare)) is not Says.NOTHING:
        return told
    for found in _WORKS.finditer(text):
        before = text[: found.start()]
        if not _NEGATED.search(before) and not (_ENDED.search(before) and STOPS.search(before)):
            return Says.WORKS
    if STOPS.search(text):
        return Says.STOPS
    if _ASIDE.match(text) or _PLEA.search(text):
        return Says.ASIDE
    return Says.UPKEEP if UPKEEP.search(text) else Says.NOTHING


def clauses(
    text: str, begin: int, end: int, whole: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Part a sentence at its commas; not inside the periods, given by their places."""
    cuts = [begin]
    for found in _PARTS.finditer(text, begin, end):
        at = found.end()
        if not any(left < at < right for left, right in whole) and at > cuts[-1]:
            cuts.append(at)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def said(text: str, parts: Sequence[tuple[int, int]], field: Field) -> list[Said]:
    """Return the services named in a sentence with what is said of each.

    A clause without a verb says what the next one says, else what the one before says.
    What is worked on stops, if a later clause says so and names nothing itself.
    """
    own = [says(text[left:right].strip(",:|;")) for left, right in parts]
    ends = [text[left:right].endswith(";") for left, right in parts]
    named: list[list[Mention]] = []
    subject: Service | None = None
    for left, right in parts:
        if text[left - 1 : left] in {",", ";", ":", "|"} and subject not in _KEPT:
            subject = None
        named.append(list(mentions(text[left:right], field, subject)))
        subject = named[-1][-1].service if named[-1] else subject
    bare = [not here and means is Says.STOPS for here, means in zip(named, own, strict=True)]
    found: list[Said] = []
    for at, (left, right) in enumerate(parts):
        means = (
            own[at]
            if own[at] is not Says.NOTHING
            else _around(own, at, ends, back=bool(_OF_BEFORE.match(text, left)))
        )
        if means is Says.UPKEEP and any(bare[at + 1 :]):
            means = Says.STOPS
        for one in named[at]:
            mention = Mention(one.service, left + one.begin, left + one.end)
            told = _but(text, mention, right) or _bracketed(text, mention, left, right) or means
            found.append(Said(mention, told, (left, right)))
    if any(
        means is Says.STOPS and _SAID.search(text, *part)
        for means, part in zip(own, parts, strict=True)
    ):
        found = [replace(one, says=Says.STOPS) if one.says is Says.ASIDE else one for one in found]
    placed: list[Said] = []
    for said_of in reversed(found):
        placed.append(_placed(text, said_of, placed[-1] if placed else None))
    return placed[::-1]


def _around(own: list[Says], at: int, ends: list[bool], *, back: bool) -> Says:
    """Return what the clauses behind say, as far as the semicolon, else those before.

    `back`: the clause goes on with the one before: 停机,涉及电子税务局.
    """
    stop = next((n for n in range(at, len(own)) if ends[n]), len(own) - 1)
    behind, before = own[at + 1 : stop + 1], own[:at][::-1]
    for one in (*before, *behind) if back else (*behind, *before):
        if one not in {Says.NOTHING, Says.ASIDE}:
            return one
    return Says.NOTHING


def _but(text: str, mention: Mention, end: int) -> Says | None:
    """Return what 除…外 says of a service named in it: the opposite of the rest."""
    begin = max(text.rfind(mark, 0, mention.begin) for mark in "。;\n") + 1
    for found in _BUT.finditer(text, begin, min(len(text), end + 8)):
        if not found.start(1) <= mention.begin < found.end(1):
            continue
        if STOPS.search(found[1]):
            return Says.STOPS
        rest = re.split(r"[。;\n]", text[found.end() :])[0]
        return Says.STOPS if says(rest) is Says.WORKS else Says.WORKS
    return None


def _bracketed(text: str, mention: Mention, left: int, right: int) -> Says | None:
    """Return what brackets around a service say of it: (不含…), (可离线开票)."""
    begin = text.rfind("(", left, mention.begin)
    end = text.find(")", mention.end, right)
    if begin < 0 or end < 0 or text.find(")", begin, mention.begin) >= 0:
        return None
    inside = text[begin + 1 : end]
    if _WITHOUT.search(inside):
        return Says.WORKS
    told = says(inside)
    return told if told in {Says.WORKS, Says.STOPS} else None


def _placed(text: str, one: Said, after: Said | None) -> Said:
    """Mark 电子税务局 in 电子税务局发票查询功能: only where the function lives."""
    if after is None or after.mention.service is one.mention.service or one.clause != after.clause:
        return one
    between = text[one.mention.end : after.mention.begin]
    by_way = _BY_WAY.search(text[one.clause[0] : one.mention.begin])
    if one.mention.service not in _PLACES:
        return one
    lives = _LIVES_IN.match(between) or (by_way and _DONE_THERE.match(between))
    if lives or (after.place_only and between in {"、", "和", "及", "与"}):
        return Said(one.mention, one.says, one.clause, place_only=True)
    return one
