"""税号: which shape an id has, and whether its check digit fits.

Only an 18-character id with a wrong check digit is called wrong. Older and rarer
shapes are genuine and cannot be checked, so their verdict is None: not known
(domain §4.4). The check digits are those of GB 32100 and GB 11643; a test compares
them with python-stdnum, which takes longer to load than an invoice to read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from chapiao.invoice.typed import halfwidth

_BLANKS = re.compile(r"[\s\-‐-―\u200b\ufeff]+")
_LABEL = re.compile(r"^(?:纳税人识别号|统一社会信用代码|税号|/|[::])+")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_PERSON = re.compile(r"[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_AGENCY = re.compile(r"\d{8}DK\d{5}")
_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_COMPANY_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_CHECKS = "10X98765432"
_NEVER_USED = "IOSVZ"  # letters that no 统一社会信用代码 has


class IdShape(StrEnum):
    """What kind of id it is, by its looks."""

    COMPANY = "统一社会信用代码"
    PERSON = "身份证号"
    OLD = "15位旧税号"
    AGENCY = "代开机关号"
    SOLE_TRADER = "身份证号加2位"
    OTHER = "形状不认识"
    BLANK = "未填"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxIdCheck:
    """What can be said of an id. `is_valid` is None where nothing can be checked."""

    text: str
    shape: IdShape
    is_valid: bool | None
    says: str

    @property
    def is_person(self) -> bool:
        """Whether it holds a natural person's identity number, to be shown masked."""
        return self.shape in {IdShape.PERSON, IdShape.SOLE_TRADER}


def plain_tax_id(text: str) -> str:
    """Return an id without blanks, dashes and label, in upper case.

    >>> plain_tax_id("税号：９１１１０１０８ ma01yxkj05")
    '91110108MA01YXKJ05'
    """
    if text.isascii() and text.isalnum():  # as it nearly always is
        return text.upper()
    return _LABEL.sub("", _BLANKS.sub("", halfwidth(text))).upper()


def check_tax_id(text: str) -> TaxIdCheck:
    """Return what can be said of a tax id as typed or read.

    >>> check_tax_id("110108123456789").shape.value
    '15位旧税号'
    """
    plain = plain_tax_id(text)
    shape, is_valid, says = _look(plain)
    return TaxIdCheck(text=plain, shape=shape, is_valid=is_valid, says=says)


def mask_id(text: str) -> str:
    """Return a natural person's id with only 前6后4 to be seen; other ids as they are.

    >>> mask_id("110101199001010000")
    '110101********0000'
    """
    if len(text) == 18 and text.isascii() and not text[:17].isdigit():  # noqa: PLR2004 - a company's
        return text
    plain = plain_tax_id(text)
    if not check_tax_id(text).is_person:
        return text
    return f"{plain[:6]}{'*' * (len(plain) - 10)}{plain[-4:]}"


def company_check_digit(body: str) -> str:
    """Return the check digit of the first 17 characters of a 统一社会信用代码.

    >>> company_check_digit("91110108DEM000014")
    '7'
    """
    total = sum(
        _SIGNS.index(char) * weight for char, weight in zip(body, _COMPANY_WEIGHTS, strict=True)
    )
    return _SIGNS[-total % 31]


def person_check_digit(body: str) -> str:
    """Return the check digit of the first 17 digits of an identity number.

    >>> person_check_digit("11010119900101123")
    '7'
    """
    total = sum(int(char) * weight for char, weight in zip(body, _PERSON_WEIGHTS, strict=True))
    return _PERSON_CHECKS[total % 11]


def _look(plain: str) -> tuple[IdShape, bool | None, str]:
    if not plain:
        return IdShape.BLANK, None, "没有税号"
    if len(plain) == 18:  # noqa: PLR2004
        return _look_at_18(plain)
    if len(plain) == 20 and _PERSON.fullmatch(plain[:18]):  # noqa: PLR2004
        return IdShape.SOLE_TRADER, None, "身份证号加2位，是部分个体户的税号，无法校验"
    if _AGENCY.fullmatch(plain):
        return IdShape.AGENCY, None, "税务机关代开的编号，真正的销售方写在备注里"
    if len(plain) == 15 and plain.isalnum():  # noqa: PLR2004
        return IdShape.OLD, None, "15位是2015年以前的旧税号，无法校验"
    return IdShape.OTHER, None, f"税号一般是18位，这里是{len(plain)}位，请对照发票核对"


@lru_cache(4096)  # the parties of one's invoices are always the same
def _look_at_18(plain: str) -> tuple[IdShape, bool | None, str]:
    if _USCC.fullmatch(plain) and company_check_digit(plain[:-1]) == plain[-1]:
        return IdShape.COMPANY, True, "统一社会信用代码的校验位正确"
    if _PERSON.fullmatch(plain):
        if person_check_digit(plain[:-1]) == plain[-1]:
            return IdShape.PERSON, True, "身份证号的校验位正确"
        return IdShape.PERSON, False, "身份证号的校验位不对，至少有一位录错"
    odd = "、".join(dict.fromkeys(char for char in plain if char in _NEVER_USED))
    if odd:
        return IdShape.COMPANY, False, f"统一社会信用代码里没有字母{odd}，请对照发票核对"
    if not _USCC.fullmatch(plain):
        return IdShape.OTHER, None, "税号里有字母和数字以外的字符，请对照发票核对"
    return IdShape.COMPANY, False, "统一社会信用代码的校验位不对，至少有一位录错"
