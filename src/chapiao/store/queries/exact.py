"""The exact look-up: one indexed read, row and both parties, access in the same SQL."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import orjson

from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.store import sql
from chapiao.store.access import Reach
from chapiao.store.records import COLUMNS, TABLES

Row = tuple[Any, ...]

_ANY_SECOND = "select 1 from store_invoice where second_key is not null limit 1"
# Behind COLUMNS: what a red invoice offsets, whether some red one may offset this, and
# whether anybody's import has it. Mostly not; then nothing more is asked about that.
# A plain 20-digit number has one name, and so one probe of each index; an IN takes three
# times as long.
_PLAIN = "when i.code='' and i.second_key is null then"
_SELECT = (
    f"select {COLUMNS}, i.red_of, case {_PLAIN}"
    " exists(select 1 from store_invoice x where x.red_of>'' and x.red_of=i.number)"
    " else exists(select 1 from store_invoice x"
    " where x.red_of>'' and x.red_of in (i.key, i.number, i.second_key)) end,"
    f" case {_PLAIN} exists(select 1 from store_snapshotrow x where x.key=i.key)"
    " or exists(select 1 from store_snapshotrow x where x.second_key=i.key)"
    " else exists(select 1 from store_snapshotrow x where x.key in (i.key, i.second_key))"
    " or exists(select 1 from store_snapshotrow x where x.second_key in (i.key, i.second_key))"
    " end"
)
RED_OF_COLUMN, HAS_RED_COLUMN, IMPORTED_COLUMN = -3, -2, -1


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """What rows are found by. A partial index is used where its own condition is in the text.

    Each is itself and no other: a kept text is found by it without comparing words.
    """

    name: str
    also: str = ""


KEY = Column("key")
SECOND_KEY = Column("second_key")
NUMBER = Column("number", "i.code>'' and ")
RED_OF = Column("red_of", "i.red_of>'' and ")


def exact(keys: Collection[str], seen: Reach) -> list[Row]:
    """Return the rows (COLUMNS) whose identity, or second identity, is one of the keys.

    The second is always 20 digits, and few pools hold any: it is asked for only where
    the first left keys open.
    """
    found = _where(KEY, keys, seen)
    if len(found) >= len(keys):
        return found
    digital = [key for key in keys if len(key) == DIGITAL_LENGTH]
    if digital and sql.rows(_ANY_SECOND):
        known = {row[0] for row in found}
        found += [row for row in _where(SECOND_KEY, digital, seen) if row[0] not in known]
    return found


def by_numbers(numbers: Collection[str], seen: Reach) -> list[Row]:
    """Return the rows whose printed number is one of these, whatever the code."""
    digital = [one for one in numbers if len(one) == DIGITAL_LENGTH]
    others = [one for one in numbers if len(one) != DIGITAL_LENGTH]
    found = exact(digital, seen) if digital else []
    if others:
        found += _where(NUMBER, others, seen)
    return found


def by_prefix(prefix: str, seen: Reach, limit: int = 20) -> list[Row]:
    """Return the first rows whose 20-digit number opens with these digits."""
    if not (prefix.isascii() and prefix.isdigit()):
        return []
    condition, given = seen.where("i")
    text = (
        f"{_SELECT} from {TABLES} where i.key>=? and i.key<?"
        f" and length(i.key)={DIGITAL_LENGTH}{condition} order by i.key limit {limit}"
    )
    return sql.rows(text, (prefix, _after(prefix), *given))


def by_day_and_sum(issued_on: date, fen: int, seen: Reach, limit: int = 20) -> list[Row]:
    """Return the first rows of a day whose 金额 or 价税合计 is this: a walk along `invoice_day`."""
    condition, given = seen.where("i")
    text = (
        f"{_SELECT} from {TABLES} where i.issued_on=? and (i.amount=? or i.total=?)"
        f"{condition} order by i.issued_on desc, i.id desc limit {limit}"
    )
    return sql.rows(text, (sql.day(issued_on), fen, fen, *given))


def red_of(blue: Collection[str], seen: Reach) -> list[Row]:
    """Return red rows that offset one of these (COLUMNS, then what they offset)."""
    return _where(RED_OF, blue, seen)


def _where(column: Column, values: Collection[str], seen: Reach) -> list[Row]:
    condition, given = seen.where("i")
    if len(values) == 1:
        return sql.rows(_one(column, condition), (*values, *given))
    if sql.is_sqlite():
        return sql.rows(
            _many_on_sqlite(column, condition), (orjson.dumps([*values]).decode(), *given)
        )
    return sql.rows(_many(column, condition), ([*values], *given))


# Always the same text for the same shape, however many values: it stays prepared.


@cache
def _one(column: Column, condition: str) -> str:
    return f"{_SELECT} from {TABLES} where {column.also}i.{column.name}=?{condition}"


@cache
def _many(column: Column, condition: str) -> str:
    return f"{_SELECT} from {TABLES} where {column.also}i.{column.name}=any(?){condition}"


@cache
def _many_on_sqlite(column: Column, condition: str) -> str:
    """Walk the values and probe the index for each; an IN would sort them into a table first."""
    tables = f"json_each(?) wanted cross join {TABLES}"
    return f"{_SELECT} from {tables} where {column.also}i.{column.name}=wanted.value{condition}"


def _after(prefix: str) -> str:
    """Return the first text that sorts behind everything that opens with these digits.

    >>> _after("2511")
    '2512'
    >>> _after("99")
    'a'
    """
    stem = prefix.rstrip("9")
    return stem[:-1] + chr(ord(stem[-1]) + 1) if stem else "a"
