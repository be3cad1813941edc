"""公告: the windows that a maintenance notice's text states, and the entries they stop.

Only as much as a diagnosis needs: a stated period with both ends (or a duration, or an
open end), and the entries named as stopped. A notice that takes an earlier one back, or
tells what has ended or works, gives no window.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from chapiao.diagnosis.world.entries import Window
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.entry import Entry
from chapiao.invoice.region import PROVINCES
from chapiao.invoice.typed import halfwidth

LONGEST = 5_000
_DAY = (
    r"(?:(?P<{0}y>\d{{4}})[年/.-])?(?P<{0}m>\d{{1,2}})[月/.-](?P<{0}d>\d{{1,2}})日?"
    r"(?:\((?:周|星期|礼拜)?[一二三四五六日天]?\))?"
)
_CLOCK = (
    r"(?P<{0}part>凌晨|早上|上午|中午|下午|晚上|晚间|晚|夜间|夜里)?"
    r"(?P<{0}h>\d{{1,2}})(?:[:时点](?P<{0}min>\d{{2}}|半)?)分?(?::\d{{2}})?"
)
_TO = r"(?:至|到|起至|--?|—+|–|~|～)"
_PERIOD = re.compile(
    rf"(?:{_DAY.format('a')}|(?P<near>今日|今天|今晚|明日|明天|明晚|本日|当日))"
    rf"(?:{_CLOCK.format('b')})?(?:起|开始)?"
    rf"(?:{_TO}(?:(?:{_DAY.format('c')})|(?P<next>次日|翌日|第二天|当日|当天))?(?:{_CLOCK.format('e')})?)?"
)
_DAILY = re.compile(r"每[日天]")
_LASTS = re.compile(
    r"(?:预计)?(?:用时|持续|历时|时长)\D{0,3}(?P<n>\d+(?:\.\d)?)个?(?P<half>半)?小?时"
)
_OPEN_END = re.compile(r"恢复时间.{0,6}(?:另行|待定|未定)|另行通知")
_TAKEN_BACK = re.compile(
    r"取消|不再进行|不再实施|推迟|延期至|改期|已(?:经)?(?:完成|结束|恢复)|已提前"
)
_WORKS = re.compile(r"不受影响|正常(?:使用|运行|办理|提供)|不影响|照常")
_STOPS = (
    (Entry.PLATFORM, r"增值税发票查验平台|发票查验(?:平台|功能|服务)|(?<!票据)查验平台|inv-veri"),
    (Entry.ETAX, r"(?<!自然人)电子税务局|网上税务局|税务数字账户|全量发票查询|发票查询统计"),
    (
        Entry.BEIJING,
        r"门户网站.{0,8}发票查询|(?:通用|机打|定额|手工).{0,8}查询|税务局.{0,8}网站|发票真伪查询",
    ),
    (Entry.FISCAL, r"财政(?:电子)?票据(?!.{0,4}开具).{0,8}(?:查验|平台|系统)|票据查验|pjcy"),
    (Entry.BLOCKCHAIN, r"区块链"),
    (Entry.RAIL, r"12306|铁路.{0,8}(?:电子客票|电子发票)"),
    (Entry.VENDOR, r"查验接口|验真接口|API|接口服务|第三方"),
    (Entry.OWN, r"本系统|查票系统|报销系统|财务共享|台账"),
)
_AFTERNOON = {"下午", "晚上", "晚间", "晚", "夜间", "夜里"}
NOON, HOURS = 12, 24


def windows_of(text: str, published: datetime) -> tuple[Window, ...]:
    """Return the windows that a notice states; none is not an error.

    >>> [w.end.hour for w in windows_of(
    ...     "查验平台定于3月7日22:00至次日6:00停机维护。", datetime(2026, 3, 5, tzinfo=BEIJING))]
    [6]
    """
    plain = re.sub(r"\s+", "", halfwidth(text[:LONGEST]))
    sentences = [one for one in re.split(r"[。!;\n]", plain) if one]
    stopped = [_stopping(one) for one in sentences]
    whole = "".join(stopped)
    if _TAKEN_BACK.search(whole):
        return ()
    entries = _entries(whole)
    place = plain.replace("北京时间", "")
    regions = frozenset(two for two, name in PROVINCES.items() if name in place)
    found = []
    for sentence in stopped:
        own = _entries(sentence) or entries
        for start, end in _periods(sentence, plain, published):
            found.append(
                Window(start=start, end=end, entries=own, regions=regions, says=sentence[:80])
            )
    return tuple(found)


def _stopping(sentence: str) -> str:
    """Return a sentence without the parts that say what works."""
    return ",".join(part for part in sentence.split(",") if not _WORKS.search(part))


def _entries(text: str) -> frozenset[Entry]:
    return frozenset(entry for entry, named in _STOPS if re.search(named, text))


def _periods(
    sentence: str, whole: str, published: datetime
) -> Iterator[tuple[datetime, datetime | None]]:
    for found in _PERIOD.finditer(sentence):
        start = _start(found, published)
        if start is None:
            continue
        end = _end(found, start)
        if end is None:
            lasts = _LASTS.search(whole)
            if lasts:
                end = start + timedelta(hours=float(lasts["n"]) + (0.5 if lasts["half"] else 0))
            elif not _OPEN_END.search(whole) and not (found["bh"] and "起" in found[0]):
                continue
        if end is not None and end <= start:
            continue
        yield from _each_day(start, end, daily=bool(_DAILY.search(sentence)))


def _each_day(
    start: datetime, end: datetime | None, *, daily: bool
) -> Iterator[tuple[datetime, datetime | None]]:
    """Part a daily period, told with its first and last day, into one a day."""
    if not daily or end is None or (end - start) <= timedelta(days=1):
        yield start, end
        return
    for days in range((end.date() - start.date()).days + 1):
        at = start + timedelta(days=days)
        until = datetime.combine(at.date(), end.time(), BEIJING)
        yield at, until if until > at else until + timedelta(days=1)


def _start(found: re.Match[str], published: datetime) -> datetime | None:
    if found["near"]:
        days = 1 if found["near"].startswith("明") else 0
        day = published + timedelta(days=days)
        return _at(day, found, "b") if found["bh"] else None
    first = _date(found, "a", published)
    if first is None or not (found["bh"] or found["cm"]):
        return None
    return _at(first, found, "b") if found["bh"] else first


def _end(found: re.Match[str], start: datetime) -> datetime | None:
    """Return the end; a period of whole days ends after its last one."""
    if found["cm"]:
        last = _date(found, "c", start)
        if last is None:
            return None
        return _at(last, found, "e") if found["eh"] else last + timedelta(days=1)
    if not found["eh"]:
        return None
    later = 1 if found["next"] in {"次日", "翌日", "第二天"} else 0
    part = found["epart"] or (found["bpart"] if not later else None)
    return _at(start + timedelta(days=later), found, "e", part)


def _date(found: re.Match[str], name: str, near: datetime) -> datetime | None:
    """Return the day; without a year it is the first such day on or after `near`."""
    year = int(found[f"{name}y"] or near.year)
    try:
        day = datetime(year, int(found[f"{name}m"]), int(found[f"{name}d"]), tzinfo=BEIJING)
        if not found[f"{name}y"] and day.date() < near.date():
            day = day.replace(year=year + 1)
    except ValueError:
        return None
    return day


def _at(day: datetime, found: re.Match[str], name: str, part: str | None = None) -> datetime:
    hour, told = int(found[f"{name}h"]), found[f"{name}min"]
    part = part or found[f"{name}part"]
    if part in _AFTERNOON and hour < NOON:
        hour += NOON
    minute = 30 if told == "半" else int(told or 0)
    at = datetime.combine(day.date(), time(), BEIJING)
    return at + timedelta(hours=min(hour, HOURS), minutes=minute)
