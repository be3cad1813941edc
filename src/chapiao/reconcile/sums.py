"""Level 合计相等: one row against several of the same seller that add up to it.

Only where the one or all of the several have no number: two invoices are never a third.
Several rows are tried together in four ways, likeliest first: those of one voucher, those of
one day, all that are free of the seller within the window, any two. They are put to a row only
if nothing else of that way adds up to it, and none of them adds up to anything else.
"""

from __future__ import annotations

from chapiao.reconcile.model import Level, Outcome
from chapiao.reconcile.pairing import Pairing, line
from chapiao.reconcile.rest import Free, without

FEW = 60  # free rows of one seller of which any two are tried
SHARED = {
    "voucher": "nullif(voucher, '')",
    "day": "cast(day as varchar)",
    "seller": "'all'",
}


def settle_sums(pairing: Pairing, free: Free) -> tuple[list[str], list[str], Free]:
    """Return queries for lines and for candidates, and what is still free."""
    lines: list[str] = []
    unsure: list[str] = []
    for many, one in (("right", "left"), ("left", "right")):
        for way in (*SHARED, "two"):
            if not _both(pairing, free):
                return lines, unsure, free
            table = getattr(free, many)
            rows = f"{table} where {USABLE} and party in (select party from {getattr(free, one)})"
            parts = _any_two(rows) if way == "two" else _together(rows, SHARED[way])
            met = _met(pairing, free, f"{many}_{way}", parts, one=one)
            if not pairing.one(f"select count(*) from {met}"):
                continue
            lines += _lines(met, one=one, many=many)
            ends = "one as l, part as r" if one == "left" else "part as l, one as r"
            taken = pairing.table(f"{many}_{way}_taken", f"select {ends}, sure from {met}")
            unsure.append(
                f"select distinct '{Level.SUM}' as level, l as left_row, r as right_row"
                f" from {taken} where not sure"
            )
            free = without(pairing, free, taken)
    return lines, unsure, free


def _both(pairing: Pairing, free: Free) -> bool:
    """Whether there is a row on either side, and so something to try."""
    return all(pairing.one(f"select count(*) from {one}") for one in (free.left, free.right))


USABLE = "total is not null and total <> 0 and party is not null and day is not null"


def _together(rows: str, by: str) -> str:
    """Rows that share something: knot, part, party, total of all, first and last day."""
    return (
        "select min(row) over w as knot, row as part, party, sum(total) over w as total,"
        " min(day) over w as first, max(day) over w as last, count(*) over w as n, total as own,"
        " count(key) over w as keys"
        f" from (select row, key, party, total, day, {by} as by_ from {rows})"
        " where by_ is not null window w as (partition by party, by_)"
    )


def _any_two(rows: str) -> str:
    """Any two rows of a seller who has few: knot is a number of its own for every two."""
    few = (
        f"(select row, key, party, total, day, count(*) over (partition by party) as n from {rows})"
    )
    twos = (
        "select row_number() over (order by a.row, b.row) as knot, a.row as x, b.row as y, a.party,"
        " a.total + b.total as total, least(a.day, b.day) as first,"
        " greatest(a.day, b.day) as last, a.total as ax, b.total as bx,"
        " case when a.key is null and b.key is null then 0 else 1 end as keys"
        f" from {few} a join {few} b on a.party = b.party and a.row < b.row where a.n <= {FEW}"
    )
    return (
        f"select knot, x as part, party, total, first, last, 2 as n, ax as own, keys from ({twos})"
        f" union all select knot, y, party, total, first, last, 2, bx, keys from ({twos})"
    )


def _met(pairing: Pairing, free: Free, what: str, parts: str, *, one: str) -> str:
    """Make a table of one, part, knot, sure: rows that add up to one row of the other list."""
    options = pairing.options
    found = (
        "select o.row as one, o.total as one_total, o.key, o.void, p.knot, p.part, p.own"
        f" from ({parts}) p join {getattr(free, one)} o on p.party = o.party"
        f" and abs(p.total - o.total) <= {options.tolerance} where p.n > 1"
        " and (o.key is null or p.keys = 0)"
        f" and o.day - p.first <= {options.window_days} and p.last - o.day <= {options.window_days}"
        f" and p.last - p.first <= {options.window_days}"
    )
    knots = pairing.table(f"{what}_found", found)
    return pairing.table(
        f"{what}_met",
        "select f.*, a.n = 1 and b.n = 1 as alone,"
        " min(case when a.n = 1 and b.n = 1 then 1 else 0 end) over (partition by f.one) = 1"
        f" as sure from {knots} f"
        f" join (select one, count(distinct knot) as n from {knots} group by one) a"
        " on a.one = f.one"
        f" join (select part, count(*) as n from {knots} group by part) b on b.part = f.part",
    )


def _lines(met: str, *, one: str, many: str) -> list[str]:
    knot = (
        "cast(one as bigint)"
        if one == "left"
        else "cast(min(part) over (partition by one) as bigint)"
    )
    outcome = f"case when void then '{Outcome.VOID}' else '{Outcome.MATCHED}' end"
    shared = {
        "outcome": outcome,
        "level": f"'{Level.SUM}'",
        "shape": "'1-n'" if one == "left" else "'n-1'",
        "fields": "''",
        "knot": knot,
        "key": "key",
    }
    ones = line(**shared, **{f"{one}_row": "cast(one as bigint)", f"{one}_total": "one_total"})
    parts = line(**shared, **{f"{many}_row": "cast(part as bigint)", f"{many}_total": "own"})
    return [
        f"select distinct {ones} from {met} where sure",
        f"select {parts} from {met} where sure",
    ]
