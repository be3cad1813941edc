"""The text filter of the 台账: digits of a number or code, or a piece of a name.

Rows are looked up by the text first, once for sums and list; only a text that
very many rows hold is asked of each row instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from chapiao.invoice.model import DIGITAL_LENGTH
from chapiao.store import sql
from chapiao.store.queries.parties import names_like

MANY = 5000  # rows that are named one by one; more are asked each for itself

Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Matches:
    """The rows a text finds, or the condition where they are too many; neither: no text."""

    ids: tuple[int, ...] | None = None
    condition: Part | None = None

    def parts(self) -> Iterator[Part]:
        """Yield the condition for `store_invoice i`."""
        if self.condition is not None:
            yield self.condition
        if self.ids is None:
            return
        if sql.is_sqlite():
            yield "i.id in (select value from json_each(?))", (orjson.dumps(self.ids).decode(),)
        else:
            yield "i.id=any(?)", (list(self.ids),)


EVERYTHING = Matches()


def matches(text: str) -> Matches:
    """Return what a text finds, access aside: that is asked of the rows themselves."""
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit():
        found, each = _digits(digits)
    else:
        found, each = _names(text)
    if not found[0]:
        return EVERYTHING
    rows = sql.rows(f"{found[0]} limit {MANY + 1}", found[1])
    if len(rows) > MANY:
        return Matches(condition=each)
    return Matches(ids=tuple({row[0] for row in rows}))


def _digits(digits: str) -> tuple[Part, Part]:
    """Look for a whole number by its index, for a start or an end in one pass over the keys."""
    if len(digits) == DIGITAL_LENGTH:
        one = "select j.id from store_invoice j where j.key=? or j.second_key=?"
        return (one, (digits, digits)), ("(i.key=? or i.second_key=?)", (digits, digits))
    holds = "instr" if sql.is_sqlite() else "strpos"  # cheap, and false for nearly every row
    key = f"{holds}({{0}}.key,?)>0 and ({{0}}.key like ? or {{0}}.key like ? or {{0}}.key like ?)"
    second = "{0}.second_key is not null and ({0}.second_key like ? or {0}.second_key like ?)"
    starts, ends = f"{digits}%", f"%{digits}"
    given = (digits, starts, ends, f"{ends}-%", starts, ends)
    found = " union all ".join(
        f"select j.id from store_invoice j where {each.format('j')}" for each in (key, second)
    )
    return (found, given), (f"(({key}) or ({second}))".format("i"), given)


def _names(text: str) -> tuple[Part, Part]:
    names, given = names_like(text)
    if not names:
        return ("", ()), ("", ())
    # Written so that the names come first: the statistics of buyers, who are few, mislead.
    found = " union all ".join(
        f"select j.id from ({names}) n cross join store_invoice j where j.{party}=n.id"
        for party in ("seller_id", "buyer_id")
    )
    each = f"(i.seller_id in ({names}) or i.buyer_id in ({names}))"
    return (found, (*given, *given)), (each, (*given, *given))
