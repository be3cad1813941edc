"""Which fields of two rows differ, as a sum of bits: a field not known on a side differs never."""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.reconcile.model import MONEY, Options
from chapiao.reconcile.prepare import Side

VOID_LEFT, VOID_RIGHT, UNEQUAL = 1 << 20, 1 << 21, 1 << 22  # UNEQUAL: totals, were it by a fen
VOID = VOID_LEFT | VOID_RIGHT


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields that both lists know, and so can be compared."""

    names: tuple[str, ...]
    tolerance: int
    totals: bool  # whether either list has totals

    @property
    def differs(self) -> int:
        """All bits that say a field differs."""
        return (1 << len(self.names)) - 1

    @property
    def not_money(self) -> int:
        """Those of fields that several rows together must still share."""
        return sum(1 << at for at, name in enumerate(self.names) if name not in MONEY)

    def bits(self) -> str:
        """Return SQL for the bits of rows `a` and `b`, both there."""
        terms = [
            f"case when {self._parts(name)} then {1 << at} else 0 end"
            for at, name in enumerate(self.names)
        ]
        if self.totals:
            terms.append(f"case when a.total is distinct from b.total then {UNEQUAL} else 0 end")
        return " + ".join(terms) or "0"

    def void_bits(self) -> str:
        """Return SQL for what is void of rows `a` and `b`, either of them missing."""
        return (
            f"case when a.void then {VOID_LEFT} else 0 end"
            f" + case when b.void then {VOID_RIGHT} else 0 end"
        )

    def said(self, bits: str = "f") -> str:
        """Return SQL for the names of the fields whose bits are set."""
        names = " || ".join(
            f"case when ({bits} & {1 << at}) <> 0 then ',{name}' else '' end"
            for at, name in enumerate(self.names)
        )
        return f"substr({names}, 2)" if names else "''"

    def _parts(self, name: str) -> str:
        if name in MONEY and self.tolerance:
            return f"abs(a.{name} - b.{name}) > {self.tolerance}"
        return f"a.{name} <> b.{name}"


def fields(left: Side, right: Side, options: Options) -> Fields:
    """Return the fields of this pair of lists that can be compared."""
    both = left.columns & right.columns
    return Fields(
        tuple(name for name in options.compare if name in both),
        options.tolerance,
        "total" in left.columns | right.columns,
    )
