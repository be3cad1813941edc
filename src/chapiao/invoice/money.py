"""Money: whole fen, never a float. Reading it as people and files write it, and writing it.

An amount that cannot be held in whole fen is refused, not rounded: who wants the
nearest fen (a line's price times its quantity) says so with `nearest_fen`.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from chapiao.invoice.typed import halfwidth

MOST_DIGITS = 13  # of whole yuan: the platform takes 11, totals of a ledger need more

_AROUND = re.compile(r"^(?:人民币|RMB|CNY|[¥元])+|(?:元整?|圆整?|RMB|CNY)$", re.IGNORECASE)
_MINUS = re.compile(r"^(?:[-−‐-―]|\(负数\)|负数?)")
_NUMBER = re.compile(r"(?:(?P<whole>\d+)|(?P<grouped>\d{1,3}(?:,\d{3})+))?(?:\.(?P<part>\d*))?")


class BadMoney(ValueError):
    """The text is no amount of money. The message can be shown to the user."""


def parse_money(text: str) -> int:
    """Return the amount in fen.

    Forgiven: ¥ and 元, blanks, full-width digits, thousands separators, a minus,
    （负数） or brackets for a red amount, zeros after the second decimal.

    Raises:
        BadMoney: it is no amount, or is finer than a fen.

    >>> parse_money("￥1,234.50")
    123450
    >>> parse_money("（负数）12")
    -1200
    """
    plain = re.sub(r"\s+", "", halfwidth(text).replace("￥", "¥"))
    if not plain:
        msg = "没有填金额"
        raise BadMoney(msg)
    negative = False
    if plain.startswith("(") and plain.endswith(")"):
        negative, plain = True, plain[1:-1]
    bare = _AROUND.sub("", plain)
    unsigned = _AROUND.sub("", _MINUS.sub("", bare))
    if len(_MINUS.sub("", bare)) != len(bare):
        negative = not negative
    found = _NUMBER.fullmatch(unsigned)
    if not found or not any(c.isdigit() for c in unsigned):
        msg = f"「{text.strip()[:20]}」不是金额，请填数字，如1234.50"
        raise BadMoney(msg)
    whole = (found["whole"] or found["grouped"] or "0").replace(",", "").lstrip("0")
    part = (found["part"] or "").rstrip("0")
    if len(part) > 2:  # noqa: PLR2004 - jiao and fen
        msg = f"金额最多两位小数，这里是「{text.strip()[:20]}」"
        raise BadMoney(msg)
    if len(whole) > MOST_DIGITS:
        msg = f"金额太大，整数部分最多{MOST_DIGITS}位"
        raise BadMoney(msg)
    fen = int(whole + part.ljust(2, "0"))
    return -fen if negative else fen


def nearest_fen(value: Decimal) -> int:
    """Return a decimal amount of yuan in fen, half a fen rounded away from zero.

    Raises:
        BadMoney: it is not finite, or too large.
    """
    if not value.is_finite():
        msg = f"「{value}」不是金额"
        raise BadMoney(msg)
    if value.adjusted() >= MOST_DIGITS:
        msg = f"金额太大，整数部分最多{MOST_DIGITS}位"
        raise BadMoney(msg)
    return int(value.scaleb(2).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain(fen: int) -> str:
    """Return the amount as JSON and the entries want it.

    >>> plain(-123450)
    '-1234.50'
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02d}"


def format_money(fen: int) -> str:
    """Return the amount as pages show it.

    >>> format_money(123450)
    '1,234.50'
    """
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"
