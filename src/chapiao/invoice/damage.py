"""What a spreadsheet does to a number: which digits are left, and what it could have been.

Spreadsheets hold fifteen digits and drop zeros in front, so a damaged number is not a
wrong number. Nothing is restored here: the true one has to be found elsewhere (another
row, a file name, amount and date) and a person has to agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from chapiao.invoice.typed import halfwidth

EXCEL_DIGITS = 15
DIGITAL, PLAIN, FISCAL, SHORT_CODE, LONG_CODE = 20, 8, 10, 10, 12
TOLL_SUMMARY = 16
# What reads numbers as doubles (pandas) writes more than fifteen digits, the last ones off
# by up to half the distance of two neighbouring doubles of twenty digits.
DOUBLE_STEP = 4096

_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d*))?(?:E\+?|[×*x]10\^?)(\d{1,2})", re.IGNORECASE)
_ZEROED = re.compile(r"\d{15}0{5}")


class DamageKind(StrEnum):
    """What happened to the digits."""

    SCIENTIFIC = "科学计数"
    ZEROED = "后五位变成0"
    LEADING_ZEROS = "丢了开头的0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A damaged number or code, and the bounds of what it was, both included.

    `prefixes` are the digits that are left: one opening, or two where the last digit
    seen may have been rounded up.
    """

    kind: DamageKind
    seen: str
    low: str
    high: str
    prefixes: tuple[str, ...]
    says: str

    @property
    def only(self) -> str | None:
        """The one number it can have been; None when there are many."""
        return self.low if self.low == self.high else None


def could_be(damage: Damage, digits: str) -> bool:
    """Whether a true number or code can have become what was seen.

    >>> could_be(number_damage("2.5112E+19"), "25112000000012345678")
    True
    """
    return len(digits) == len(damage.low) and damage.low <= digits <= damage.high


def number_damage(text: str, code: str = "") -> Damage | None:
    """Tell how a number was damaged; None when it does not look damaged.

    With a 财政 code (8 digits) the number has 10 digits, otherwise 8 or 20.
    """
    plain = re.sub(r"[\s'\"=]", "", halfwidth(text))
    width = FISCAL if len(code) == PLAIN else PLAIN
    if _ZEROED.fullmatch(plain):
        left = plain[:EXCEL_DIGITS]
        return Damage(
            kind=DamageKind.ZEROED,
            seen=plain,
            low=plain,
            high=f"{left}99999",
            prefixes=(left,),
            says=f"号码后五位都是0，像是被表格截断的；前15位{left}还可靠",
        )
    return _scientific(plain, (width, TOLL_SUMMARY, DIGITAL)) or _short(plain, 1, width, "号码")


def code_damage(text: str) -> Damage | None:
    """Tell how a code was damaged; None when it does not look damaged.

    >>> code_damage("11002300111").only
    '011002300111'
    """
    plain = re.sub(r"[\s'\"=]", "", halfwidth(text))
    return _scientific(plain, (PLAIN, SHORT_CODE, LONG_CODE)) or _short(
        plain, LONG_CODE - 1, LONG_CODE, "代码"
    )


def _short(plain: str, least: int, width: int, name: str) -> Damage | None:
    if not (plain.isascii() and plain.isdigit() and least <= len(plain) < width and int(plain)):
        return None
    whole = plain.zfill(width)
    return Damage(
        kind=DamageKind.LEADING_ZEROS,
        seen=plain,
        low=whole,
        high=whole,
        prefixes=(whole,),
        says=f"{name}只有{len(plain)}位，可能被表格去掉了开头的0，补上是{whole}",
    )


def _scientific(plain: str, widths: tuple[int, ...]) -> Damage | None:
    found = _SCIENTIFIC.fullmatch(plain)
    if not found:
        return None
    digits = found[1] + (found[2] or "")
    size = int(found[3]) + 1
    width = next((width for width in widths if width >= size), None)
    # Zeros in front are lost only by the short numbers: a 数电票 opens with its year.
    if width is None or len(digits) > size or (size < width and width > LONG_CODE):
        return None
    unit = 10 ** (size - len(digits))
    value = int(digits) * unit
    slack = DOUBLE_STEP if len(digits) > EXCEL_DIGITS else 0
    low = max(value - max(unit // 2, slack), 1)
    high = min(value + max(unit - 1, slack), 10**size - 1)
    bounds = str(low).zfill(width), str(high).zfill(width)
    left = width - size + min(len(digits), EXCEL_DIGITS)
    return Damage(
        kind=DamageKind.SCIENTIFIC,
        seen=plain,
        low=bounds[0],
        high=bounds[1],
        prefixes=tuple(dict.fromkeys(bound[:left] for bound in bounds)),
        says=f"号码被表格写成了科学计数「{plain}」，只剩开头{min(len(digits), EXCEL_DIGITS)}位可靠",
    )
