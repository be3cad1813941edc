"""A list as the statements see it: every column there, blanks not known, late rows left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import COLUMNS, BadLists, Listed, Options, Size

LEAST, MOST = 2, 4
PLAIN = re.compile(r"(?:[A-Za-z_][A-Za-z0-9_]*\.)?[A-Za-z_][A-Za-z0-9_]*")
# A 20-digit number of the years 20 to 38, less this, fits a BIGINT; no other text of twenty
# characters does, but for one with an exponent. So two keys are the same number exactly when
# they are the same text.
OFFSET = 29 * 10**18


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One list, ready to be compared."""

    view: str  # all of COLUMNS, then `k` (the key as a number, or NULL) and `void`
    columns: frozenset[str]
    size: Size


def check(lists: Sequence[Listed], options: Options) -> None:
    """Refuse what cannot be compared.

    Raises:
        BadLists: the message is fit to show a user.
    """
    if not LEAST <= len(lists) <= MOST:
        msg = f"比对需要{LEAST}到{MOST}份清单，现在有{len(lists)}份"
        raise BadLists(msg)
    for one in lists:
        if not one.columns & {"key", "total"}:
            msg = f"清单“{one.name}”里既没有发票号码也没有价税合计，无从比对"
            raise BadLists(msg)
        if one.columns - COLUMNS.keys() - {"k"}:
            msg = (
                f"清单“{one.name}”里有不认识的列：{'、'.join(sorted(one.columns - COLUMNS.keys()))}"
            )
            raise BadLists(msg)
    for name in (options.job, *(one.relation for one in lists), *options.compare):
        if not PLAIN.fullmatch(name):
            msg = f"不能用作表名或列名：{name}"
            raise BadLists(msg)


def prepare(engine: Engine, lists: Sequence[Listed], options: Options) -> tuple[Side, ...]:
    """Make a view of each list, and the relation of the late rows of all."""
    late = [
        f"select {at} as list, row, known_on, {_column('total', one.columns)} as total"
        f" from {one.relation} where {_late(options.asof)}"
        for at, one in enumerate(lists, 1)
        if options.asof is not None and "known_on" in one.columns
    ]
    none = ", ".join(
        f"cast(null as {kind}) as {name}"
        for name, kind in {"list": "integer", "row": "bigint", "known_on": "date"}.items()
    )
    select = " union all ".join(late) or f"select {none}, cast(null as bigint) as total where false"
    engine.table(f"{options.job}_late", select)
    return tuple(_side(engine, one, at, options) for at, one in enumerate(lists, 1))


def _side(engine: Engine, one: Listed, at: int, options: Options) -> Side:
    view = f"{options.job}_list{at}"
    columns = [f"{_column(name, one.columns)} as {name}" for name in COLUMNS]
    columns.append(f"{'k' if 'k' in one.columns else number_of(engine, one.columns)} as k")
    words = ", ".join("'" + word.replace("'", "''") + "'" for word in options.void_words)
    void = f"coalesce(status in ({words}), false)" if "status" in one.columns and words else "false"
    columns.append(f"{void} as void")
    known = (
        f" where not {_late(options.asof)}"
        if options.asof is not None and "known_on" in one.columns
        else ""
    )
    engine.view(view, f"select {', '.join(columns)} from {one.relation}{known}")
    return Side(view=view, columns=one.columns, size=_size(engine, view, at, options))


def number_of(engine: Engine, columns: frozenset[str]) -> str:
    """Return SQL for the key as a BIGINT: lossless, and NULL for what is no 20-digit number."""
    if "key" not in columns:
        return "cast(null as bigint)"
    return (
        "case when length(key) = 20 and not contains(key, 'e') and not contains(key, 'E')"
        f" then try_cast(try_cast(key as {engine.wide}) - {OFFSET} as bigint) end"
    )


def text_of(engine: Engine, number: str) -> str:
    """Return SQL for the key whose number this is."""
    return f"cast(cast({number} as {engine.wide}) + {OFFSET} as varchar)"


def _column(name: str, columns: frozenset[str]) -> str:
    if name not in columns:
        return f"cast(null as {COLUMNS[name]})"
    return "nullif(key, '')" if name == "key" else name


def _late(asof: date) -> str:
    return f"coalesce(known_on > date '{asof.isoformat()}', false)"


def _size(engine: Engine, view: str, at: int, options: Options) -> Size:
    [(rows, total, known)] = engine.rows(f"select count(*), sum(total), count(total) from {view}")
    [(late_rows, late_total)] = engine.rows(
        f"select count(*), sum(total) from {options.job}_late where list = {at}"
    )
    return Size(
        rows=rows,
        total=int(total or 0),
        unknown=rows - known,
        late_rows=late_rows,
        late_total=int(late_total or 0),
    )
