"""发票代码: which kind, region and year of allotment the digits of a code tell.

The kind follows the query platform's own rule (domain §1.2 [A]). The year is
when the code was handed out, not when the invoice was issued: it may be earlier
than the date of issue by years, never later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chapiao.invoice.kind import Kind
from chapiao.invoice.typed import odd_characters, tidy

FISCAL_LENGTH, SHORT, LONG = 8, 10, 12
OLD_AFTER_YEARS = 5  # an allotted code is used up within a few years (domain §1.2 [S])
NOT_VERIFIED = "99"  # the platform's word for "no kind of mine"

_LABEL = re.compile(r"^(?:发票|票据)?代码[:.]*")
_BLOCKCHAIN = re.compile(r"14403\d{2}09110")
# Four codes of the first electronic pilots, named one by one by the platform.
_PILOTS = frozenset({"144031539110", "131001570151", "133011501118", "111001571071"})
_BY_TAIL = {
    "11": "10",
    "04": "04",
    "05": "04",
    "06": "11",
    "07": "11",
    "12": "14",
    "17": "15",
    "13": "08",
}
_BY_EIGHTH = {"1": "01", "5": "01", "3": "04", "6": "04", "2": "02", "7": "02"}

KINDS: dict[str, Kind] = {
    "01": Kind.SPECIAL,
    "02": Kind.FREIGHT,
    "03": Kind.VEHICLE,
    "04": Kind.ORDINARY,
    "08": Kind.E_SPECIAL,
    "10": Kind.E_ORDINARY,
    "11": Kind.ROLL,
    "14": Kind.TOLL,
    "15": Kind.USED_VEHICLE,
}


class BadCode(ValueError):
    """The text is no invoice code. The message can be shown to the user."""


class CodeYear(StrEnum):
    """How a code's year of allotment stands to a date of issue."""

    FITS = "年份相容"
    OLD = "代码年份偏早"  # more than five years earlier: unusual, not wrong
    LATER = "代码年份晚于开票"  # the code did not exist yet: one of the two is wrong


@dataclass(frozen=True, slots=True)
class Code:
    """A well-formed code: 8 (财政), 10 or 12 ASCII digits."""

    text: str

    @property
    def platform_kind(self) -> str:
        """The query platform's 票种代码 (fplx); "99" is none it verifies."""
        return _platform_kind(self.text)

    @property
    def kind(self) -> Kind | None:
        """The kind the code tells; None where the digits do not tell.

        Old local paper (a code starting 1 or 2) is numbered differently in every
        province, so its kind has to come from the title on its face.

        >>> Code("011002300111").kind.value
        '增值税电子普通发票'
        >>> Code("111002371001").kind is None
        True
        """
        if len(self.text) == FISCAL_LENGTH:
            return Kind.FISCAL
        if _BLOCKCHAIN.fullmatch(self.text):
            return Kind.BLOCKCHAIN
        return KINDS.get(self.platform_kind)

    @property
    def region(self) -> str | None:
        """Four region digits, as `region.py` names them; None for 财政 codes."""
        if len(self.text) == LONG:
            return self.text[1:5]
        return self.text[:4] if len(self.text) == SHORT else None

    @property
    def year(self) -> int | None:
        """The year the code was allotted."""
        if len(self.text) == LONG:
            return 2000 + int(self.text[5:7])
        return 2000 + int(self.text[4:6]) if len(self.text) == SHORT else None


def year_fits(code: Code, issued_on: date) -> CodeYear | None:
    """How the year of allotment stands to the date of issue; None when the code holds none.

    >>> year_fits(Code("011001900111"), date(2022, 8, 30)).name
    'FITS'
    """
    if code.year is None:
        return None
    if code.year > issued_on.year:
        return CodeYear.LATER
    return CodeYear.OLD if issued_on.year - code.year > OLD_AFTER_YEARS else CodeYear.FITS


def parse_code(text: str) -> Code:
    """Return the code typed or read.

    Raises:
        BadCode: it has characters that are no digits, or a length that no code has.

    >>> parse_code("发票代码：０１１００ ２３００１１１").text
    '011002300111'
    """
    if text.isascii() and text.isdigit() and len(text) in {LONG, SHORT, FISCAL_LENGTH}:
        return Code(text)
    digits = tidy(text, _LABEL)
    if not digits:
        msg = "没有填发票代码"
        raise BadCode(msg)
    odd = odd_characters(digits)
    if odd:
        msg = f"发票代码只有数字，这里有「{odd}」"
        raise BadCode(msg)
    if len(digits) not in {LONG, SHORT, FISCAL_LENGTH}:
        raise BadCode(_wrong_length(len(digits)))
    return Code(digits)


def _wrong_length(length: int) -> str:
    msg = f"发票代码是12位或10位（财政票据8位），这里是{length}位"
    if length == LONG - 1:
        return f"{msg}；若从表格复制，可能丢了开头的0"
    if length == 20:  # noqa: PLR2004 - the digits of a 数电票
        return f"{msg}；20位是数电票的号码，请填在号码栏，代码留空"
    return msg


def _platform_kind(text: str) -> str:
    """Return what the platform's function `alxd` returns (domain §1.2 [A])."""
    if len(text) == LONG:
        if text in _PILOTS:
            return "10"
        if text[0] == "0":
            return _BY_TAIL.get(text[10:], NOT_VERIFIED)
        if text[7] == "2":
            return "03"
    elif len(text) == SHORT:
        return _BY_EIGHTH.get(text[7], NOT_VERIFIED)
    return NOT_VERIFIED
