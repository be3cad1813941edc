"""Write many rows at once from plain values: one prepared statement, run for each.

Django's own ways need an object for each row, which costs ten times the writing itself.
Here a row is a tuple; of a new one, what no column says is that column's default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection
from django.db.models import DateField, DateTimeField, Field, JSONField, Model

AT_ONCE = 400  # values asked for in one query
Adapt = Callable[[Any], Any]


def insert_each(
    table: type[Model],
    names: Sequence[str],
    rows: Iterable[Iterable[Any]],
    *,
    unless_there: bool = False,
) -> None:
    """Insert rows of values in the order of `names`, which are columns (`seller_id`).

    With `unless_there`, a row is left out that a constraint of uniqueness forbids.

    Raises:
        django.db.IntegrityError: a row contradicts a constraint.
    """
    by_name = _fields(table)
    left = {name: field for name, field in by_name.items() if name not in names}
    fields = [*(by_name[name] for name in names), *left.values()]
    defaults = tuple(field.get_default() for field in left.values())
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    text = f"insert into {quote(_name(table))} ({columns}) values ({marks})"  # noqa: S608 - names of ours
    text += " on conflict do nothing" if unless_there else ""
    _run(text, fields, ([*row, *defaults] for row in rows))


def change_each(table: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Change these columns of rows; each row gives their values, and then its primary key."""
    by_name = _fields(table)
    fields = [by_name[name] for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))}=%s" for field in fields)
    text = f"update {quote(_name(table))} set {columns} where {quote('id')}=%s"  # noqa: S608 - names of ours
    _run(text, fields, map(list, rows))


def is_any_there(table: type[Model], names: Iterable[str], values: Iterable[str]) -> bool:
    """Whether a row has one of these values in one of these columns, which are indexed.

    Asked without the ORM, which takes longer over a thousand values than an index does.
    """
    asked = list(values)
    quote = connection.ops.quote_name
    for start in range(0, len(asked), AT_ONCE):
        some = asked[start : start + AT_ONCE]
        marks = ", ".join(["%s"] * len(some))
        for name in names:
            text = f"select 1 from {quote(_name(table))} where {quote(name)} in ({marks}) limit 1"  # noqa: S608 - names of ours
            with connection.cursor() as cursor:
                cursor.execute(text, some)
                if cursor.fetchone():
                    return True
    return False


def _name(table: type[Model]) -> str:
    return table._meta.db_table  # noqa: SLF001 - Django documents it as public


def _fields(table: type[Model]) -> dict[str, Field[Any, Any]]:
    every = table._meta.concrete_fields  # noqa: SLF001 - Django documents it as public
    return {field.attname: field for field in every if not field.primary_key}


def _run(text: str, fields: Sequence[Field[Any, Any]], rows: Iterable[list[Any]]) -> None:
    adapts = [(at, adapt) for at, field in enumerate(fields) if (adapt := _adapt(field))]
    given = list(rows)
    for values in given:
        for at, adapt in adapts:
            values[at] = adapt(values[at])
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(text, given)


def as_json(value: object) -> Any:  # noqa: ANN401 - what the driver takes
    """Return a value as the database's driver takes JSON; None is no JSON at all."""
    if value is None:
        return None
    if connection.vendor == "sqlite":
        return orjson.dumps(value).decode()
    return connection.ops.adapt_json_value(value, None)


def _adapt(field: Field[Any, Any]) -> Adapt | None:
    """Return what a value of this column goes through; None when the driver takes it as it is."""
    if isinstance(field, JSONField):
        return as_json
    if isinstance(field, DateTimeField):
        return _moment
    return _day if isinstance(field, DateField) else None


@lru_cache(4096)
def _day(value: date | None) -> Any:  # noqa: ANN401 - what the driver takes
    return connection.ops.adapt_datefield_value(value)


@lru_cache(4096)
def _moment(value: datetime | None) -> Any:  # noqa: ANN401 - what the driver takes
    return connection.ops.adapt_datetimefield_value(value)
