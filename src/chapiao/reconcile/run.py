"""The whole of comparing lists.

    engine = outside.duckdb_engine.session()
    engine.put("tax_list", {"row": "BIGINT", "key": "VARCHAR", "total": "BIGINT"}, rows)
    done = reconcile(engine, (Listed(name="税局导出", relation="tax_list", columns=...), ...),
                     Options(), progress=lambda share, what: None)
    done.pairs[0].count(Outcome.ONLY_LEFT).left_total
    engine.rows(f"select * from {done.lines} order by all")
    engine.rows(f"select * from {widened(engine, done, pair=1)} order by pair, knot, ...")

With three or four lists, each list is compared with each other one: pairs (1,2), (1,3),
(2,3), ... in this order. See `model` for what goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import Done, Listed, Options

Progress = Callable[[float, str], None]


def reconcile(
    engine: Engine,
    lists: Sequence[Listed],
    options: Options = Options(),  # noqa: B008  frozen
    progress: Progress | None = None,
) -> Done:
    """Compare two to four lists, each with each other.

    `progress` is called with a share from 0 to 1 and a Chinese word of what is being done.

    Raises:
        BadLists: fewer than two or more than four lists, or one without the needed columns.
        Cancelled: `engine.cancel()` was called.
    """
    raise NotImplementedError


def widened(engine: Engine, done: Done, pair: int) -> str:
    """Make a table of one pair's lines with both rows in full; return its name.

    Columns: those of `lines`, then `left_<column>` and `right_<column>` for every column
    either list has (a column it lacks is NULL).
    """
    raise NotImplementedError
