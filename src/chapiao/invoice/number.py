"""发票号码: the shapes a number can have, and the year and region inside a digital one.

| digits | what it is | source |
|---|---|---|
| 20 | 数电票: year 2, region 2, channel 1, sequence 15 | domain §1.4 [A] |
| 8 | 税控 and older papers, together with a code of 10 or 12 digits | domain §1.2 [A] |
| 10 | 财政电子票据, together with a code of 8 digits | domain §1.6 [C] |
| 16 | 通行费电子票据汇总单: region 2, year 4, month 2, sequence 8 | domain §1.6 [B] |
| 19 | seen only on an official air pilot sample | domain §1.1 [S] |
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chapiao.invoice.code import Code
from chapiao.invoice.typed import halfwidth, odd_characters, tidy

DIGITAL, PLAIN, FISCAL, TOLL_SUMMARY, AIR_PILOT = 20, 8, 10, 16, 19
SHAPES = {
    DIGITAL: "数电票号码",
    PLAIN: "发票号码",
    FISCAL: "财政票据号码",
    TOLL_SUMMARY: "通行费汇总单号",
    AIR_PILOT: "试点样票号码",
}
_LABEL = re.compile(
    r"^(?:(?:数电|全电|电子)?(?:发票|票据|票)?号码|票号|NO|N0|№)[.:°º]*", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,、;\n]")
_PAIR = re.compile(  # a digital number never opens with 0 or 1, so that glued is plain too
    r"([01]\d{11})\D{0,12}(\d{8})|(\d{10})\D{1,12}(\d{8})|(\d{8})\D{1,12}(\d{10})"
)


class BadNumber(ValueError):
    """The text is no invoice number. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Number:
    """A well-formed number: ASCII digits only."""

    text: str

    @property
    def is_digital(self) -> bool:
        """Whether it is the 20-digit number of a 数电票."""
        return len(self.text) == DIGITAL

    @property
    def year(self) -> int | None:
        """Year of issue of a digital number; None for the others, which hold none."""
        return 2000 + int(self.text[:2]) if self.is_digital else None

    @property
    def region(self) -> str | None:
        """The two region digits of a digital number."""
        return self.text[2:4] if self.is_digital else None

    @property
    def channel(self) -> str | None:
        """The fifth digit of a digital number: how it was issued. An open list."""
        return self.text[4] if self.is_digital else None

    @property
    def shape(self) -> str:
        """What a number of this length is, in the words people use."""
        return SHAPES[len(self.text)]


@lru_cache(maxsize=256)  # one question asks for the same text again and again
def clean(text: str) -> str:
    """Forgive what people type around a number: width, blanks, `No.`, dashes.

    >>> clean(" Ｎｏ．１２３４ ５６７８ ")
    '12345678'
    >>> clean("'25112000000012345678")
    '25112000000012345678'
    """
    return tidy(text, _LABEL)


def parse_number(text: str) -> Number:
    """Return the number typed or read.

    Raises:
        BadNumber: it has characters that are no digits, or a length that no kind has.

    >>> parse_number("No. 25112000000012345678").year
    2025
    """
    if len(text) in SHAPES and text.isascii() and text.isdigit():
        return Number(text)
    digits = clean(text)
    if not digits:
        msg = "没有填发票号码"
        raise BadNumber(msg)
    several = [part for part in _BETWEEN.split(halfwidth(text)) if len(clean(part)) in SHAPES]
    if len(several) > 1:
        msg = f"这里有{len(several)}个号码，请一次查一个，或用批量查票"
        raise BadNumber(msg)
    odd = odd_characters(digits)
    if odd:
        msg = f"发票号码只有数字，这里有「{odd}」"
        raise BadNumber(msg)
    if len(digits) not in SHAPES:
        msg = f"发票号码是20位（数电票）或8位（其他发票），这里是{len(digits)}位"
        raise BadNumber(msg)
    return Number(digits)


def split_pair(text: str) -> tuple[Code, Number] | None:
    """Take a code and a number pasted into one field apart; None if it is not that.

    Together they are twenty digits too, so ask this before `parse_number` where a
    single field was typed.

    >>> code, number = split_pair("发票代码：011002300111 发票号码：12345678")
    >>> code.text, number.text
    ('011002300111', '12345678')
    >>> split_pair("25112000 00001234 5678") is None
    True
    """
    found = _PAIR.fullmatch(halfwidth(text).lstrip("发票据代码: '\"=").rstrip("'\" "))
    if not found:
        return None
    code, number = (part for part in found.groups() if part)
    return Code(code), Number(number)
