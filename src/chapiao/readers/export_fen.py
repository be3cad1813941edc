"""Money in the cells of an export, as whole fen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import isfinite
from operator import sub
from typing import Any, Final

from chapiao.formats.spreadsheet import Value
from chapiao.readers import said

_PLAIN: Final = re.compile(r"-?[0-9]{1,13}\.[0-9]{2}").fullmatch
_MOST: Final = 10**13  # yuan; a float holds fen exactly up to there
_OFF: Final = 0.01  # fen: how far a float may be from a whole fen and be that fen


def fen(value: Value) -> int | None:
    """Return fen of money in plain figures; None for anything else.

    >>> fen(1.15), fen(1.155), fen("-0.10"), fen("1,234.5"), fen("一元")
    (115, None, -10, 123450, None)
    """
    if type(value) is float:
        exact = value * 100
        if not -_MOST < value < _MOST:
            return None
        whole = round(exact)
        return whole if -_OFF < exact - whole < _OFF else None
    if type(value) is str:
        return int(value[:-3] + value[-2:]) if _PLAIN(value) else said.money(value)
    return value * 100 if type(value) is int and -_MOST < value < _MOST else None


def all_fen(column: Sequence[Any]) -> list[int] | None:
    """Return fen of a column that holds nothing but floats of whole fen; None for any other.

    >>> all_fen([1.15, -2.0]), all_fen([1.15, 1.155]), all_fen([1.15, "2.00"])
    ([115, -200], None, None)
    """
    if set(map(type, column)) != {float} or not all(map(isfinite, column)):
        return None
    if min(column) <= -_MOST or max(column) >= _MOST:
        return None
    exact = [one * 100 for one in column]
    whole = list(map(round, exact))
    off = list(map(sub, exact, whole))
    return whole if min(off) > -_OFF and max(off) < _OFF else None
