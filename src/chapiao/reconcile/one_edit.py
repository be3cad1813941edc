"""Level 号码差一处: the same total, the same seller or day, and numbers one slip apart.

A slip is a wrong digit, two neighbours swapped, a digit lost or one too many. Exact: every
such pair of free rows is found. Rows are first brought together by their total. Where few
share one, each is held against each; where many do, only those that become the same text
when one character is left out, which any two texts one slip apart do.
"""

from __future__ import annotations

from chapiao.reconcile.pairing import Pairing
from chapiao.reconcile.rest import Free

LONGEST = 40  # characters of an identity; what is longer is none
FEW = 400  # pairs of one total that are held against each other outright
SPOTS = ", ".join(f"({at})" for at in range(1, LONGEST + 2))
# Two rows of one total belong together only if seller or day of issue is the same on both,
# and neither is known to differ.
AGREE = (
    "(a.party = b.party or a.issued_on = b.issued_on)"
    " and coalesce(a.party = b.party, true) and coalesce(a.issued_on = b.issued_on, true)"
)


def candidates(pairing: Pairing, free: Free) -> str:
    """Return a table of l, r: free rows one slip apart."""
    sized = []
    for side, table in (("left", free.left), ("right", free.right)):
        sized.append(
            pairing.table(
                f"{side}_typed",
                "select row, key, total, party, issued_on, count(*) over (partition by total) as n"
                f" from {table} where key is not null and length(key) <= {LONGEST}"
                " and total is not null and (party is not null or issued_on is not null)",
            )
        )
    left, right = sized
    few = (
        f"select a.row as l, b.row as r, a.key as x, b.key as y from {left} a join {right} b"
        f" on a.total = b.total where a.n * b.n <= {FEW} and {AGREE}"
        " and abs(length(a.key) - length(b.key)) <= 1"
    )
    near = f"{few}{_many(pairing, left, right)}"
    return pairing.table("slips", f"select distinct l, r from ({near}) join {_spots()} on {SLIP}")


def _many(pairing: Pairing, left: str, right: str) -> str:
    """Return a query, with its `union`, for candidates among many rows of one total."""
    crowded = f"a.n * b.n > {FEW}"
    totals = pairing.table(
        "crowds",
        f"select distinct a.total as crowd from (select distinct total, n from {left}) a"
        f" join (select distinct total, n from {right}) b on a.total = b.total where {crowded}",
    )
    if not pairing.one(f"select count(*) from {totals}"):
        return ""
    shorter = "substr(key, 1, i - 1) || substr(key, i + 1)"  # all of it where i is past its end
    variants = [
        pairing.table(
            f"shorter_{side}",
            f"select distinct row, key, total, party, issued_on, {shorter} as variant from {table}"
            f" join {_spots()} on i <= length(key) + 1 where total in (select crowd from {totals})",
        )
        for side, table in (("left", left), ("right", right))
    ]
    return (
        f" union select a.row as l, b.row as r, a.key as x, b.key as y from {variants[0]} a"
        f" join {variants[1]} b on a.total = b.total and a.variant = b.variant where {AGREE}"
    )


def _spots() -> str:
    return f"(select i from (values {SPOTS}) as spots(i))"


# Texts x and y part at spot i, and are the same again after one slip there.
SLIP = (
    "i <= length(x) + 1 and x <> y and substr(x, 1, i - 1) = substr(y, 1, i - 1) and ("
    "substr(x, i + 1) = substr(y, i + 1) and length(x) = length(y)"
    " or substr(x, i) = substr(y, i + 1) and length(y) = length(x) + 1"
    " or substr(x, i + 1) = substr(y, i) and length(x) = length(y) + 1"
    " or substr(x, i, 1) = substr(y, i + 1, 1) and substr(x, i + 1, 1) = substr(y, i, 1)"
    " and substr(x, i + 2) = substr(y, i + 2) and length(x) = length(y) and i < length(x))"
)
