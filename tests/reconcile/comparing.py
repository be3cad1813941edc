"""Comparing lists of Python rows, for the tests of this room."""

from __future__ import annotations

from typing import Any

from chapiao.outside.duckdb_engine import DuckEngine
from chapiao.reconcile.model import COLUMNS, Done, Listed, Options
from chapiao.reconcile.pairing import LINE
from chapiao.reconcile.run import reconcile

Row = dict[str, Any]


def compared(engine: DuckEngine, *lists: list[Row], options: Options) -> Done:
    listed = []
    for at, rows in enumerate(lists, 1):
        for number, row in enumerate(rows, 1):
            row.setdefault("row", number)
        values = [[row.get(name) for name in COLUMNS] for row in rows]
        engine.put(f"given{at}", COLUMNS, values)
        listed.append(Listed(name=f"清单{at}", relation=f"given{at}", columns=frozenset(COLUMNS)))
    return reconcile(engine, listed, options)


def lines(engine: DuckEngine, done: Done) -> list[tuple[Any, ...]]:
    return engine.rows(f"select {', '.join(LINE)} from {done.lines} order by all")
