"""发票号码: the shapes a number can have, and the year and region inside a digital one.

| digits | what it is | source |
|---|---|---|
| 20 | 数电票: year 2, region 2, channel 1, sequence 15 | domain §1.4 [A] |
| 8 | 税控 and older papers, together with a code of 10 or 12 digits | domain §1.2 [A] |
| 10 | 财政电子票据, together with a code of 8 digits | domain §1.6 [C] |
| 16 | 通行费电子票据汇总单 | domain §1.6 [B] |
| 19 | seen only on an official air pilot sample | domain §1.1 [S] |
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

SHAPES = {20: "数电票号码", 8: "发票号码", 10: "财政票据号码", 16: "通行费汇总单号", 19: "试点样票号码"}
_LABEL = re.compile(r"^(?:发票号码|票据号码|数电票号码|号码|NO|N0|№)[.．:：°º]*", re.IGNORECASE)
_SEPARATORS = re.compile(r"[\s\-‐-―_,，.·'’]+")
_DIGITS = re.compile(r"[0-9]+")


class BadNumber(ValueError):
    """The text is no invoice number. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class Number:
    """A well-formed number: ASCII digits only."""

    text: str

    @property
    def is_digital(self) -> bool:
        """Whether it is the 20-digit number of a 数电票."""
        return len(self.text) == 20  # noqa: PLR2004 - the table above

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


def clean(text: str) -> str:
    """Forgive what people type around a number: width, blanks, `No.`, dashes.

    >>> clean(" Ｎｏ．１２３４ ５６７８ ")
    '12345678'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return _SEPARATORS.sub("", _LABEL.sub("", _SEPARATORS.sub("", plain)))


def parse_number(text: str) -> Number:
    """Return the number typed or read.

    Raises:
        BadNumber: it has characters that are no digits, or a length that no kind has.

    >>> parse_number("No. 25112000000012345678").year
    2025
    """
    digits = clean(text)
    if not digits:
        msg = "没有填发票号码"
        raise BadNumber(msg)
    if not _DIGITS.fullmatch(digits):
        odd = "、".join(dict.fromkeys(c for c in digits if not _DIGITS.fullmatch(c)))
        msg = f"发票号码只有数字，这里有「{odd[:20]}」"
        raise BadNumber(msg)
    if len(digits) not in SHAPES:
        msg = f"发票号码是20位（数电票）或8位（其他发票），这里是{len(digits)}位"
        raise BadNumber(msg)
    return Number(digits)
