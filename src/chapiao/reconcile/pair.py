"""One pair of lists from the first pass to the last row, level by level."""

from __future__ import annotations

from collections.abc import Callable

from chapiao.reconcile import one_edit, same_day, window
from chapiao.reconcile.clean import open_rows
from chapiao.reconcile.count import summary
from chapiao.reconcile.identity import alone, one_to_one, several
from chapiao.reconcile.model import Level, Outcome, Summary
from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.rest import Free, rest, same_text, twice
from chapiao.reconcile.settle import settle
from chapiao.reconcile.sums import settle_sums

LEVELS = {
    Level.ONE_EDIT: one_edit.candidates,
    Level.SAME_DAY: same_day.candidates,
    Level.WINDOW: window.candidates,
}
UNSURE = (
    "select cast(null as varchar) as level, cast(null as bigint) as left_row,"
    " cast(null as bigint) as right_row where false"
)
# Agreeing one to one at the surest level: counted, and kept only if asked for.
PLAIN = f"outcome = '{Outcome.MATCHED}' and level = '{Level.IDENTITY}' and shape = '1-1'"


def compare(
    pairing: Pairing, ends: tuple[int, int], tell: Callable[[float, str], None]
) -> tuple[Summary, str, str]:
    """Return the counts of this pair, a query for its lines, and its table of candidates.

    `tell` is called with the share of this pair that is done, and what is being done.
    """
    tell(0.05, "按号码核对")
    met, clean = open_rows(pairing)
    lines = [one_to_one(pairing, met, f"'{Level.IDENTITY}'"), several(pairing, met, "many")]
    tell(0.6, "核对其余")
    whole = rest(pairing, met)
    text, free = same_text(pairing, whole)
    again, free = twice(pairing, free)
    lines += [*filter(None, (text,)), *again]
    unsure = [UNSURE]
    for at, level in enumerate(one for one in Level if one in pairing.options.levels):
        tell(0.65 + at * 0.06, level)
        found, doubtful, free = _level(pairing, free, level)
        lines += found
        unsure += doubtful
    doubts = pairing.table("unsure", " union all ".join(unsure))
    lines += [*_pending(whole, doubts), *_left_over(free)]
    tell(0.95, "汇总")
    all_lines = pairing.table("all", " union all ".join(lines))
    counted = summary(pairing, all_lines, clean, ends)
    kept = f"select * from {all_lines}"
    if pairing.options.keep_matched:
        return counted, f"{kept} union all {clean.lines}", doubts
    return counted, f"{kept} where not coalesce({PLAIN}, false)", doubts


def _level(pairing: Pairing, free: Free, level: Level) -> tuple[list[str], list[str], Free]:
    if level is Level.SUM:
        return settle_sums(pairing, free)
    if level not in LEVELS:
        return [], [], free
    lines, unsure, free = settle(pairing, free, level, LEVELS[level](pairing, free))
    return [lines], [unsure], free


def _pending(whole: Free, doubts: str) -> list[str]:
    """Return queries for the lines of rows that might belong to several."""
    return [
        alone(
            f"(select row, key, total from {table} where row in (select {side}_row from {doubts}))",
            side,
            outcome=f"'{Outcome.PENDING}'",
        )
        for side, table in (("left", whole.left), ("right", whole.right))
    ]


def _left_over(free: Free) -> list[str]:
    """Return queries for the lines of the rest. Without number and amount nothing can be said."""
    return [
        alone(
            table,
            side,
            outcome=f"case when void then '{Outcome.VOID}' when key is null and total is null"
            f" then '{Outcome.PENDING}' else '{only}' end",
        )
        for side, table, only in (
            ("left", free.left, Outcome.ONLY_LEFT),
            ("right", free.right, Outcome.ONLY_RIGHT),
        )
    ]
