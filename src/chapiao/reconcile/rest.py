"""The rows that the numbers did not put together, in full, and what is settled of them.

Two tables for every step, `left<n>` and `right<n>`, hold what is still free; a step takes
rows out by making the next two.
"""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.reconcile.identity import alone, one_to_one, several, void_bit
from chapiao.reconcile.model import COLUMNS, Level, Outcome
from chapiao.reconcile.pairing import Pairing

EPOCH = "date '2000-01-01'"
# What a level looks at, beside what is compared anyway.
LOOKED_AT = {
    Level.ONE_EDIT: ("issued_on", "seller_id"),
    Level.SAME_DAY: ("issued_on", "booked_on", "seller_id"),
    Level.WINDOW: ("issued_on", "booked_on", "seller_id"),
    Level.SUM: ("issued_on", "booked_on", "seller_id", "voucher"),
}
LATER = sorted({name for names in LOOKED_AT.values() for name in names})


@dataclass(frozen=True, slots=True)
class Free:
    """The tables of the rows that are still free."""

    left: str
    right: str
    step: int


def rest(pairing: Pairing, met: str) -> Free:
    """Make the tables of the rows that were met alone, with what the levels look at.

    Columns are read from the lists only if a level needs them: rows are few, but to find them
    a list is read from end to end.
    """
    levels = set(pairing.options.levels) - {Level.IDENTITY}
    need = {name for level in levels for name in LOOKED_AT[level]}
    need |= {*pairing.fields.names} - {"total", "key"} if levels else set()
    tables = [_alone(pairing, met, side, need) for side in ("left", "right")]
    free = Free(tables[0], tables[1], 0)
    return _known_parties(pairing, free) if levels else free


def _alone(pairing: Pairing, met: str, side: str, need: set[str]) -> str:
    row, other, total = ("l", "r", "lt") if side == "left" else ("r", "l", "rt")
    one = pairing.left if side == "left" else pairing.right
    alone_ = pairing.table(
        f"{side}_alone",
        f"select {row} as row, key, is_text, (f & {void_bit(side)}) <> 0 as void,"
        f" {total} as total from {met} where {other} is null",
    )
    known = sorted(need & one.columns)
    join = (
        f" left join (select row, {', '.join(known)} from {one.view}"
        f" where row in (select row from {alone_})) x on x.row = u.row"
        if known
        else ""
    )
    columns = [
        f"x.{name}" if name in known else f"cast(null as {COLUMNS[name]}) as {name}"
        for name in sorted({*LATER, *pairing.fields.names} - {"total", "key"})
    ]
    return pairing.table(
        f"{side}0",
        f"select u.*, {', '.join(columns)} from {alone_} u{join}",
    )


def _known_parties(pairing: Pairing, free: Free) -> Free:
    """Put `day` and `party` to the rows: whom they are with, by tax id where it is known."""
    names = _names(pairing, free)
    day = f"date_diff('day', {EPOCH}, coalesce(issued_on, booked_on))"
    tables = []
    for side, table in (("left", free.left), ("right", free.right)):
        party, join = "nullif(seller_id, '')", ""
        if side in names:
            ids = pairing.name("ids")
            party = "coalesce(nullif(t.seller_id, ''), known_id, n.seller_name)"
            join = (
                f" left join {names[side]} n on n.row = t.row"
                f" left join {ids} on n.seller_name = known_name"
            )
        tables.append(
            pairing.table(
                f"{side}1", f"select t.*, {day} as day, {party} as party from {table} t{join}"
            )
        )
    return Free(tables[0], tables[1], 1)


def _names(pairing: Pairing, free: Free) -> dict[str, str]:
    """Make tables of the sellers' names, row by row, if some seller has no tax id.

    Also makes the table `ids`: a list that only has names learns the tax ids from rows that
    have both, of either list, where a name goes with one tax id alone.
    """
    sides = {"left": (free.left, pairing.left), "right": (free.right, pairing.right)}
    lacking = any(
        pairing.one(f"select count(*) from {table} where coalesce(seller_id, '') = ''")
        for table, side in sides.values()
        if "seller_name" in side.columns
    )
    if not lacking:
        return {}
    tables = {
        what: pairing.table(
            f"{what}_names",
            "select row, nullif(seller_name, '') as seller_name,"
            " nullif(seller_id, '') as seller_id"
            f" from {side.view} where row in (select row from {table})",
        )
        for what, (table, side) in sides.items()
    }
    both = " union all ".join(f"select * from {table}" for table in tables.values())
    pairing.table(
        "ids",
        f"select seller_name as known_name, min(seller_id) as known_id from ({both})"
        " where seller_name is not null and seller_id is not null group by seller_name"
        " having count(distinct seller_id) = 1",
    )
    return tables


def same_text(pairing: Pairing, free: Free) -> tuple[str, Free]:
    """Put together what has the same identity, be it no 20-digit number.

    Returns a query for the lines, '' if there are none, and what is still free.
    """
    texts = (
        pairing.one(f"select count(*) from {table} where key is not null and is_text")
        for table in (free.left, free.right)
    )
    if not all(texts):
        return "", free
    met = pairing.table(
        "text",
        "select *, count(*) over (partition by l) > 1 or count(*) over (partition by r) > 1 as many"
        f" from (select a.row as l, b.row as r, a.key as key, a.total as lt, b.total as rt,"
        f" {pairing.fields.bits()} + {pairing.fields.void_bits()} as f"
        f" from {free.left} a join {free.right} b on a.key = b.key"
        " where a.is_text and b.is_text)",
    )
    lines = [one_to_one(pairing, met, f"'{Level.IDENTITY}'"), several(pairing, met, "text")]
    return " union all ".join(lines), without(pairing, free, met)


def twice(pairing: Pairing, free: Free) -> tuple[list[str], Free]:
    """Find what one list holds more than once and the other not at all."""
    lines, tables = [], []
    for side, table in (("left", free.left), ("right", free.right)):
        keys = pairing.table(
            f"{side}_again",
            f"select key as again, min(row) as first from {table} where key is not null"
            " group by key having count(*) > 1",
        )
        rows = f"(select row, key, total, first from {table} join {keys} on key = again)"
        lines.append(
            alone(
                rows,
                side,
                outcome=f"'{Outcome.DUPLICATE}'",
                shape="'n-0'" if side == "left" else "'0-n'",
                knot="cast(first as bigint)" if side == "left" else "-cast(first as bigint)",
            )
        )
        tables.append(
            pairing.table(
                f"{side}{free.step + 1}",
                f"select t.* from {table} t"
                f" where not exists (select 1 from {keys} where again = t.key)",
            )
        )
    return lines, Free(tables[0], tables[1], free.step + 1)


def without(pairing: Pairing, free: Free, met: str) -> Free:
    """Return what is still free when the rows l and r of a table are taken out."""
    tables = [
        pairing.table(
            f"{side}{free.step + 1}",
            f"select t.* from {table} t where not exists"
            f" (select 1 from {met} m where m.{row} = t.row)",
        )
        for side, row, table in (("left", "l", free.left), ("right", "r", free.right))
    ]
    return Free(tables[0], tables[1], free.step + 1)
