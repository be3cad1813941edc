"""The sentences of a notice: the periods in each, and what each says of the services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from chapiao.notices.clauses import STOPS, UPKEEP, Said, Says, clauses, said, says
from chapiao.notices.moments import Known
from chapiao.notices.periods import Period, is_whole_day, periods, reopening, side_by_side, until
from chapiao.notices.services import Field
from chapiao.notices.tokens import CLOCK, DATE, Signs

FORGED = re.compile(r"谣言|不实|不属实|网传|虚假|诈骗|假冒|冒充|仿冒|钓鱼|伪造|非我局发布")
OLD = re.compile(
    r"原定|原计划|原公告|原通知|原于|原停机|此前|前期|取消|延长|推迟|延期|延后|顺延|改期|提前至|提前到"
)
FINISHED = re.compile(
    r"(?:已(?:经)?|现已|均已)[^,。;\n]{0,16}(?:完成|恢复|结束|修复|解决)|顺利完成|圆满完成|进行了|完成了"
)
FAULT = re.compile(r"故障|中断|异常|突发|无法|断电|光缆")
OPEN = re.compile(
    r"(?:恢复|开放|结束)时间[^,。;]{0,8}(?:另行|待定|未定|通知|公告)|另行(?:通知|公告)|尽快恢复|抢修|正在(?:处理|排查|修复)|正加紧"
)
_QUOTED = re.compile(r"“[^”]*”|「[^」]*」|『[^』]*』|\"[^\"\n]*\"|《[^》]*》")
_QUOTED_DAY = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日")
LONGEST = 400  # characters of a sentence with its signs; more is no sentence
# A semicolon parts two sentences only where the next one has a time of its own.
_SENTENCE = re.compile(rf"(?:[^。;!?\n]|;(?!(?:[^。;!?\n]*[{DATE}{CLOCK}]))){{1,{LONGEST}}}")
_OTHER = re.compile(
    r"直播|课堂|培训|讲座|宣讲|沙龙|报名|征期|申报期|纳税期|期限|截止|逾期|征收期|缴费期|上线|启用|新增|推出|开通"
    r"|试运行|办公|工作时间|上班|值班|营业|受理时间|接听|有效期|公示|评选|调查|征集|活动|汇算|预约|服务时间|放假|休假|休息"
)
_NEVER = re.compile(
    r"(?:办公|工作|服务|受理|营业|接听|上班|咨询|对外)(?:服务)?时间|直播|课堂|培训|报名|截止|期限|征期(?!结束|后)|申报期|值班|举办|讲座"
    r"|发布(?:日期|时间)|活动|(?<!暂停)(?<!停止)预约(?!取号|功能|业务)|高峰"
)
_NEW = re.compile(r"上线|启用|新增|推出|开通")
_FIRM = re.compile(r"停机|停服|下线|停用|暂停|停止|中断|停办|无法|不能|不可")
TITLE = re.compile(r"^关于.*(?:公告|通告|通知|提示|说明)$")
_OVER = re.compile(r"(?:现|均|目前)已(?:经|全部|全面|陆续)?恢复(?!(?:前|之前|时间))")
_OLD_ONE = re.compile(r"(?:旧|老|原有?)[^,。;]{0,8}(?:停止(?:使用|服务|运行)|停用|下线)")
_MOVED = re.compile(r"推迟|改为|改至|调整|提前")
_ON = re.compile(r"(?:于|自|从|在|起|时间:?)\(?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence between two places of the text; `shown` is as it was written.

    `points` are starts without an end, whether or not one makes a period.
    """

    text: str
    shown: str
    place: tuple[int, int]
    periods: tuple[Period, ...]
    points: tuple[Period, ...]
    said: tuple[Said, ...]
    says: Says

    @property
    def stopped(self) -> tuple[Said, ...]:
        """What it names as stopped."""
        return tuple(one for one in self.said if one.says is Says.STOPS)

    @property
    def named(self) -> tuple[Said, ...]:
        """What it names, unless as working or in an aside."""
        out = {Says.WORKS, Says.ASIDE}
        return tuple(one for one in self.said if one.says not in out)


def without_quotes(text: str) -> str:
    """Return the text without what a warning of forged notices quotes; its first day stays."""
    if not FORGED.search(text):
        return text
    return _QUOTED.sub(lambda quoted: "".join(_QUOTED_DAY.findall(quoted[0])[:1]), text)


def sentences(text: Signs, known: Known, field: Field) -> Iterator[Sentence]:
    """Read sentence by sentence; each knows the days of those before it."""
    past = bool(FINISHED.search(text.text))
    for found in _SENTENCE.finditer(text.text):
        begin, end = found.span()
        here = replace(known, nearest=past or bool(OLD.search(found[0])))
        told = periods(text, begin, end, here)
        ranges = [one for one in told if one.to]
        one = _sentence(text, found.span(), told, here, field)
        yield one
        for period in ranges or told:
            known = replace(known, last=period.start.date())
        for period in one.periods:
            first = min(known.anchor, period.start.date())
            if known.published.date() - first < timedelta(days=31):
                known = replace(known, anchor=first)


def _sentence(
    text: Signs, place: tuple[int, int], told: list[Period], known: Known, field: Field
) -> Sentence:
    begin, end = place
    whole = text.text[begin:end]
    parts = clauses(text.text, begin, end, [one.where for one in told])
    good = [one for one in told if not _is_other(text.text, one, parts)]
    other = _OTHER.search(whole) and not STOPS.search(whole)
    if FORGED.search(whole) or _OVER.search(whole) or "逾期" in whole:
        good = []
    if other or (_NEW.search(whole) and not _FIRM.search(whole)):
        good = [one for one in good if UPKEEP.search(_clause(text.text, one, parts))]
    ranges = [one for one in good if one.to]
    points = [one for one in good if not one.to]
    ranges = [one for one in ranges if one.clocks or not _with_hours(one, ranges)]
    acts = bool(STOPS.search(whole) or UPKEEP.search(whole))
    points = [one for one in points if _stands(text.text, one, parts, alone=not ranges)]
    replaced = _NEW.search(whole) and _OLD_ONE.search(whole)
    if TITLE.search(whole) or FINISHED.search(whole) or replaced:
        points = []
    if acts or any(one.begins or is_whole_day(text.text, one) for one in points):
        alone = not ranges and not any(one.clocks for one in told) and not OLD.search(whole)
        closed = side_by_side(_closed(text, points, known, place, alone=alone))
        ranges = sorted([*ranges, *closed], key=lambda one: one.where)
    named = () if FORGED.search(whole) else tuple(said(text.text, parts, field))
    return Sentence(
        text=whole,
        shown=text.shown(begin, end),
        place=place,
        periods=tuple(ranges),
        points=tuple(points),
        said=named,
        says=_verb(whole, [says(text.text[left:right].strip(",:|;")) for left, right in parts]),
    )


def _with_hours(one: Period, ranges: list[Period]) -> bool:
    """Whether days are told once more with their hours: 周五下班后至周一上班前,即18:00至8:00."""
    return any(
        other.clocks and one.end and other.end and one.start <= other.start and other.end <= one.end
        for other in ranges
    )


def _verb(whole: str, parts: list[Says]) -> Says:
    """Return what a whole sentence says: one clause that stops something is enough."""
    if Says.STOPS in parts:
        return Says.STOPS
    told = says(whole)
    return Says.UPKEEP if told is Says.ASIDE and UPKEEP.search(whole) else told


def _is_other(text: str, one: Period, parts: list[tuple[int, int]]) -> bool:
    """Whether the period is a lesson's, a deadline's or of office hours."""
    return bool(_NEVER.search(_clause(text, one, parts)))


def _stands(text: str, one: Period, parts: list[tuple[int, int]], *, alone: bool) -> bool:
    """Whether a start without an end can be a period's.

    24日起正常办公 is none; beside whole periods it must say that something stops.
    """
    clause = _clause(text, one, parts)
    if is_whole_day(text, one):
        return True
    if alone:
        return not one.begins or says(clause) is not Says.WORKS
    return one.begins and says(clause) is Says.STOPS


def _clause(text: str, one: Period, parts: list[tuple[int, int]]) -> str:
    left, right = next((part for part in parts if part[0] <= one.where[0] < part[1]), one.where)
    return text[left:right]


def _closed(
    text: Signs, points: list[Period], known: Known, place: tuple[int, int], *, alone: bool
) -> Iterator[Period]:
    """Give a start alone its end: told elsewhere, by a duration, the day's, or none yet.

    `alone`: no whole period is told beside it.
    """
    for at, one in enumerate(points):
        whole = text.text[place[0] : place[1]]
        stop = points[at + 1].where[0] if at + 1 < len(points) else place[1] + 60
        before = text.text[max(place[0], one.where[0] - 6) : one.where[0]]
        end = until(text, one.where[1], min(stop, len(text.text)), one, known)
        if end is None and one.begins and not _MOVED.search(text.text, one.where[1], place[1]):
            end = reopening(text, one.where[1], place[1], one, known)
        days = end is not None and end.time() == one.start.time()
        if end is not None and end > one.start and (one.clocks or one.begins or days):
            yield replace(one, end=end)
        elif is_whole_day(text.text, one) or (
            not one.clocks
            and not one.begins
            and (_ON.search(before) or alone)
            and STOPS.search(whole)
        ):
            yield replace(one, end=one.start + timedelta(days=1))
        elif one.begins or (one.clocks and STOPS.search(whole)):
            yield one
