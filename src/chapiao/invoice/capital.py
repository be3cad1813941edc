"""大写金额: the amount in words, both ways, compared by value and never by spelling.

Genuine invoices spell it in several ways (圆 or 元, 整 or 正 or neither, a 零 too
many), so only the value tells whether words and figures agree (domain §4.3 [S]).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chapiao.invoice.typed import halfwidth

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_SAME = str.maketrans(
    "〇○一二三四五六七八九两弌弍弎貳參叄陸十百千萬億元圓正〡廿",
    "零零壹贰叁肆伍陆柒捌玖贰壹贰叁贰叁叁陆拾佰仟万亿圆圆整壹廿",
)
_UNITS = {"拾": 10, "佰": 100, "仟": 1000}
_AROUND = re.compile(r"[\s⊗ⓧ×*:,，。]|(?:价税合计|合计)?\(?(?:大写|金额)\)?|人民币")
_MINUS = re.compile(r"^(?:\(负数\)|负数?|-)")
_WORDS = re.compile(
    r"(?:(?P<yuan>[^圆角分整]+)圆)?零?(?:(?P<jiao>[^圆角分整])角)?零?(?:(?P<fen>[^圆角分整])分)?整?"
)


class BadCapital(ValueError):
    """The text is no amount in words. The message can be shown to the user."""


def read_capital(text: str) -> int:
    """Return the value in fen of an amount in words.

    Raises:
        BadCapital: a character has no meaning there, or 圆, 角 and 分 are all missing.

    >>> read_capital("壹拾玖圆零伍分")
    1905
    >>> read_capital("（负数）肆万零圆整")
    -4000000
    """
    plain = _AROUND.sub("", halfwidth(text)).translate(_SAME)
    unsigned = _MINUS.sub("", plain)
    found = _WORDS.fullmatch(unsigned.replace("廿", "贰拾"))
    if not found or not any(found.groups()):
        msg = f"「{text.strip()[:30]}」不是大写金额"
        raise BadCapital(msg)
    fen = _whole(found["yuan"] or "零", text) * 100
    fen += _digit(found["jiao"] or "零", text) * 10 + _digit(found["fen"] or "零", text)
    return -fen if len(unsigned) != len(plain) else fen


def _whole(words: str, text: str) -> int:
    """Sections of 仟佰拾 are closed by 万 and 亿; 零 carries no value."""
    total, section, digit, below = 0, 0, 0, 10**4
    for char in words:
        unit = _UNITS.get(char, 0)
        if 0 < unit < below:
            section, digit, below = section + (digit or 1) * unit, 0, unit
        elif char == "万" and (section or digit):
            total, section, digit, below = total + (section + digit) * 10**4, 0, 0, 10**4
        elif char == "亿" and (section or digit or total):
            total, section, digit, below = (total + section + digit) * 10**8, 0, 0, 10**4
        elif char in _DIGITS and not digit:
            digit = _DIGITS.index(char)
        else:
            raise BadCapital(_misplaced(char, text))
    return total + section + digit


def _digit(char: str, text: str) -> int:
    if char not in _DIGITS:
        raise BadCapital(_misplaced(char, text))
    return _DIGITS.index(char)


def _misplaced(char: str, text: str) -> str:
    return f"大写金额「{text.strip()[:30]}」里的「{char}」放得不对"


def write_capital(fen: int) -> str:
    """Return the amount in words, spelled as most invoices print it.

    >>> write_capital(137442)
    '壹仟叁佰柒拾肆圆肆角贰分'
    >>> write_capital(-100000005)
    '（负数）壹佰万圆零伍分'
    """
    sign = "（负数）" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), 100)
    jiao, single = divmod(rest, 10)
    words = "".join(_yuan(yuan)) + "圆" if yuan or not rest else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif single and yuan:
        words += "零"
    if single:
        words += f"{_DIGITS[single]}分"
    return sign + words + ("" if rest else "整")


def _yuan(yuan: int) -> Iterator[str]:
    if not yuan:
        yield "零"
        return
    started, gap = False, False
    for power, unit in ((10**12, "万"), (10**8, "亿"), (10**4, "万"), (1, "")):
        section = yuan // power % 10**4
        if not section:
            gap = started
            if unit == "亿" and started:
                yield unit
            continue
        for step, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = section // step % 10
            if digit:
                if gap:
                    yield "零"
                yield _DIGITS[digit] + name
                started, gap = True, False
            else:
                gap = started
        gap = False  # a 零 stands for a gap before the next digit, not for a round section
        yield unit
