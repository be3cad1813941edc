"""A notice's text without what the web, a word processor and a hard line break left in it."""

from __future__ import annotations

import html
import re

from chapiao.invoice.typed import halfwidth

LONGEST = 6_000  # characters; a notice is one or two pages
SHORT_LINE = 28  # a line this short was not broken because it was full

SPACED_OUT = 0.4  # so many blanks are a typesetter's, between all characters

_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d|/table|/ul|/ol)\b[^>]*>", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿]")
_DASHES = re.compile(r"[‐-―−─﹣－]+|-{2,}")
_COLUMN = re.compile(r"\t+| {3,}|\|+")
# `1.` before `6月` is a mark of a list, no date; a dot between two numbers may be one.
_MARK = re.compile(
    r"(?:^|(?<=[;。,!])|(?<=\D:))\s*(?:\(?[一二三四五六七八九十]{1,3}[、)]|第[一二三四五六][、,]"
    r"|\(?\d{1,2}[)、]|\d{1,2}\.(?=\s|[^\d\s]|\d{1,2}[月:时点]|\d{4}[年/.-])|[•●■▪◆·*-]\s)"
)
_TITLE = re.compile(r"(?:公告|通告|通知|提示|提醒|说明|启事|告知书?)$")
_LABEL = re.compile(r"[^,。:;\d]{2,16}:")
_HEADED = re.compile(r"^(关于[^,。;:\n]{4,60}(?:公告|通告|通知|提示|说明)):", re.MULTILINE)
# 开始:3月6日22:00, and on the next line 结束:3月7日6:00
_FROM_TO = re.compile(
    r"(?:(?:停机|维护|升级)起|(?:停机|维护|升级)?(?:开始|起始)(?:时间)?)[:为|]([^,。;:\n|]{0,20}\d(?::\d\d){0,2}[时点分]?半?)"
    r"[\n,。;|]+(?:预计)?(?:(?:停机|维护|升级)止|(?:停机|维护|升级)?(?:结束|恢复|终止|截止)(?:时间)?)[:为|]"
)
_ENDS = re.compile(r"[。;:!?|]$")
_IN_TIME = re.compile(r"[\d年月日时点:至到~-]$")
_GOES_ON = re.compile(r"^[\d年月日时点:分至到~-]")
_CLOCK_LAST = re.compile(r"(?:\d:\d\d|\d[时点])$")
_CLOCK = re.compile(r"\d:\d\d|\d[时点]")
_LEADS_ON = re.compile(r"[,、至到于自从为是在和及(~-]$")
_ITEM = re.compile(
    r"以上|上述|期间|届时|注:|第?[一二三四五六七八九十\d]{1,2}(?:批次?|阶段|时段|步)|(?:批次|阶段|时段)[一二三四五六七八九十\d]"
)
_DATE_FIRST = re.compile(r"\d{4}[年/.-]\d|\d{1,2}月")
_DATE_ONLY = re.compile(
    r"^(?:(?:发布|发文|成文|公告)?(?:日期|时间)[:]?)?\d{4}[年/.-]\d{1,2}[月/.-]\d{1,2}日?"
    r"(?: ?\d{1,2}:\d{2}(?::\d{2})?)?$"
)
_NUMERAL = re.compile(
    r"(?<![同统唯])[〇零○一二两三四五六七八九十廿]+(?=年|月|日|号|时|点|分|刻|个?半?小时|个半|天)(?!月税)"
)
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_WEEKDAY = re.compile(r"(?:周|星期|礼拜|每)$")


def plain(text: str) -> str:
    r"""Return the text in half width, one unit of sense or several a line, no blanks.

    A blank stays only between two digits, where it parts a date from a clock.

    >>> plain("定于2026年６月\\n9日　二十二时至 次日六时停机")
    '定于2026年6月9日22时至次日6时停机'
    """
    bare = _HIDDEN.sub("", text[:LONGEST])
    bare = _TAG.sub("", _CELL.sub("|", _BREAK.sub("\n", bare)))
    bare = html.unescape(bare).replace("\r\n", "\n").replace("\r", "\n")
    bare = _CIRCLED.sub("\n• ", bare)
    lines = [_line(one) for one in bare.split("\n")]
    joined = _FROM_TO.sub(r"时间:\1至", "\n".join(_joined([one for one in lines if one])))
    return _figures(_HEADED.sub(r"\1\n", joined).replace("元月", "1月"))


def _line(line: str) -> str:
    wide = _COLUMN.sub("|", line.strip().strip("|").strip())
    if wide.count(" ") >= len(wide) * SPACED_OUT:
        wide = wide.replace(" ", "")
    half = _DASHES.sub("-", halfwidth(wide)).replace("〜", "~").replace("∼", "~")
    half = re.sub(r"[\u200b-\u200f\u2060\ufeff\u00ad]", "", half)
    marked = _MARK.sub("\n", half)
    return re.sub(r"(?<!\d)[^\S\n]+|[^\S\n]+(?![\d零〇一二三四五六七八九十两])", "", marked)


def _joined(lines: list[str]) -> list[str]:
    """Undo the line breaks that fell into a sentence; leave out a date that stands alone."""
    kept: list[str] = []
    for at, line in enumerate(lines):
        if _DATE_ONLY.match(line) and _stands_alone(lines, at):
            continue
        if kept and _goes_on(kept[-1], line):
            kept[-1] += line
        else:
            kept.append(line)
    return kept


def _stands_alone(lines: list[str], at: int) -> bool:
    before = lines[at - 1] if at else ""
    after = lines[at + 1] if at + 1 < len(lines) else ""
    return not _IN_TIME.search(before) and not _GOES_ON.match(after)


def _goes_on(before: str, line: str) -> bool:
    if line.startswith("\n") or "|" in line or "|" in before or _ENDS.search(before):
        return False
    last = before.rsplit("\n", 1)[-1]
    if _CLOCK_LAST.search(last) and _DATE_FIRST.match(line):
        return False
    if _IN_TIME.search(last) and _GOES_ON.match(line):
        return not (_DATE_ONLY.match(last) and _DATE_ONLY.match(line))
    if _TITLE.search(last) or _LABEL.match(line) or _ITEM.match(line):
        return False
    if _DATE_FIRST.match(line) and _CLOCK.search(last) and not _LEADS_ON.search(last):
        return False
    return len(last) >= SHORT_LINE or last.endswith((",", "、", "至", "到", "于", "-"))


def _figures(text: str) -> str:
    """Write the Chinese numerals of dates, clocks and durations as digits."""
    return _NUMERAL.sub(
        lambda found: (
            found[0] if _WEEKDAY.search(text[: found.start()][-2:]) else _figure(found[0])
        ),
        text,
    )


def _figure(numeral: str) -> str:
    if len(numeral) > 1 and not set(numeral) & set("十廿"):
        return "".join(str(_VALUES[c]) for c in numeral)
    tens, ten, ones = numeral.replace("廿", "二十").partition("十")
    if not ten:
        return str(_VALUES[tens])
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str((_VALUES[tens] if tens else 1) * 10 + (_VALUES[ones] if ones else 0))
