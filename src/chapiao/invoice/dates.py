"""Dates as people type them, files hold them and spreadsheets leave them.

The order 年-月-日 is taken for granted only where the year can be seen; a date
that can be read in two ways is refused with both readings, never guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from chapiao.invoice.typed import halfwidth

FIRST_YEAR, LAST_YEAR = 1994, 2099  # 增值税 invoices exist since 1994
SHORT_YEARS = range(2010, 2050)  # what a two-digit year can mean
BEIJING = timezone(timedelta(hours=8))
EXCEL_EPOCH = date(1899, 12, 30)
EXCEL_DAYS = range(36526, 73051)  # 2000-01-01 … 2099-12-31

_LABEL = re.compile(r"^(?:开票|填开|发票|出票|乘车)?日期[::]?\s*")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6}|\d{9})?")
_YMD = re.compile(r"(\d{4})\s?[-−–/.,、年\s]\s?(\d{1,2})\s?[-−–/.,、月\s]\s?(\d{1,2})\s?[日号]?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SHORT = re.compile(r"(\d{1,2})([-/.年])(\d{1,2})[-/.月](\d{1,2})[日号]?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SIX = re.compile(r"(\d{2})(\d{2})(\d{2})")
_ENGLISH = re.compile(r"(\d{1,2})[-\s]([a-z]{3})[a-z]*[-\s](\d{4}|\d{2})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:[T\s]|上午|下午)*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}秒?(?:\.\d+)?)?分?\s*(?:[AP]M)?(?:\+0?8:?00)?$"
    r"|\s*\(?(?:星期|周)[一二三四五六日天]\)?$",
    re.IGNORECASE,
)
_FOREIGN_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}\S*(?:Z|[+-]\d{2}:?\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")


class BadDate(ValueError):
    """The text is no date, or more than one. The message can be shown to the user."""


def parse_date(text: str) -> date:
    """Return the date typed or read; a time of day is dropped, in Beijing time.

    Raises:
        BadDate: there is no such day, a part is missing, or two days could be meant.

    >>> parse_date("2025年01月04日").isoformat()
    '2025-01-04'
    >>> parse_date("20250104103200123") == parse_date("45661") == parse_date("2025/1/4")
    True
    """
    plain = _LABEL.sub("", halfwidth(text)).strip("'\" ")
    if not plain:
        msg = "没有填日期"
        raise BadDate(msg)
    if _FOREIGN_CLOCK.fullmatch(plain):
        return _in_beijing(plain)
    bare = _CLOCK.sub("", _CLOCK.sub("", plain)).strip()
    if re.search(r"[一二三四五六七八九〇○]", bare):
        bare = _chinese_digits(bare)
    found = _STAMP.fullmatch(bare) or _YMD.fullmatch(bare)
    if found:
        return _only({_day(*map(int, found.groups()))}, plain)
    for form in (_year_last, _short, _english, _serial, _six):
        days = form(bare)
        if days is not None:
            return _only(days, plain)
    raise BadDate(_unreadable(bare, plain))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _only(days: set[date | None], text: str) -> date:
    real = sorted(day for day in days if day)
    if len(real) == 1:
        return real[0]
    if real:
        both = "或".join(day.isoformat() for day in real)
        msg = f"日期「{text}」可以读成{both}，请按年-月-日填写，如{real[-1].isoformat()}"
    else:
        msg = f"没有「{text[:20]}」这一天，请核对年月日"
    raise BadDate(msg)


def _year_last(text: str) -> set[date | None] | None:
    found = _YEAR_LAST.fullmatch(text)
    if not found:
        return None
    one, two, year = int(found[1]), int(found[3]), int(found[4])
    return {_day(year, one, two), _day(year, two, one)}


def _short(text: str) -> set[date | None] | None:
    """Two digits for the year: first, unless a spreadsheet's slashes put it last."""
    found = _SHORT.fullmatch(text)
    if not found:
        return None
    one, two, three = 2000 + int(found[1]), int(found[3]), int(found[4])
    days = {_day(one, two, three) if one in SHORT_YEARS else None}
    if found[2] == "/" and 2000 + three in SHORT_YEARS:
        days |= {_day(2000 + three, int(found[1]), two), _day(2000 + three, two, int(found[1]))}
    return days


def _english(text: str) -> set[date | None] | None:
    found = _ENGLISH.fullmatch(text)
    if not found or found[2].lower() not in _MONTHS:
        return None
    year = int(found[3]) if len(found[3]) > 2 else 2000 + int(found[3])  # noqa: PLR2004 - 25 or 2025
    return {_day(year, _MONTHS.index(found[2].lower()) + 1, int(found[1]))}


def _serial(text: str) -> set[date | None] | None:
    """Read a spreadsheet's count of days."""
    found = _SERIAL.fullmatch(text)
    if not found or int(found[1]) not in EXCEL_DAYS:
        return None
    return {EXCEL_EPOCH + timedelta(days=int(found[1]))}


def _six(text: str) -> set[date | None] | None:
    """Six digits are 年月日, unless they could as well be a year and a month."""
    found = _SIX.fullmatch(text)
    if not found:
        return None
    if int(text[:4]) in SHORT_YEARS and 1 <= int(text[4:]) <= len(_MONTHS):
        msg = f"日期「{text}」像是只有年和月，请填到日，如{text[:4]}-{text[4:]}-01"
        raise BadDate(msg)
    year = 2000 + int(found[1])
    return {_day(year, int(found[2]), int(found[3])) if year in SHORT_YEARS else None}


def _in_beijing(text: str) -> date:
    try:
        return datetime.fromisoformat(text).astimezone(BEIJING).date()
    except ValueError:
        msg = f"没有「{text[:20]}」这一天，请核对年月日"
        raise BadDate(msg) from None


def _chinese_digits(text: str) -> str:
    """二〇二五年十二月三十一日 → 2025年12月31日."""
    return re.sub(
        r"([一二三]?)十([一二三四五六七八九]?)",
        lambda ten: (ten[1] or "一") + (ten[2] or "〇"),
        text.replace("廿", "二十"),
    ).translate(_CHINESE)


def _unreadable(bare: str, text: str) -> str:
    if re.fullmatch(r"\d{4}\s?[-/.年]\s?\d{1,2}\s?月?", bare):
        return f"日期「{text}」只有年和月，还要填几日"
    if re.fullmatch(r"\d{1,2}\s?[-/.月]\s?\d{1,2}\s?[日号]?", bare):
        return f"日期「{text}」没有年份，请按年-月-日填写"
    return f"看不懂日期「{text[:20]}」，请按年-月-日填写，如2025-01-04"
