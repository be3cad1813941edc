"""Agreement: how many of the facts that were typed an invoice we hold agrees with."""

from __future__ import annotations

from dataclasses import dataclass

from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.question import Asked
from chapiao.invoice.model import Invoice
from chapiao.invoice.names import normal_name


@dataclass(frozen=True, slots=True)
class Agreement:
    """Counted over the facts that both sides know."""

    agrees: int
    differs: int


def agreement(asked: Asked, invoice: Invoice) -> Agreement:
    """Compare what was typed with an invoice: date, amount, check code, parties."""
    known: list[bool] = []
    if asked.issued_on is not None and invoice.issued_on is not None:
        known.append(asked.issued_on == invoice.issued_on)
    amounts = {invoice.amount, invoice.total, invoice.tax} - {None}
    if asked.amount is not None and amounts:
        known.append(asked.amount in amounts)
    if asked.check_code and invoice.check_code:
        known.append(invoice.check_code.endswith(asked.check_code))
    for typed, name in ((asked.buyer, invoice.buyer_name), (asked.seller, invoice.seller_name)):
        if typed and name:
            known.append(same_name(typed, name) or _is_part(typed, name))
    return Agreement(agrees=sum(known), differs=len(known) - sum(known))


def _is_part(typed: str, name: str) -> bool:
    """Whether somebody typed the telling part of a name only."""
    part = normal_name(typed)
    return len(part) > 1 and part in normal_name(name)
