"""DuckDB's SQL → Spark's, by sqlglot, and the few words in which both mean different things."""

from __future__ import annotations

from typing import Final

from sqlglot import ErrorLevel, exp, parse_one

# How a day is written: DuckDB's `%m` takes one figure or two, Spark's `MM` two only.
STAMPS: Final = {"%Y-%m-%d": "yyyy-M-d", "%Y%m%d": "yyyyMMdd"}


SAME: Final = {"bit_count"}  # words that sqlglot does not know, and that are the same in both


class NotCarried(Exception):
    """A statement has a word that Spark is not known to understand: a fault of ours."""


def carried(sql: str) -> str:
    """Return a statement of DuckDB's as Spark takes it, with the same answer.

    Raises:
        NotCarried: it has a word that was not thought of.
    """
    said = parse_one(sql, read="duckdb").transform(_word)
    answer: str = said.sql("spark", identify=True, unsupported_level=ErrorLevel.RAISE)
    return answer


def described(sql: str) -> str | None:
    """Return the relation whose columns a statement asks for; None if it asks otherwise."""
    said = parse_one(sql, read="duckdb")
    return said.this.name if isinstance(said, exp.Describe) else None


def kind(type_: str) -> str:
    """Return a type of Spark's as DuckDB calls it."""
    name = exp.DataType.build(type_, dialect="spark").sql("duckdb")
    return "VARCHAR" if name == "TEXT" else name


def _word(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.NullSafeNEQ):
        return exp.Not(this=exp.Paren(this=exp.NullSafeEQ(this=node.this, expression=node.right)))
    if isinstance(node, exp.TryCast) and node.to.this == exp.DataType.Type.DECIMAL:
        return _figures(node)
    if isinstance(node, exp.Exists) and not node.find_ancestor(exp.Where, exp.Join):
        return _any(node)
    if isinstance(node, exp.Anonymous):
        return _call(node)
    return node


def _figures(node: exp.TryCast) -> exp.Expression:
    """Let only plain figures be a number: Java takes those of other scripts for figures too."""
    plain = exp.RegexpLike(this=node.this.copy(), expression=exp.Literal.string("^[ -~]*$"))
    node.set("this", exp.Case(ifs=[exp.If(this=plain, true=node.this.copy())]))
    return node


def _any(node: exp.Exists) -> exp.Expression:
    """Ask whether there is a row by counting one, where Spark has no EXISTS."""
    one = exp.select("1").from_(node.this.copy().subquery("rows_")).limit(1)
    return exp.select("count(*) > 0").from_(one.subquery("one_")).subquery()


def _call(node: exp.Anonymous) -> exp.Expression:
    if node.name.lower() == "try_strptime" and node.expressions[1].name in STAMPS:
        cell, stamp = node.expressions
        return exp.func("try_to_timestamp", cell, exp.Literal.string(STAMPS[stamp.name]))
    if node.name.lower() in SAME:
        return node
    msg = f"no word of Spark's is known for {node.name}"
    raise NotCarried(msg)
