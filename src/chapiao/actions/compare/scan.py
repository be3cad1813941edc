"""Lists that the engine reads by itself: parquet files and CSV files of any size.

The names of columns are understood as headings are; money becomes fen and days days in the
engine. A cell that makes no sense is not known there, and the row is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from chapiao.actions.compare.inputs import CSV, Given, NotAList
from chapiao.actions.compare.relation import NAMES
from chapiao.readers.lists import Noted
from chapiao.readers.lists.head import Head, head_of
from chapiao.readers.lists.headings import heading
from chapiao.readers.lists.model import DAYS, MONEY, Role
from chapiao.reconcile.engine import Engine
from chapiao.reconcile.model import Listed

_FLOATS: Final = ("DOUBLE", "FLOAT", "REAL")
_MOST_TOLD: Final = 10_000
_VOID: Final = "'已作废'"


def scanned(
    engine: Engine, given: Given, relation: str
) -> tuple[Listed, tuple[Noted, ...], tuple[Noted, ...]]:
    """Make a view of a list; return it, its rows that are refused, and its damaged numbers.

    Raises:
        NotAList: its columns are not known, or its numbers are no texts any more.
    """
    raw = f"{relation}_raw"
    if given.layout == CSV:
        engine.csv(raw, given.paths[0])
    else:
        engine.parquet(raw, given.paths)
    types = {str(one[0]): str(one[1]) for one in engine.rows(f"describe {raw}")}
    head = _head(given, types)
    cells = {name: _quoted(head.texts[at[0]]) for name, at in head.columns.items()}
    kinds = {name: _kind(types[head.texts[at[0]]]) for name, at in head.columns.items()}
    exprs = {NAMES[n]: _expr(n, cells[n], kinds[n]) for n in NAMES if n in cells}
    days = [exprs[n] for n in ("booked_on", "issued_on") if n in exprs]
    if "known_on" in cells:
        days.insert(0, _day(cells["known_on"], kinds["known_on"]))
    if days:
        exprs["known_on"] = f"coalesce({', '.join(days)})"
    if "digital" in cells:
        own = exprs.get("number")
        digital = _number(cells["digital"])
        exprs["number"] = digital if own is None else f"coalesce({digital}, {own})"
    wrong = _wrong(engine, raw, cells, kinds)
    damaged = _damaged(engine, raw, exprs.get("number", ""), kinds)
    listed = {"row": "row", **_key(exprs), **exprs}
    selected = ", ".join(f"{expr} as {_quoted(name)}" for name, expr in listed.items())
    kept = ""
    if wrong:
        broken = " or ".join(_broken(cells[n], kinds[n]) for n in MONEY if n in cells)
        kept = f" where not coalesce({broken}, false)"
    engine.view(relation, f"select {selected} from {raw}{kept}")  # noqa: S608 - names are quoted
    made = Listed(name=given.name, relation=relation, columns=frozenset(listed))
    return made, _seen(wrong, given), _seen(damaged, given)


def _seen(rows: tuple[Noted, ...], given: Given) -> tuple[Noted, ...]:
    """Return rows as who opens the file counts them."""
    return tuple(replace(one, row=one.row + given.heading_rows) for one in rows)


def _kind(told: str) -> str:
    """Return a type in capitals; a cluster calls texts STRING."""
    kind = told.upper()
    return "VARCHAR" if kind == "STRING" else kind


def _head(given: Given, types: Mapping[str, str]) -> Head:
    names = [name for name in types if name != "row"]
    said = {heading(one): field for one, field in (given.mapped or {}).items()}
    head = head_of(names, 1, said)
    if head is None or head.role is not Role.INVOICES:
        seen = "、".join(names)[:200]
        msg = f"{given.source}：认不出列名（{seen}）；请用 --map 列名=字段 说明"
        raise NotAList(msg)
    return head


def _expr(name: str, cell: str, kind: str) -> str:
    if name in MONEY:
        return _fen(cell, kind)
    if name in DAYS:
        return _day(cell, kind)
    if name == "number":
        return _number(cell)
    if name == "status":
        return f"case when {_text(cell)} in ('是', 'Y', '1') then {_VOID} else {_text(cell)} end"
    return _text(cell)


def _text(cell: str) -> str:
    return f"nullif(trim(cast({cell} as varchar)), '')"


def _number(cell: str) -> str:
    """Return an expression for a number: what stands around it dropped, a damaged one NULL."""
    plain = f"nullif(ltrim(trim(cast({cell} as varchar)), ''''), '')"
    return f"case when {plain} like '%E+%' then null else {plain} end"


def _fen(cell: str, kind: str) -> str:
    if kind.startswith("DECIMAL"):
        return f"cast({cell} * 100 as bigint)"
    if kind in _FLOATS:
        return f"cast(round({cell} * 100) as bigint)"
    if kind.endswith("INT") or kind in {"INTEGER", "BIGINT", "HUGEINT"}:
        return f"cast({cell} as bigint) * 100"
    return f"cast(try_cast({_plain(cell)} as decimal(18, 2)) * 100 as bigint)"


def _plain(cell: str) -> str:
    """Return an expression for the figures of an amount written as text."""
    return f"nullif(regexp_replace(cast({cell} as varchar), '[¥￥,，元\\s]', '', 'g'), '')"


def _broken(cell: str, kind: str) -> str:
    if kind != "VARCHAR":
        return "false"
    return f"({_plain(cell)} is not null and try_cast({_plain(cell)} as decimal(18, 2)) is null)"


def _day(cell: str, kind: str) -> str:
    if kind == "DATE" or kind.startswith("TIMESTAMP"):
        return f"cast({cell} as date)"
    text = f"regexp_replace(cast({cell} as varchar), '[年月/.]', '-', 'g')"
    stamp = f"try_strptime(substr(cast({cell} as varchar), 1, 8), '%Y%m%d')"
    dashed = f"try_strptime(regexp_extract({text}, '^\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}'), '%Y-%m-%d')"
    return f"cast(coalesce({dashed}, {stamp}) as date)"


def _key(exprs: Mapping[str, str]) -> dict[str, str]:
    number, code = exprs.get("number"), exprs.get("code")
    if number is None:
        return {}
    if code is None:
        return {"key": number}
    joined = f"case when length({number}) = 20 or {code} is null then {number}"
    return {"key": f"{joined} else {number} || '-' || {code} end"}


def _wrong(
    engine: Engine, raw: str, cells: Mapping[str, str], kinds: Mapping[str, str]
) -> tuple[Noted, ...]:
    """Return the rows whose sums make no sense."""
    texts = [name for name in MONEY if name in cells and kinds[name] == "VARCHAR"]
    if not texts:
        return ()
    broken = " or ".join(_broken(cells[name], kinds[name]) for name in texts)
    shown = " || ' ' || ".join(f"coalesce(cast({cells[name]} as varchar), '')" for name in texts)
    rows = engine.rows(
        f"select row, {shown} from {raw} where {broken}"  # noqa: S608 - names are quoted
        f" order by row limit {_MOST_TOLD}"
    )
    return tuple(Noted(row=row, says=f"金额「{seen.strip()[:40]}」不是金额") for row, seen in rows)


def _damaged(engine: Engine, raw: str, number: str, kinds: Mapping[str, str]) -> tuple[Noted, ...]:
    """Return the rows whose number a spreadsheet or a program damaged.

    Raises:
        NotAList: the whole column is one of floating-point numbers.
    """
    if not number:
        return ()
    if kinds.get("number", kinds.get("digital", "")) in _FLOATS:
        msg = "发票号码这一列存成了小数，20位号码的末尾几位已经丢失；请把号码按文本重新导出"
        raise NotAList(msg)
    source = number.split("then null else ", 1)[1].rsplit(" end", 1)[0]
    rows = engine.rows(
        f"select row, {source} from {raw} where {source} like '%E+%'"  # noqa: S608 - as above
        f" order by row limit {_MOST_TOLD}"
    )
    says = "号码被写成了科学计数，末尾几位已丢失"
    return tuple(Noted(row=row, says=says, seen=seen) for row, seen in rows)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
