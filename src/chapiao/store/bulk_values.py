"""Write many rows at once from plain values: one prepared statement, run for each.

Django's own ways need an object for each row, which costs ten times the writing itself.
Here a row is a tuple; of a new one, what no column says is that column's default.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection
from django.db.models import (
    CASCADE,
    SET_NULL,
    DateField,
    DateTimeField,
    Field,
    JSONField,
    Model,
)

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


def read_each(
    table: type[Model],
    names: Sequence[str],
    by: str,
    values: Collection[Any],
    *,
    lock: bool = False,
) -> list[tuple[Any, ...]]:
    """Return these columns of the rows that have one of the values in the column `by`.

    A day, a moment and JSON are as the driver gives them: on SQLite, which has no such types,
    as the text it keeps. With `lock`, nobody else changes the rows until the transaction ends.
    """
    by_name = _fields(table)
    columns = ", ".join(_read(name, by_name.get(name)) for name in names)
    condition, given = _among(values)
    where = f"{connection.ops.quote_name(by)} {condition}"
    text = f"select {columns} from {_quoted(table)} where {where}"  # noqa: S608 - names of ours
    if lock and connection.features.has_select_for_update:
        text += " for update"
    with connection.cursor() as cursor:
        cursor.execute(text, [given])
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def delete_all(table: type[Model], ids: Sequence[int]) -> None:
    """Delete rows, and do with what hangs on them as their models say, with no object for each.

    Raises:
        django.db.IntegrityError: something hangs on one of them that protects it; the
            database says so when the transaction ends, at the latest.
    """
    if not ids:
        return
    for relation in table._meta.related_objects:  # noqa: SLF001 - Django documents it as public
        hanging = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})  # noqa: SLF001
        if relation.on_delete is SET_NULL:
            hanging.update(**{relation.field.name: None})
        elif relation.on_delete is CASCADE:
            hanging.delete()
    condition, given = _among(ids)
    text = f"delete from {_quoted(table)} where {connection.ops.quote_name('id')} {condition}"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.execute(text, [given])


def _among(values: Collection[Any]) -> tuple[str, Any]:
    """Return a condition that says "is one of these", and its one parameter."""
    if connection.vendor == "sqlite":
        return "in (select value from json_each(%s))", orjson.dumps(list(values)).decode()
    return "= any(%s)", list(values)


def _read(name: str, field: Field[Any, Any] | None) -> str:
    quoted = connection.ops.quote_name(name)
    # The driver parses what is declared as a day or a moment; of an expression it does not know.
    is_parsed = connection.vendor == "sqlite" and isinstance(field, DateField)
    return f"{quoted} || ''" if is_parsed else quoted


def _quoted(table: type[Model]) -> str:
    return connection.ops.quote_name(_name(table))


def _name(table: type[Model]) -> str:
    return table._meta.db_table  # noqa: SLF001 - Django documents it as public


def _fields(table: type[Model]) -> dict[str, Field[Any, Any]]:
    every = table._meta.concrete_fields  # noqa: SLF001 - Django documents it as public
    return {field.attname: field for field in every if not field.primary_key}


def _run(text: str, fields: Sequence[Field[Any, Any]], rows: Iterable[list[Any]]) -> None:
    adapts = [(at, adapt) for at, field in enumerate(fields) if (adapt := _adapt(field))]
    given = list(rows)
    for at, adapt in adapts:
        for values in given:
            values[at] = adapt(values[at])
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(text, given)


def as_json(value: object) -> str | None:
    """Return a value as every database takes JSON; None is no JSON at all."""
    return None if value is None else orjson.dumps(value).decode()


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
