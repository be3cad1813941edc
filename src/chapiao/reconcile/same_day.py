"""Level 金额日期销售方相同: the same total, day and seller, whatever the number says."""

from __future__ import annotations

from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.rest import Free

SAME = "a.total = b.total and a.party = b.party and a.day = b.day"
SHOWN = 10  # rows of a side that are named as candidates where many are alike


def candidates(pairing: Pairing, free: Free) -> str:
    """Return a table of l, r.

    Where many rows are alike none belongs to any for sure, so that no more than SHOWN of
    either side need be named, and every row with one of them.
    """
    ranked = [
        "(select row, total, party, day, row_number() over"
        f" (partition by total, party, day order by row) as rank from {table}"
        " where total is not null and party is not null and day is not null)"
        for table in (free.left, free.right)
    ]
    return pairing.table(
        "same_day",
        f"select a.row as l, b.row as r from {ranked[0]} a join {ranked[1]} b"
        f" on {SAME} where a.rank <= {SHOWN} and b.rank <= {SHOWN} or a.rank = 1 or b.rank = 1",
    )
