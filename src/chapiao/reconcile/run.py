"""The whole of comparing lists.

    with outside.duckdb_engine.session() as engine:
        engine.put("bureau", {"row": "BIGINT", "key": "VARCHAR", "total": "BIGINT"}, rows)
        engine.view("books", "select row, 发票号码 as key, ... from books_as_read")
        lists = (
            Listed(name="税局导出", relation="bureau", columns=frozenset({"row", "key", "total"})),
            Listed(name="台账", relation="books", columns=frozenset({"row", "key", "total"})),
        )
        done = reconcile(engine, lists, Options(asof=day))
        done.pairs[0].count(Outcome.ONLY_LEFT).left_total
        engine.rows(f"select * from {done.lines} where outcome = '待定' order by all")
        engine.stream(f"select * from {widened(engine, done, 1)} order by knot, left_row")

With three or four lists, each is compared with each other one: pairs (1, 2), (1, 3), (2, 3),
... as `itertools.combinations` has them. See `model` for what goes in and comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import COLUMNS, Done, Listed, Options
from chapiao.reconcile.pair import compare
from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.prepare import check, prepare

Progress = Callable[[float, str], None]


def reconcile(
    engine: Engine,
    lists: Sequence[Listed],
    options: Options = Options(),  # noqa: B008  frozen
    progress: Progress | None = None,
) -> Done:
    """Compare two to four lists, each with each other.

    `progress` is called with a share from 0 to 1 and a Chinese word of what is being done.
    `Level.IDENTITY` is always tried, the others when they are among `options.levels`.

    Raises:
        BadLists: fewer than two or more than four lists, or one without the needed columns.
        Cancelled: `engine.cancel()` was called.
        Unbalanced: a list changed while it was read.
    """
    check(lists, options)
    tell = progress or (lambda _share, _what: None)
    tell(0.0, "读取清单")
    sides = prepare(engine, lists, options)
    ends = tuple(combinations(range(len(lists)), 2))
    pairings = [
        Pairing(engine, number, sides[left], sides[right], options)
        for number, (left, right) in enumerate(ends, 1)
    ]
    pairs, lines, candidates = [], [], []
    for at, pairing in enumerate(pairings):
        counted, found, doubts = compare(pairing, ends[at], _part(tell, at, len(ends)))
        pairs.append(counted)
        number = f"select cast({pairing.number} as integer) as pair"
        lines.append(f"{number}, * from ({found})")
        candidates.append(f"{number}, * from {doubts}")
        pairing.forget(keep=("met", "kept", "all", "unsure"))
    job = options.job
    engine.table(f"{job}_lines", " union all ".join(lines))
    engine.table(f"{job}_candidates", " union all ".join(candidates))
    for pairing in pairings:
        pairing.forget()
    tell(1.0, "完成")
    return Done(
        lists=tuple(lists),
        sizes=tuple(side.size for side in sides),
        pairs=tuple(pairs),
        lines=f"{job}_lines",
        candidates=f"{job}_candidates",
        late=f"{job}_late",
    )


def _part(tell: Progress, at: int, of: int) -> Progress:
    return lambda share, what: tell((at + share) / of, what)


def widened(engine: Engine, done: Done, pair: int) -> str:
    """Make a table of one pair's lines with both rows in full; return its name.

    Columns: those of `lines`, then `left_<column>` and `right_<column>` for every column of a
    list but `row` and `total`, which the lines have (a column it lacks is NULL).
    """
    job = done.lines.removesuffix("_lines")
    ends = done.pairs[pair - 1]
    columns, joins = ["t.*"], []
    for side, at in (("left", ends.left + 1), ("right", ends.right + 1)):
        columns += [
            f"{side}_.{one} as {side}_{one}" for one in COLUMNS if one not in ("row", "total")
        ]
        joins.append(
            f" left join (select * from {job}_list{at} where row in (select {side}_row"
            f" from {done.lines} where pair = {pair})) {side}_ on t.{side}_row = {side}_.row"
        )
    name = f"{job}_wide{pair}"
    engine.table(
        name,
        f"select {', '.join(columns)} from {done.lines} t{''.join(joins)} where t.pair = {pair}",
    )
    return name
