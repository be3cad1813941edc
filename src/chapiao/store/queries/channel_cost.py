"""费用: what the calls to a vendor cost in a month, and what they may have cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, Sum

from chapiao.store.models import ChannelCall

PER = 1000  # a price is of so many calls


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """The calls of one vendor in one month.

    `charged`: those that surely cost money; `perhaps`: those of which nobody knows. `fen`
    is what the sure ones cost, `fen_perhaps` what the others would add, both rounded up;
    `unpriced`: calls that cost something at a price that was not known.
    """

    calls: int = 0
    charged: int = 0
    perhaps: int = 0
    fen: int = 0
    fen_perhaps: int = 0
    unpriced: int = 0

    @property
    def at_most(self) -> int:
        """The most that the month can have cost, in fen."""
        return self.fen + self.fen_perhaps


def cost_of(vendor: str, month: date) -> Cost:
    """Return what a vendor costs in a month; `month` is its first day."""
    yes, perhaps = Q(charged=True), Q(charged=None)
    found = ChannelCall.objects.filter(vendor=vendor, month=month).aggregate(
        calls=Count("pk"),
        yes=Count("pk", filter=yes),
        perhaps=Count("pk", filter=perhaps),
        fen=Sum("price", filter=yes),
        fen_perhaps=Sum("price", filter=perhaps),
        unpriced=Count("pk", filter=(yes | perhaps) & Q(price=None)),
    )
    return Cost(
        calls=found["calls"],
        charged=found["yes"],
        perhaps=found["perhaps"],
        fen=_rounded(found["fen"]),
        fen_perhaps=_rounded(found["fen_perhaps"]),
        unpriced=found["unpriced"],
    )


def _rounded(thousandths: int | None) -> int:
    return -(-(thousandths or 0) // PER)
