"""The periods that a sentence states."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chapiao.notices.matched import dates, starts, token
from chapiao.notices.moments import Known, at, day_of, end_of, midnight
from chapiao.notices.recurring import days_meant
from chapiao.notices.tokens import CLOCK, DATE, EVERY, Clock, Date, Every, Near, Signs

_GAP = (
    rf"(?:\([^(),。;\n{DATE}{CLOCK}]{{1,6}}(?:,[^(),。;\n{DATE}{CLOCK}]{{1,6}})?\)|(?:周|星期|礼拜)[一二三四五六日天]"
    r"|北京时间:?|下班后|[ (|:的约]|期间){0,5}"
)
_TO = (
    r"(?:(?:起|开始|起始)(?:停机|停止|暂停|停用|停办|关闭|停服)?(?:服务|维护|升级|使用|办理)?)?,?(?:预计|计划)?"
    rf"(?:至|到|~|-|(?<={CLOCK})\|(?={DATE})|[停关]到|[停关]至|直至|直到|持续至|持续到|延续至|截至)(?:预计)?"
)
_DAYS = rf"{DATE}(?:(?:{_GAP})[、,和及与](?:{_GAP}){DATE})*"
_SPAN = rf"{DATE}{_GAP}{_TO}{_GAP}{DATE}{_GAP}"
_WHAT = rf"(?:[^,。;\n{DATE}{CLOCK}]{{0,18}}(?={EVERY}))?"  # 3月6日起,电子税务局每日…
_DAILY = re.compile(
    rf"(?:(?P<span>{_SPAN})|(?P<month>本|当|\d{{1,2}})月份?(?:期间|内|的)?|(?P<from>{DATE})(?:起|开始)|(?P<list>{_DAYS}))?(?:{_GAP})(?:,|期间|\))*"
    rf"(?(span){_WHAT}|(?(from){_WHAT}))"
    rf"(?:连续(?P<times>\d+)(?:天|日|晚)(?:\((?:{_SPAN}|{_DAYS})\))?)?,?\(?(?P<every>{EVERY})?\)?(?:的|在)?,?{_GAP}"
    rf"(?P<c1>{CLOCK}){_GAP}{_TO}{_GAP}(?P<d2>{DATE})?{_GAP}(?P<c2>{CLOCK})"
    rf"(?:[^。;\n(]{{0,20}}\((?:[^,。;()\n{DATE}{CLOCK}]{{0,6}})(?P<after>{_SPAN}|{_DAYS})(?P<onward>起)?[^)\n]{{0,6}}\))?"
    rf"(?(every)(?:[^。;\n]{{0,30}}?(?:时间[为:](?P<during>{_SPAN})|日期(?:分别)?[为是:](?P<listed>{_DAYS})|,(?P<carried>{_SPAN})(?:执行|实施|进行)|(?:持续|延续)?至(?P<stop>{DATE})(?:止|(?=[,。;)\n]|$))))?)"
)
_RANGE = re.compile(
    rf"(?:(?P<d1>{_DAYS}){_GAP})?(?:(?P<c1>{CLOCK})\)?{_GAP})?{_TO}{_GAP}"
    rf"(?:(?P<d2>{DATE}){_GAP})?(?P<c2>{CLOCK})?"
)
_POINT = re.compile(rf"(?P<d1>{_DAYS})?{_GAP}(?P<c1>{CLOCK})?{_GAP}")
_BEFORE = re.compile(
    r"^\)?(?:起|之?后|开始),?(?:请|可|须|应|到|前往|使用|启用|重新|通过|正式|由|恢复|陆续)"
    r"|^(?:(?:上班)?之?前|以前|(?:之|以)?后(?!暂停|停[止机办用服]|关闭)|截止|(?:左右|许)?(?:全面|全部|正式|完全|陆续)?(?:结束|恢复|完成|开放|开机|启用|可用|重新上线)"
    r"|\)?(?:发布|印发|举行|举办|公告|通知|下发|发出|签发))"
)
_BEGINS = re.compile(r"^\)?(?:起|开始|左右起|许起)")
_UNTIL = re.compile(
    rf"(?:恢复|结束|完成|开放)(?:服务)?时间(?:预计|仍然?|依然)?[为是:]?(?P<d3>{DATE})?{_GAP}(?P<c3>{CLOCK})"
    rf"|(?P<d2>{DATE})?{_GAP}(?P<c2>{CLOCK})?(?:(?:上班)?前|起|后|左右|许)?(?:全面|全部|正式|完全)?"
    r"(?:恢复|结束|完成|开放|开机|启用|可用|开通|重新上线|止)"
)
_ENDS_AT = re.compile(
    r"(?:恢复|结束|完成|开放)(?:服务)?时间(?:预计|仍然?|依然)?[为是:由从]?(?:原定|原来|原计划)?的?$"
)
_WHOLE = re.compile(r"^(?:\([^)]*\))?,?(?:全天|整天|\d整?天|当[日天]|停机1日)|全天")
_DAYS_LONG = re.compile(r"(?:停止|暂停|停机|停办|停用|中断|关闭)[^,。;]{0,6}\d天")
_LASTS = re.compile(
    r"(?:用时|预计|持续|历时|时长|需时?|耗时|停机|中断|维护|为期|约|时间)(?:(?!推迟|延|提前)[^\d。;\n]){0,4}(?P<n>\d+(?:\.\d+)?)"
    r"(?P<half>个?半)?(?P<unit>个?小时|天|日|分钟?|h)(?P<half2>半)?(?P<more>\d+分钟?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A stated period. `where` is its place in the text; `clocks` whether hours were told.

    `to` is whether its end was told; a start alone with `begins` runs on.
    """

    start: datetime
    end: datetime | None
    where: tuple[int, int]
    clocks: bool = True
    to: bool = True
    begins: bool = False


def duration(text: str) -> timedelta | None:
    """Return how long something takes, if the text says so.

    >>> duration("预计用时3个半小时"), duration("历时90分钟")
    (datetime.timedelta(seconds=12600), datetime.timedelta(seconds=5400))
    """
    found = _LASTS.search(text)
    if not found:
        return None
    n = float(found["n"]) + (0.5 if found["half"] or found["half2"] else 0)
    if found["unit"] in {"天", "日"}:
        return timedelta(days=n)
    if found["unit"].startswith("分"):
        return timedelta(minutes=n)
    more = re.match(r"\d+", found["more"] or "")
    return timedelta(hours=n, minutes=int(more[0]) if more else 0)


def periods(text: Signs, begin: int, end: int, known: Known) -> list[Period]:
    """Return the periods between two places of the text, in order; starts alone too."""
    found: list[Period] = []
    for way, read in ((_DAILY, _daily), (_RANGE, _range), (_POINT, _point)):
        for match in _free(way, text.text, begin, end, found):
            found += read(match, text, _last(known, found, text, begin, match.start()))
    return sorted(found, key=lambda one: (one.where, one.start))


def _free(
    way: re.Pattern[str], text: str, begin: int, end: int, found: list[Period]
) -> Iterator[re.Match[str]]:
    """Find where nothing was found yet; what is found meanwhile is out of reach anyway."""
    taken = sorted({one.where for one in found})
    for left, right in zip(
        [begin, *(one[1] for one in taken)], [*(one[0] for one in taken), end], strict=True
    ):
        for match in way.finditer(text, left, right):
            if any(sign in match[0] for sign in (DATE, CLOCK)):
                yield match


def _last(known: Known, found: list[Period], text: Signs, begin: int, place: int) -> Known:
    """Know the day spoken of before this place: of a period, or one that stands by itself."""
    days = [(one.where[0], one.start.date()) for one in found if one.where[0] < place]
    spans = {one.where for one in found}
    for at_ in range(begin, place):
        token = text.tokens.get(at_)
        if isinstance(token, Date) and not any(left <= at_ < right for left, right in spans):
            day = day_of(token, replace(known, last=max(days)[1]) if days else known)
            days += [(at_, day)] if day else []
    return replace(known, last=max(days)[1]) if days else known


def _daily(match: re.Match[str], text: Signs, known: Known) -> list[Period]:
    c1, c2 = token(match, "c1", text, Clock), token(match, "c2", text, Clock)
    every = token(match, "every", text, Every)
    if c1 is None or c2 is None:
        return []
    c1 = replace(c1, part=c1.part or (every.part if every else ""))
    d2 = token(match, "d2", text, Date)
    return [_period(match, day, c1, d2, c2, known) for day in days_meant(match, every, text, known)]


def _period(
    match: re.Match[str], day: date, c1: Clock, d2: Date | None, c2: Clock, known: Known
) -> Period:
    start = at(day, c1)
    last = day_of(d2, replace(known, last=day)) if d2 else None
    clock = replace(c2, part=c2.part or (d2.part if d2 else ""))
    return Period(start=start, end=end_of(start, last, clock, c1.part), where=match.span())


def _range(match: re.Match[str], text: Signs, known: Known) -> list[Period]:
    told = dates(match, "d1", text)
    c1, c2 = token(match, "c1", text, Clock), token(match, "c2", text, Clock)
    d2 = token(match, "d2", text, Date)
    if not (told or c1) or not (d2 or c2):
        return []
    days = starts(told, known) if told else [known.last]
    if not days:
        return []
    if told and c1 and not c1.part:
        c1 = replace(c1, part=told[-1].part)
    if c1 and c2 and not d2:
        return [_period(match, day, c1, None, c2, known) for day in days]
    return [one for day in days[-1:] for one in _over_days(match, (told, day, c1), (d2, c2), known)]


def _over_days(
    match: re.Match[str],
    begin: tuple[list[Date], date, Clock | None],
    until: tuple[Date | None, Clock | None],
    known: Known,
) -> list[Period]:
    """Read a period from a day to another, or with hours at one end only."""
    (told, day, c1), (d2, c2) = begin, until
    start = at(day, c1) if c1 else midnight(day)
    if told and told[-1].near is Near.NOW:
        start = known.published
    last = day_of(d2, replace(known, last=day, anchor=max(day, known.anchor))) if d2 else None
    if d2 and last is None:
        return []
    if c2 is None:
        end = midnight(last) + timedelta(days=1) if last else None
    else:
        part = c2.part or (d2.part if d2 else "")
        end = end_of(start, last, replace(c2, part=part), c1.part if c1 else "")
    if end is None or end <= start:
        return []
    return [Period(start=start, end=end, where=match.span(), clocks=bool(c1 or c2))]


def _point(match: re.Match[str], text: Signs, known: Known) -> list[Period]:
    told, c1 = dates(match, "d1", text), token(match, "c1", text, Clock)
    days = starts(told, known) if told else [known.last]
    after = text.text[match.end() :]
    if not days or _BEFORE.match(after) or _ENDS_AT.search(text.text[: match.start()][-10:]):
        return []
    part = told[-1].part if told else ""
    begins = bool(_BEGINS.match(after)) or bool(told and told[-1].near is Near.NOW)
    made = []
    for day in days:
        start = at(day, replace(c1, part=c1.part or part)) if c1 else midnight(day)
        if told and told[-1].near is Near.NOW:
            start = known.published
        made.append(
            Period(
                start=start, end=None, where=match.span(), clocks=bool(c1), to=False, begins=begins
            )
        )
    return made


def until(text: Signs, place: int, end: int, one: Period, known: Known) -> datetime | None:
    """Return the end of a period whose start alone was told: 预计…恢复, or 用时…."""
    told = reopening(text, place, end, one, known)
    lasts = duration(text.text[place:end])
    if told is None and lasts is not None:
        return one.start + lasts
    return told


def reopening(text: Signs, place: int, end: int, one: Period, known: Known) -> datetime | None:
    """Return when it is told to work again: 恢复时间为…, …全部恢复."""
    for match in _UNTIL.finditer(text.text, place, end):
        d2 = token(match, "d2", text, Date) or token(match, "d3", text, Date)
        c2 = token(match, "c2", text, Clock) or token(match, "c3", text, Clock)
        day = day_of(d2, replace(known, last=one.start.date())) if d2 else None
        if c2:
            return end_of(one.start, day, replace(c2, part=c2.part or (d2.part if d2 else "")), "")
        if day and day > one.start.date():
            return midnight(day)
    return None


def side_by_side(days: Iterable[Period]) -> list[Period]:
    """Make one period of whole days listed side by side: 25日、26日两天."""
    made: list[Period] = []
    for one in days:
        last = made[-1] if made else None
        if last and last.where == one.where and not last.clocks and last.end == one.start:
            made[-1] = replace(last, end=one.end)
        else:
            made.append(one)
    return made


def is_whole_day(text: str, one: Period) -> bool:
    """Whether a single day without hours is stopped from midnight to midnight."""
    begin, end = one.where
    rest = re.split(r"[。;\n]", text[end : end + 40])[0]
    told = (
        _WHOLE.search(text[end : end + 8]) or "全天" in text[begin:end] or _DAYS_LONG.search(rest)
    )
    return not one.clocks and bool(told)
