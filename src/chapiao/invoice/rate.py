"""税率: reading what a rate cell says, and whether that rate was in force on a day."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from chapiao.invoice.tables import in_force, table
from chapiao.invoice.typed import halfwidth

UNTAXED = ("免税", "不征税", "零税率")
HIDDEN = "***"  # the cell of several rates, or of 免税 on older invoices
FRACTION_BELOW = Decimal("0.2")  # 0.06 is 6 %, but 1.5 is 1.5 %

_SHORT = 32  # longer texts are not kept in memory
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,6})?)(%?)")


class Force(StrEnum):
    """How a rate stands to a day."""

    IN_FORCE = "在用"
    PAST = "已停用"
    NEVER = "没有过"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as printed. `percent` is None where no tax is computed or it is hidden."""

    text: str
    percent: Decimal | None

    @property
    def is_untaxed(self) -> bool:
        """Whether it says that there is no tax: 免税, 不征税, 零税率 or 0 %."""
        return any(word in self.text for word in UNTAXED) or self.percent == 0


def parse_rate(text: str) -> Rate | None:
    """Return what a rate cell says; None when it says nothing one could use.

    >>> parse_rate("6%").percent == parse_rate("0.06").percent == 6
    True
    >>> parse_rate("免税").is_untaxed
    True
    """
    return _parsed(text) if len(text) < _SHORT else _parsed.__wrapped__(text)


@lru_cache(256)  # there are a dozen rates, in a few ways of writing
def _parsed(text: str) -> Rate | None:
    plain = halfwidth(text).replace(" ", "")
    if plain == HIDDEN or any(word in plain for word in UNTAXED):
        return Rate(plain, None)
    found = _NUMBER.fullmatch(plain)
    if not found:
        return None
    value = Decimal(found[1])
    percent = value if found[2] or value >= FRACTION_BELOW else value * 100
    return Rate(plain, percent.normalize())


@lru_cache(4096)
def force_of(percent: Decimal, on: date) -> Force:
    """Return whether a rate was in force on the day an invoice was issued.

    >>> force_of(Decimal(17), date(2019, 1, 1)).value
    '已停用'
    """
    rows = [row for row in table("rates")["rate"] if Decimal(row["percent"]) == percent]
    if any(in_force(row, on) for row in rows):
        return Force.IN_FORCE
    return Force.PAST if any(row.get("valid_to", on) < on for row in rows) else Force.NEVER


@cache
def reduced_rates() -> frozenset[Decimal]:
    """Return the rates that are a reduction of another (减按征收).

    Their tax is computed from the total at the full rate, so that amount × rate ≠ tax.
    """
    return frozenset(Decimal(row["percent"]) for row in table("rates")["rate"] if "reduced" in row)
