"""Level 销售方金额相同且日期相近: the same total and seller, and days not far apart.

Only where one of the two has no number: the rent of May is not the rent of June, however
alike they are.
"""

from __future__ import annotations

from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.rest import Free
from chapiao.reconcile.same_day import SHOWN

CROWD = 10_000  # pairs of one seller and total whose days are held against each other


def candidates(pairing: Pairing, free: Free) -> str:
    """Return a table of l, r.

    In a crowd of rows with one seller and total the days are not looked at: no row belongs
    to any for sure, and a few of the crowd are named as candidates.
    """
    near = f"abs(a.day - b.day) <= {pairing.options.window_days}"
    without, beside = (
        f"select a.row as l, b.row as r from {_ranked(free.left, left)} a"
        f" join {_ranked(free.right, right)} b on a.total = b.total and a.party = b.party"
        f" where case when a.n * b.n <= {CROWD} then {near} else a.rank <= {SHOWN}"
        f" and b.rank <= {SHOWN} or a.rank = 1 or b.rank = 1 end"
        for left, right in (("key is null", "true"), ("key is not null", "key is null"))
    )
    return pairing.table("near_days", f"{without} union all {beside}")


def _ranked(table: str, which: str) -> str:
    return (
        "(select row, total, party, day, count(*) over (partition by total, party) as n,"
        f" row_number() over (partition by total, party order by row) as rank from {table}"
        f" where total is not null and party is not null and day is not null and {which})"
    )
