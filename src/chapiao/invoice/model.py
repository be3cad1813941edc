"""Invoice and Line: what one invoice says, wherever it was read.

In every field None means "not known" and "" means "known to be absent on this
invoice" (a digital invoice has no code). Money is whole fen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from chapiao.invoice.kind import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of goods or services. Texts are as printed; `amount` and `tax` are fen."""

    name: str = ""
    spec: str = ""
    unit: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None
    amount: int | None = None
    rate: str = ""
    tax: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What an invoice says. `amount` is without tax, `total` is 价税合计, in fen."""

    kind: Kind | None = None
    code: str | None = None
    number: str | None = None
    second_number: str | None = None
    issued_on: date | None = None
    buyer_name: str | None = None
    buyer_tax_id: str | None = None
    seller_name: str | None = None
    seller_tax_id: str | None = None
    amount: int | None = None
    tax: int | None = None
    total: int | None = None
    check_code: str | None = None
    machine_no: str | None = None
    remark: str | None = None
    title: str | None = None
    drawer: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def key(self) -> str | None:
        """The identity that no two invoices share; None when it is not known."""
        return identity(self.code, self.number)

    @property
    def second_key(self) -> str | None:
        """The other identity of a paper digital invoice: its 20 digits."""
        return self.second_number or None


def identity(code: str | None, number: str | None) -> str | None:
    """Return the text an invoice is filed under: number first, so that it sorts by it.

    >>> identity("", "25112000000012345678")
    '25112000000012345678'
    >>> identity("011002300111", "12345678")
    '12345678-011002300111'
    >>> identity(None, "12345678") is None
    True
    """
    if not number:
        return None
    if len(number) == DIGITAL_LENGTH:
        return number
    return f"{number}-{code}" if code else None


DIGITAL_LENGTH = 20
