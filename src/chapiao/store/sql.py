"""SQL by hand, for the paths that are too hot for the ORM. The same text for both databases.

Marks are `?`. On SQLite the driver's own connection is asked, which keeps its
statements prepared; on PostgreSQL Django's cursor, which minds lost connections.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from types import TracebackType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

Row = tuple[Any, ...]


def rows(text: str, given: Sequence[Any] = ()) -> list[Row]:
    """Return all rows of a SELECT."""
    if is_sqlite():
        found: list[Row] = _on_sqlite(text, given).fetchall()
        return found
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_percent(text), given)
        return list(cursor.fetchall())


def run(text: str, given: Sequence[Any] = ()) -> int:
    """Execute a statement; return how many rows it touched."""
    if is_sqlite():
        return int(_on_sqlite(text, given).rowcount)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_percent(text), given)
        return int(cursor.rowcount)


def insert(text: str, given: Sequence[Any]) -> int:
    """Execute an INSERT of one row; return its id."""
    if is_sqlite():
        return _on_sqlite(text, given).lastrowid or 0
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_percent(text) + " returning id", given)
        return int(cursor.fetchone()[0])


class _Kept(threading.local):
    """A thread's own wrapper of Django's. Asking `connections` for it takes as long as a read."""

    def __init__(self) -> None:
        self.connection: Any = connections[DEFAULT_DB_ALIAS]


_kept = _Kept()
_warm: list[Any] = []  # the connections nobody uses just now, the last used one last


class Warm:
    """Use the connection that was used last, whichever thread that was: `with Warm(): …`.

    SQLite's connections each keep pages and prepared statements, and throw the pages away
    when another one has written. Sixteen threads with one each, taking turns, made a
    look-up dearer by a fifth.
    """

    __slots__ = ("_own",)

    def __enter__(self) -> None:
        self._own: Any = None
        own = _kept.connection
        if not is_sqlite() or own.in_atomic_block:
            return
        try:
            lent = _warm.pop()
        except IndexError:
            lent = connections.create_connection(DEFAULT_DB_ALIAS)
            lent.inc_thread_sharing()
        self._own = own
        connections[DEFAULT_DB_ALIAS] = _kept.connection = lent

    def __exit__(self, *_: object) -> None:
        if self._own is not None:
            _warm.append(_kept.connection)
            connections[DEFAULT_DB_ALIAS] = _kept.connection = self._own


def utf8(text: bytes) -> bytes | str:
    """Return long text that is bytes already, for a place that `text_mark` marks."""
    return text if is_sqlite() else text.decode()


@cache
def text_mark() -> str:
    """Return the mark of such text: SQLite takes the bytes as they are."""
    return "cast(? as text)" if is_sqlite() else "?"


def _on_sqlite(text: str, given: Sequence[Any]) -> sqlite3.Cursor:
    connection = _kept.connection
    if connection.connection is None:
        connection.ensure_connection()
    try:
        done: sqlite3.Cursor = connection.connection.execute(text, given)
    except sqlite3.Error:
        with connection.wrap_database_errors:  # only now: it costs more than the read
            raise
    return done


class Writing:
    """A transaction: `with Writing(): …`. Inside another it is part of that one.

    Django's own costs four times as much on SQLite, which counts in a look-up. Inside,
    only this file's functions and plain saves are used, no `transaction.atomic`.
    """

    __slots__ = ("_django", "_raw")

    def __enter__(self) -> None:
        connection = _kept.connection
        self._raw: Any = None
        self._django: transaction.Atomic | None = None
        if connection.in_atomic_block:
            return
        if not is_sqlite():
            self._django = transaction.atomic()
            self._django.__enter__()
            return
        if connection.connection is None:
            connection.ensure_connection()
        if not connection.connection.in_transaction:
            _on_sqlite("begin immediate", ())
            self._raw = connection.connection

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._django is not None:
            self._django.__exit__(kind, error, trace)
        elif self._raw is not None and kind is not None:
            self._raw.rollback()
        elif self._raw is not None:
            try:
                _on_sqlite("commit", ())
            except BaseException:
                self._raw.rollback()  # nothing of it may be left open for the next request
                raise


@cache
def is_sqlite() -> bool:
    """Whether the tables lie in SQLite."""
    return connections[DEFAULT_DB_ALIAS].vendor == "sqlite"


def moment(at: datetime | None) -> datetime | str | None:
    """Return a time as the database's driver takes it (SQLite keeps UTC, without a zone)."""
    if at is None or not is_sqlite():
        return at
    plain = at.astimezone(UTC).replace(tzinfo=None)
    return plain.isoformat(" ")


def day(on: date) -> date | str:
    """Return a day as the database's driver takes it."""
    return on.isoformat() if is_sqlite() else on


@lru_cache(maxsize=512)
def marks(count: int) -> str:
    """Return `?,?,?` for so many values."""
    return ",".join("?" * count)


@lru_cache(maxsize=512)
def _percent(text: str) -> str:
    return text.replace("%", "%%").replace("?", "%s")
