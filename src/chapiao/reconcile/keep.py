"""A list kept in the engine's own store, with its numbers as integers beside their text.

What is kept is compared again without reading a file or taking a number apart.
"""

from __future__ import annotations

from dataclasses import replace

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import Listed
from chapiao.reconcile.prepare import number_of


def keep(engine: Engine, one: Listed, name: str) -> Listed:
    """Keep a list as a table, under a plain SQL name; return the list as it is kept."""
    name = f"{engine.kept}{name}"
    columns = ", ".join(sorted(one.columns - {"k"}))
    number = number_of(engine, one.columns)
    engine.table(name, f"select {columns}, {number} as k from {one.relation}")
    return replace(one, relation=name, columns=one.columns | {"k"})
