"""Two lists being compared: where their intermediate tables lie."""

from __future__ import annotations

from dataclasses import dataclass, field

from chapiao.reconcile.engine import Engine
from chapiao.reconcile.fields import Fields, fields
from chapiao.reconcile.model import Options
from chapiao.reconcile.prepare import Side

LINE = (
    "knot",
    "outcome",
    "level",
    "shape",
    "left_row",
    "right_row",
    "key",
    "fields",
    "left_total",
    "right_total",
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """The pair's number, its lists, and the tables made on the way."""

    engine: Engine
    number: int
    left: Side
    right: Side
    options: Options
    made: list[str] = field(default_factory=list)  # every table, in the order they were made

    @property
    def fields(self) -> Fields:
        """The fields both lists know."""
        return fields(self.left, self.right, self.options)

    def name(self, what: str) -> str:
        """Return the name of a table of this pair."""
        return f"{self.options.job}_{self.number}_{what}"

    def table(self, what: str, select: str) -> str:
        """Make a table of this pair; return its name."""
        name = self.name(what)
        self.engine.table(name, select)
        if name not in self.made:
            self.made.append(name)
        return name

    def forget(self, keep: tuple[str, ...] = ()) -> None:
        """Drop the tables made on the way, but for some."""
        kept = {self.name(what) for what in keep}
        self.engine.drop(*(name for name in self.made if name not in kept))

    def one(self, select: str) -> int:
        """Return the one number a query answers."""
        [(value,)] = self.engine.rows(select)
        return int(value or 0)


def line(**columns: str) -> str:
    """Return the select list of a line: SQL for each of LINE; what is left out is NULL."""
    empty = dict.fromkeys(LINE, "cast(null as varchar)") | dict.fromkeys(
        ("knot", "left_row", "right_row", "left_total", "right_total"), "cast(null as bigint)"
    )
    return ", ".join(f"{value} as {name}" for name, value in (empty | columns).items())
