"""What becomes of a level's candidates: a pair where each has only the other, else 待定."""

from __future__ import annotations

from chapiao.reconcile.identity import one_to_one
from chapiao.reconcile.model import Level
from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.rest import Free, without

# The number is what differs, where both sides have one.
NUMBER_DIFFERS = "case when x <> y then ',key' else '' end"


def settle(pairing: Pairing, free: Free, level: Level, table: str) -> tuple[str, str, Free]:
    """Return queries for the lines of pairs and for the candidates, and what is still free.

    `table` has the level's candidates, l and r. A row with a candidate leaves the free ones,
    paired or not: a weaker level shall not decide what a surer one could not.
    """
    what = level.name.lower()
    counted = pairing.table(
        f"{what}_counted",
        "select l, r, count(*) over (partition by l) = 1 and count(*) over (partition by r) = 1"
        f" as sure from {table}",
    )
    met = pairing.table(
        f"{what}_met",
        "select a.row as l, b.row as r, coalesce(a.key, b.key) as key, a.key as x, b.key as y,"
        f" a.total as lt, b.total as rt, {pairing.fields.bits()} + {pairing.fields.void_bits()}"
        f" as f, false as many from (select l, r from {counted} where sure)"
        f" join {free.left} a on a.row = l join {free.right} b on b.row = r",
    )
    lines = one_to_one(pairing, met, f"'{level}'", also=NUMBER_DIFFERS)
    unsure = (
        f"select '{level}' as level, l as left_row, r as right_row from {counted} where not sure"
    )
    return lines, unsure, without(pairing, free, counted)
