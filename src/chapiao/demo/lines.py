"""Lines of goods whose arithmetic holds, as every genuine file's does (domain §4.2 [S])."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from chapiao.demo.trades import Ware
from chapiao.invoice.model import Line

_PRICE = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Basket:
    """Some lines and their sums in fen."""

    lines: tuple[Line, ...]

    @property
    def amount(self) -> int:
        """合计金额, without tax."""
        return sum(line.amount or 0 for line in self.lines)

    @property
    def tax(self) -> int:
        """合计税额."""
        return sum(line.tax or 0 for line in self.lines)

    @property
    def total(self) -> int:
        """价税合计."""
        return self.amount + self.tax


def split_tax(gross: int, rate: str) -> tuple[int, int]:
    """Return amount and tax of a sum with tax; they add up to it to the fen.

    >>> split_tax(58500, "6%")
    (55189, 3311)
    """
    if not rate.endswith("%"):
        return gross, 0
    share = 1 + Decimal(rate[:-1]) / 100
    amount = int((gross / share).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return amount, gross - amount


def line(ware: Ware, quantity: int, price: int) -> Line:
    """Return a line of `quantity` at `price` fen each, with tax."""
    amount, tax = split_tax(quantity * price, ware.rate)
    each = (Decimal(amount) / 100 / quantity).quantize(_PRICE).normalize()
    return Line(
        name=ware.name,
        spec=ware.spec,
        unit=ware.unit,
        quantity=Decimal(quantity),
        price=Decimal(f"{each:f}"),
        amount=amount,
        rate=ware.rate,
        tax=tax,
    )


def discount(of: Line, share: int) -> Line:
    """Return the discount line that follows `of`: same name, negative, without a quantity."""
    gross = -((of.amount or 0) + (of.tax or 0)) * share // 100
    amount, tax = split_tax(gross, of.rate)
    return Line(name=of.name, amount=amount, rate=of.rate, tax=tax)


def basket(wares: tuple[Ware, ...], chance: Random) -> Basket:
    """Return one to four lines of what a supplier sells; now and then with a discount."""
    picked = chance.sample(wares, k=min(len(wares), chance.choice((1, 1, 1, 2, 2, 3))))
    lines: list[Line] = []
    for ware in picked:
        quantity = chance.randint(1, ware.most)
        price = chance.randint(ware.low * 100, ware.high * 100)
        lines.append(line(ware, quantity, price // 10 * 10))
        if ware.most > 1 and chance.random() < 0.06:  # noqa: PLR2004 - rare
            lines.append(discount(lines[-1], chance.choice((5, 10, 20))))
    return Basket(tuple(lines))


def reversal(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines of a red invoice that offsets all of these."""
    return tuple(
        replace(
            one,
            quantity=None if one.quantity is None else -one.quantity,
            amount=-(one.amount or 0),
            tax=-(one.tax or 0),
        )
        for one in lines
    )


def allowance(lines: tuple[Line, ...], share: int) -> tuple[Line, ...]:
    """Return the one line of a red invoice that takes `share` percent off the first of these."""
    return (discount(lines[0], share),)
