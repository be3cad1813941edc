"""The exact look-up: one indexed read, row and both parties, access in the same SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.store import sql
from chapiao.store.access import Reach
from chapiao.store.records import COLUMNS, TABLES

Row = tuple[Any, ...]
MOST = 500  # values in one statement

_SELECT = f"select {COLUMNS} from {TABLES} where "


def exact(keys: Collection[str], seen: Reach) -> list[Row]:
    """Return the rows (COLUMNS) whose identity is one of the keys.

    The second identity is only asked where the first found nothing: it is always
    20 digits, and few rows have one.
    """
    found = _where("i.key", keys, seen)
    if not found:
        digital = [key for key in keys if len(key) == DIGITAL_LENGTH]
        if digital:
            found = _where("i.second_key", digital, seen)
    return found


def by_numbers(numbers: Collection[str], seen: Reach) -> list[Row]:
    """Return the rows whose printed number is one of these, whatever the code."""
    digital = [one for one in numbers if len(one) == DIGITAL_LENGTH]
    others = [one for one in numbers if len(one) != DIGITAL_LENGTH]
    found = exact(digital, seen) if digital else []
    if others:
        found += _where("i.code>'' and i.number", others, seen)
    return found


def by_prefix(prefix: str, seen: Reach, limit: int = 20) -> list[Row]:
    """Return the first rows whose 20-digit number opens with these digits."""
    if not prefix.isdigit():
        return []
    condition, given = seen.where("i")
    text = (
        f"{_SELECT}i.key>=? and i.key<? and length(i.key)={DIGITAL_LENGTH}{condition}"
        f" order by i.key limit {limit}"
    )
    return sql.rows(text, (prefix, _after(prefix), *given))


def red_of(blue: Collection[str], seen: Reach) -> list[Row]:
    """Return red rows that offset one of these (COLUMNS, then what they offset)."""
    condition, given = seen.where("i")
    text = (
        f"select {COLUMNS}, i.red_of from {TABLES}"
        f" where i.red_of>'' and i.red_of in ({sql.marks(len(blue))}){condition} order by i.id"
    )
    return sql.rows(text, (*blue, *given))


def _where(column: str, values: Collection[str], seen: Reach) -> list[Row]:
    listed = list(values)
    found: list[Row] = []
    for start in range(0, len(listed), MOST):
        found += _some(column, listed[start : start + MOST], seen)
    return found


def _some(column: str, values: Sequence[str], seen: Reach) -> list[Row]:
    condition, given = seen.where("i")
    if len(values) == 1:
        return sql.rows(f"{_SELECT}{column}=?{condition}", (values[0], *given))
    text = f"{_SELECT}{column} in ({sql.marks(len(values))}){condition}"
    return sql.rows(text, (*values, *given))


def _after(prefix: str) -> str:
    """Return the first text that sorts behind everything that opens with these digits.

    >>> _after("2511")
    '2512'
    >>> _after("99")
    'a'
    """
    stem = prefix.rstrip("9")
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem else "a"
