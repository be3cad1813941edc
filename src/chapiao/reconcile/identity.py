"""Level 同一号码: rows of the same identity, one to one, or one against several.

Several rows of one list against one of the other are its parts when they add up to it (一致),
or are some of its parts when they are different amounts that stay below it (字段不同); all
else that is there more than once is 重复. What several parties hold more than once on both
sides is 重复 too: which belongs to which cannot be told.
"""

from __future__ import annotations

from chapiao.reconcile.fields import VOID, VOID_LEFT, VOID_RIGHT
from chapiao.reconcile.model import Level, Outcome
from chapiao.reconcile.pairing import Pairing, line


def one_to_one(pairing: Pairing, met: str, level: str, *, also: str = "") -> str:
    """Return a query for the lines of two rows that only belong to each other.

    `met` has l, r, key, lt, rt, f and many; `also` is SQL for names of fields that differ
    beside those of the bits, each with a comma before it.
    """
    fields = pairing.fields
    said = fields.said()
    if also:
        said = f"substr({also} || case when {said} = '' then '' else ',' end || {said}, 2)"
    differs = f"when (f & {fields.differs}) <> 0" + (f" or {also} <> ''" if also else "")
    outcome = (
        f"case when (f & {VOID}) <> 0 then '{Outcome.VOID}'"
        f" {differs} then '{Outcome.DIFFERS}' else '{Outcome.MATCHED}' end"
    )
    columns = line(
        knot="cast(l as bigint)",
        outcome=outcome,
        level=level,
        shape="'1-1'",
        left_row="cast(l as bigint)",
        right_row="cast(r as bigint)",
        key="key",
        fields=said,
        left_total="lt",
        right_total="rt",
    )
    return f"select {columns} from {met} where l is not null and r is not null and not many"


def several(pairing: Pairing, met: str, what: str) -> str:
    """Return a query for the lines of rows that are there more than once on a side."""
    knots = pairing.table(
        f"{what}_knots",
        f"select min(l) over (partition by r) as knot, l, r, key, lt, rt, f from {met}"
        " where many and l is not null and r is not null",
    )
    lefts = pairing.table(
        f"{what}_lefts",
        f"select knot, l as row, min(key) as key, max(lt) as total from {knots} group by knot, l",
    )
    rights = pairing.table(
        f"{what}_rights",
        f"select knot, r as row, min(key) as key, max(rt) as total from {knots} group by knot, r",
    )
    verdicts = pairing.table(f"{what}_verdicts", _verdicts(pairing, knots, lefts, rights))
    rows = []
    for table, row, total in (
        (lefts, "left_row", "left_total"),
        (rights, "right_row", "right_total"),
    ):
        columns = line(
            knot="cast(t.knot as bigint)",
            outcome="outcome",
            level=f"'{Level.IDENTITY}'",
            shape="shape",
            key="key",
            fields="fields",
            **{row: "cast(t.row as bigint)", total: "t.total"},
        )
        rows.append(f"select {columns} from {table} t join {verdicts} v on t.knot = v.knot")
    return " union all ".join(rows)


def _verdicts(pairing: Pairing, knots: str, lefts: str, rights: str) -> str:
    """One row for every knot: its outcome, shape and differing fields."""
    fields, tolerance = pairing.fields, pairing.options.tolerance
    sums = ", ".join(
        f"{side}.{what} as {side}_{what}" for side in "ab" for what in ("n", "known", "total")
    )
    one = "case when a_n = 1 then a_total else b_total end"
    many = "case when a_n = 1 then b_{0} else a_{0} end"
    most, least, kinds, total, number = (
        many.format(what) for what in ("most", "least", "kinds", "total", "n")
    )
    adds_up = f"abs(a_total - b_total) <= {tolerance}"
    below = (
        f"abs({total}) < abs({one}) and {kinds} = {number}"
        f" and ({one} > 0 and {least} > 0 or {one} < 0 and {most} < 0)"
    )
    unsure = "a_n > 1 and b_n > 1 or a_known < a_n or b_known < b_n"
    other = f"(bits & {fields.not_money}) <> 0"
    outcome = (
        f"case when {unsure} then '{Outcome.DUPLICATE}' when {adds_up} then"
        f" case when (bits & {VOID}) <> 0 then '{Outcome.VOID}' when {other} then"
        f" '{Outcome.DIFFERS}' else '{Outcome.MATCHED}' end"
        f" when {below} then '{Outcome.DIFFERS}' else '{Outcome.DUPLICATE}' end"
    )
    # A part of the amount is missing: that is the field, with what else they do not share.
    money = f"case when {adds_up} or {unsure} then '' else ',total' end"
    names = fields.said(f"(bits & {fields.not_money})")
    said = f"substr({money} || case when {names} = '' then '' else ',' end || {names}, 2)"
    shape = (
        "case when a_n = 1 then '1' else 'n' end || '-' || case when b_n = 1 then '1' else 'n' end"
    )
    extremes = ", ".join(
        f"{side}.{what} as {side}_{what}" for side in "ab" for what in ("most", "least", "kinds")
    )
    of = (
        "select knot, count(*) as n, count(total) as known, sum(total) as total,"
        " max(total) as most, min(total) as least, count(distinct total) as kinds"
        " from {} group by knot"
    )
    return (
        f"select knot, outcome, shape, case when outcome = '{Outcome.DIFFERS}' then said else ''"
        f" end as fields from (select knot, {outcome} as outcome, {shape} as shape, {said} as said"
        f" from (select c.knot, c.bits, {sums}, {extremes}"
        f" from (select knot, bit_or(f) as bits from {knots} group by knot) c"
        f" join ({of.format(lefts)}) a on c.knot = a.knot"
        f" join ({of.format(rights)}) b on c.knot = b.knot))"
    )


def alone(
    rest: str, side: str, *, outcome: str, shape: str = "", knot: str = "", where: str = "true"
) -> str:
    """Return a query for the lines of rows that have no partner.

    `rest` has row, key and total; `outcome` is SQL.
    """
    is_left = side == "left"
    row = "cast(row as bigint)"
    columns = line(
        knot=knot or (row if is_left else f"-{row}"),
        outcome=outcome,
        shape=shape or ("'1-0'" if is_left else "'0-1'"),
        key="key",
        fields="''",
        **{f"{side}_row": row, f"{side}_total": "total"},
    )
    return f"select {columns} from {rest} where {where}"


def void_bit(side: str) -> int:
    """Return the bit of a void row of this side."""
    return VOID_LEFT if side == "left" else VOID_RIGHT
