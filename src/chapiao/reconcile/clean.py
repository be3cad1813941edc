"""The first pass: rows whose 20-digit number is on both lists once, and nothing differs.

Nearly all rows are such, so this decides how long a comparison takes. The join goes by the
number as an integer (`prepare.number_of`: lossless, so no hash decides), carries along only
what must be compared, and keeps of every row little more than where it stands. Whatever is
not clean goes on to the other statements, which see few rows and may be thorough.
"""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.reconcile.fields import UNEQUAL
from chapiao.reconcile.model import Level, Outcome
from chapiao.reconcile.pairing import Pairing, line
from chapiao.reconcile.prepare import text_of


@dataclass(frozen=True, slots=True)
class Clean:
    """The rows that are clean: they stand on both lists once, and agree."""

    rows: int
    total: int  # fen, of either list
    unknown: int  # rows whose total is known on neither
    lines: str  # a query for their lines; good as long as the first pass is kept


INT_ROWS = 2**31 - 1
GROUP = 16  # rows looked at together for one that was met twice


def open_rows(pairing: Pairing) -> tuple[str, Clean]:
    """Return a table of what is not clean, and what is.

    Table: l, r (rows, either may be NULL), key, is_text (whether it is no 20-digit number),
    lt, rt (totals), f (bits, see `fields`), many (whether a row of either side belongs to
    several).
    """
    met = pairing.table("met", _met(pairing))
    [(pairs, left_alone, right_alone)] = pairing.engine.rows(
        "select count(l + r), count(l) - count(l + r), count(r) - count(l + r) from " + met
    )
    # A row can only have been met twice if more pairs were made than rows are left for.
    twice = [
        row
        for row, rows in (
            ("l", pairing.left.size.rows - left_alone),
            ("r", pairing.right.size.rows - right_alone),
        )
        if pairs != rows
    ]
    kept = pairing.table("kept", _kept(pairing, met, twice))
    whole, some = (
        pairing.engine.rows(f"select count(*), sum(v), count(v) from {table}")[0]
        for table in (met, kept)
    )
    rows, total, known = (int(a or 0) - int(b or 0) for a, b in zip(whole, some, strict=True))
    if not pairing.options.keep_matched:
        pairing.engine.drop(met)
    clean = Clean(rows, total, rows - known, _clean_lines(pairing, met, kept))
    return pairing.table("open", _open(pairing, kept)), clean


def _clean_lines(pairing: Pairing, met: str, kept: str) -> str:
    """Return a query for a line of every clean row."""
    columns = line(
        knot="cast(l as bigint)",
        outcome=f"'{Outcome.MATCHED}'",
        level=f"'{Level.IDENTITY}'",
        shape="'1-1'",
        left_row="cast(l as bigint)",
        right_row="cast(r as bigint)",
        key=text_of(pairing.engine, "k"),
        fields="''",
        left_total="v",
        right_total="v",
    )
    return (
        f"select {columns} from {met} m where l is not null and r is not null"
        f" and not exists (select 1 from {kept} o where o.l = m.l)"
    )


def _met(pairing: Pairing) -> str:
    """Return a query for every row of both lists, two in one where the number is the same."""
    fields = pairing.fields
    carried = dict.fromkeys((*fields.names, "total"))
    sides = []
    for side, name in ((pairing.left, "a"), (pairing.right, "b")):
        row = "cast(row as integer)" if side.size.rows < INT_ROWS else "row"
        sides.append(
            f"(select {row} as row, k, void, {', '.join(carried)} from {side.view}) {name}"
        )
    return (
        "select a.row as l, b.row as r, coalesce(a.k, b.k) as k,"
        " case when a.row is null then b.total else a.total end as v,"
        f" cast(case when a.row is null or b.row is null then 0 else {fields.bits()} end"
        f" + {fields.void_bits()} as integer) as f"
        f" from {sides[0]} full outer join {sides[1]} on a.k = b.k"
    )


def _kept(pairing: Pairing, met: str, twice: list[str]) -> str:
    """Return a query for what is not clean.

    Rows are taken sixteen by sixteen: as many bits as rows means that none was met twice.
    Only the groups where that fails are counted row by row.
    """
    groups, counted = [], []
    for row in twice:
        group = f"{row} - {row} % {GROUP}"
        crowd = pairing.table(
            f"crowd_{row}",
            f"select {group} as crowd from {met} where l is not null and r is not null"
            f" group by {group}"
            f" having bit_count(bit_or(1 << cast({row} % {GROUP} as integer))) <> count(*)",
        )
        groups.append(f" or {group} in (select crowd from {crowd})")
        counted.append(f"{row} is not null and count(*) over (partition by {row}) > 1")
    doubtful = f"select * from {met} where f <> 0 or l is null or r is null{''.join(groups)}"
    if not twice:
        return f"select *, false as many from ({doubtful})"
    # What was met alone is there once; it only must not be counted together, being NULL.
    return (
        f"select * from (select *, {' or '.join(counted)} as many from ({doubtful}))"
        " where f <> 0 or l is null or r is null or many"
    )


def _open(pairing: Pairing, kept: str) -> str:
    """Return a query that puts both totals to the rows, and the text of what is no number."""
    both = "l is not null and r is not null"
    unequal = f"{both} and (f & {UNEQUAL}) <> 0"
    wanted = {"l": "k is null and r is null", "r": f"k is null and l is null or {unequal}"}
    joins, keys = [], [text_of(pairing.engine, "k")]
    for row, side in (("l", pairing.left), ("r", pairing.right)):
        rows = f"select {row} from {kept} where {wanted[row]}"
        if pairing.one(f"select count(*) from ({rows})"):
            joins.append(
                f" left join (select row, key, total from {side.view} where row in ({rows}))"
                f" {row}_ on {row} = {row}_.row"
            )
            keys.append(f"case when k is null then {row}_.key end")
        else:
            unequal = "false" if row == "r" else unequal
    other = "r_.total" if unequal != "false" else "v"
    return (
        f"select l, r, coalesce({', '.join(keys)}) as key, k is null as is_text,"
        " case when l is not null then v end as lt,"
        f" case when r is null then null when {unequal} then {other} else v end as rt,"
        f" f, many from {kept}{''.join(joins)}"
    )
