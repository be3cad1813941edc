"""The dates and clocks in a notice, each made one sign, so that sentences can be read over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

DATE, CLOCK, EVERY = "\ue001", "\ue002", "\ue003"  # signs that stand in the text
_WEEK = "一二三四五六日"
_PARTS = (
    "凌晨|清晨|早晨|早上|早间|上午|中午|正午|午间|下午|午后|傍晚|当晚"
    "|晚上|晚间|深夜|午夜|夜间|夜里|晚|早"
)
_DATES = re.compile(
    r"(?P<y>\d{4})(?:年|[/.-])(?P<m>\d{1,2})(?:月|[/.-])(?P<d>\d{1,2})(?!\d)[日号]?"
    r"|(?:今年|本年|次年|翌年|来年|明年)?(?<![\d.])(?P<m2>\d{1,2})月(?P<d2>\d{1,2})(?![\d个])[日号]?"
    r"|(?:(?<![\d./])(?<!\d[:-])|(?<=:\d\d[-~]))"
    r"(?P<m3>\d{1,2})[/.-](?P<d3>\d{1,2})(?:[日号]|(?= ?(?:\d{1,2}[:时点]|全天)))"
    r"|(?P<month>本月|当月|下月|次月)(?P<d4>\d{1,2})[日号]"
    r"|(?<![\d第:.])(?<!连续)(?<![前后])(?P<d5>\d{1,2})[日号](?![内文令])"
    r"|(?P<near>今[日天晚早]|本日|明[日天晚早]|后[日天]|昨[日天晚]|当[日天](?!全天)|次日|翌日|第2[日天]|次晨)"
    r"|(?P<now>即[日时刻]起|自即日|即日)"
    r"|(?:(?<!\()(?P<which>[本这下上])|(?<![(每本这下上日号]))(?:周|星期|礼拜)(?P<week>[一二三四五六日天])"
)
_EVERIES = re.compile(
    r"每(?:日|天|晚)|每个?工作日|工作日(?:每[日天]|(?=(?:上午|中午|下午)?\d))|(?:每逢|每个?)(?:周|星期|礼拜)(?P<week>[一二三四五六日天末]"
    r"(?:(?:[、,和及与至到~-]|以及)*(?:周|星期|礼拜)?[一二三四五六日天])*)"
)
_CLOCKS = re.compile(
    rf"(?P<part>{_PARTS})?(?<![\d第.])(?:"
    r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2}))?(?!\d)(?:时|分|许|整|左右)*"
    r"|(?P<h2>\d{1,2})(?:时|点钟?)(?:(?P<mi2>\d{1,2})分(?:(?P<s2>\d{1,2})秒)?|(?P<mi3>\d{2})(?!\d)|(?P<half>半)"
    r"|(?P<quarter>[123])刻)?(?:整|许|左右)*"
    rf"|(?P<h3>\d{{1,2}})(?=(?:[-~至到]|起至)(?:{_PARTS})?\d{{1,2}}(?:时|点)))"
)
_ZONES = r"(?:(?:当地|本地|新疆|乌鲁木齐|东京|纽约|伦敦|格林尼治|协调世界)(?:标准)?时间?|UTC|GMT)"
_ASIDE = re.compile(rf"\({_ZONES}[^)\n]*\)")
_FOREIGN = re.compile(rf"[(,]?{_ZONES}[^,。;()\n]*?(?:\)|(?=[,。;(\n]|北京时间|$))")
_WEEKDAYS = re.compile(
    r"\((?:周|星期|礼拜)[一二三四五六日天](?:[、和至到~-](?:周|星期|礼拜)?[一二三四五六日天])+\)"
)
# 今晚(6月9日)8点: the date in brackets is the surer one.
_BOTH = re.compile(
    r"(?:[本这下]?(?:周|星期|礼拜)[一二三四五六日天]|今[日天]|今(?P<a>晚)|明[日天]|明(?P<b>[晚早])|后[日天]|即日)"
    r"\(即?(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])[^)\n]{0,6}\)"
)
# 至零点后两小时(即1月1日2:00)
_THAT_IS = re.compile(r"([至到])[^,。;()\n至到]{1,14}\(即([^()\n]*\d[时点:][^()\n]*)\)")
# 乌鲁木齐时间3月26日20:00(北京时间22:00): its day, and the clock in brackets.
_OF_BOTH = re.compile(
    rf"{_ZONES}:?(?P<day>(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号]|次日|翌日)?)[\d:时点分半]{{1,8}}"
    r"\(北京时间:?(?P<clock>\d{1,2}[:时点][^()\n]{0,8})\)"
)
# 凌晨(0:00-5:00)
_PART_BEFORE = re.compile(rf"({_PARTS})\((?=\d{{1,2}}[:时点])")
# 23日、25日,均为22:00至24:00
_EACH = re.compile(r"(?<=[日号]),?均[为在于](?=\d{1,2}[:时点])")
# 3月20日23:30到3月21日1:30, 27日同一时段
_HOURS = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})[-~至到](?:\d{1,2}月\d{1,2}[日号]|次日)?(\d{1,2}):(\d{2})(?![\d:])"
)
_SAME_HOURS = re.compile(r"(?<=[日号])的?同一?时(?:段|间段?)")
_BEIJING_ZONE = re.compile(r"\(?(?:UTC|GMT)\+0?8(?::00)?\)?|\(?东八区\)?")
LAST_HOUR, LAST_MINUTE = 24, 59


class Near(StrEnum):
    """A day told by another: that of publication, that of the last period, that of the start."""

    PUBLISHED = "published"
    LAST = "last"
    NOW = "now"
    WEEK = "week"  # a day of the week of publication, or of one later
    WEEKDAY = "weekday"  # the first such weekday
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as written. None: not written. `add` days, weeks or months to what `near` names."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    near: Near | None = None
    add: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock as written, with the part of the day before it."""

    hour: int
    minute: int = 0
    second: int = 0
    part: str = ""


@dataclass(frozen=True, slots=True)
class Every:
    """每日, 每周六: the weekdays meant, Monday 0."""

    weekdays: frozenset[int]
    part: str = ""


Token = Date | Clock | Every


@dataclass(frozen=True, slots=True)
class Signs:
    """The text with a sign for each date and clock; by place, what it is and how written."""

    text: str
    tokens: Mapping[int, Token]
    written: Mapping[int, str]

    def shown(self, begin: int, end: int) -> str:
        """Return the words between two places as they were written."""
        return "".join(self.written.get(at, self.text[at]) for at in range(begin, end))


_SIGN: Mapping[type, str] = {Date: DATE, Clock: CLOCK, Every: EVERY}


def signs(text: str) -> Signs:
    """Return the text with every date and clock made one sign; Beijing's clock wins."""
    text = _BEIJING_ZONE.sub("", text)
    text = _WEEKDAYS.sub("", _ASIDE.sub("", text))
    text = _OF_BOTH.sub(r"\g<day>\g<clock>", text)
    if "北京时间" in text:
        text = _FOREIGN.sub("", text)
    text = _THAT_IS.sub(r"\1\2", text.replace("(北京时间)", ""))
    text = _BOTH.sub(lambda both: both["date"] + (both["a"] or both["b"] or ""), text)
    text = _with_hours(_EACH.sub("每日", _PART_BEFORE.sub(r"(\1", text)))
    told: list[str] = []
    tokens: dict[int, Token] = {}
    written: dict[int, str] = {}
    place = at = 0
    for found, token in _all(text):
        told.append(text[at : found.start()])
        place += found.start() - at
        tokens[place], written[place] = token, found[0]
        told.append(_SIGN[type(token)])
        place, at = place + 1, found.end()
    return Signs("".join(told) + text[at:], tokens, written)


def _with_hours(text: str) -> str:
    """Write the hours told last in place of 同一时段."""
    told: list[str] = []
    hours, at = "", 0
    for found in _SAME_HOURS.finditer(text):
        told.append(text[at : found.start()])
        for last in _HOURS.finditer(text, at, found.start()):
            begin, end = (int(last[1]), int(last[2])), (int(last[3]), int(last[4]))
            next_day = "" if end > begin else "次日"
            hours = f"{last[1]}:{last[2]}至{next_day}{last[3]}:{last[4]}"
        told.append(hours or found[0])
        at = found.end()
    return "".join(told) + text[at:]


def _all(text: str) -> list[tuple[re.Match[str], Token]]:
    """Return what is a date, and what is a clock and no part of a date, in order."""
    both: list[tuple[re.Match[str], Token]] = []
    taken = list(text)
    for found in _EVERIES.finditer(text):
        both.append((found, _every(found)))
        taken[found.start() : found.end()] = EVERY * (found.end() - found.start())
    for found in _DATES.finditer("".join(taken)):
        date = _date(found)
        if date is not None:
            both.append((found, date))
            taken[found.start() : found.end()] = DATE * (found.end() - found.start())
    for found in _CLOCKS.finditer("".join(taken)):
        clock = _clock(found)
        if clock is not None:
            both.append((found, clock))
    return sorted(both, key=lambda one: one[0].start())


def _every(found: re.Match[str]) -> Every:
    if "工作日" in found[0]:
        return Every(frozenset(range(5)))
    if not found["week"]:
        return Every(frozenset(range(7)), part="晚" if found[0].endswith("晚") else "")
    if found["week"] == "末":
        return Every(frozenset((5, 6)))
    days = [_WEEK.index(c) for c in found["week"].replace("天", "日") if c in _WEEK]
    if re.search(r"[至到~-]", found["week"]):
        return Every(frozenset(range(days[0], days[-1] + 1)))
    return Every(frozenset(days))


def _date(found: re.Match[str]) -> Date | None:
    if found["now"]:
        return Date(near=Near.NOW)
    if found["near"]:
        return _near(found["near"])
    if found["week"]:
        day = _WEEK.index(found["week"].replace("天", "日"))
        which = {"上": -1, "本": 0, "这": 0, "下": 1}.get(found["which"] or "")
        if which is None:
            return Date(day=day, near=Near.WEEKDAY)
        return Date(day=day, near=Near.WEEK, add=which)
    if found["month"]:
        later = 1 if found["month"] in {"下月", "次月"} else 0
        return Date(day=int(found["d4"]), near=Near.MONTH, add=later)
    year = int(found["y"]) if found["y"] else None
    month = next((int(found[one]) for one in ("m", "m2", "m3") if found[one]), None)
    day = next(int(found[one]) for one in ("d", "d2", "d3", "d5") if found[one])
    good = (month is None or 1 <= month <= 12) and 1 <= day <= 31  # noqa: PLR2004 - a calendar
    return Date(year=year, month=month, day=day) if good else None


def _near(word: str) -> Date:
    part = word[1] if word[1] in "晚早" else "早" if word == "次晨" else ""
    if word[0] in "当次翌第":
        return Date(near=Near.LAST, add=0 if word[0] == "当" else 1, part=part)
    return Date(near=Near.PUBLISHED, add={"昨": -1, "明": 1, "后": 2}.get(word[0], 0), part=part)


def _clock(found: re.Match[str]) -> Clock | None:
    hour = int(found["h"] or found["h2"] or found["h3"])
    minute = int(found["mi"] or found["mi2"] or found["mi3"] or 0)
    if found["half"]:
        minute = 30
    if found["quarter"]:
        minute = 15 * int(found["quarter"])
    second = int(found["s"] or found["s2"] or 0)
    if hour > LAST_HOUR or minute > LAST_MINUTE or second > LAST_MINUTE:
        return None
    return Clock(hour=hour, minute=minute, second=second, part=found["part"] or "")
