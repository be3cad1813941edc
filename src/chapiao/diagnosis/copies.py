"""Copies of one invoice put together: which state counts, and what one leaves open."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from chapiao.diagnosis.record import Record
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus

# What a later state does to an earlier one: a source that says 正常 is the staler one.
_GRAVITY = (
    TaxStatus.NORMAL,
    TaxStatus.DOUBTFUL,
    TaxStatus.RED_LOCKED,
    TaxStatus.RED_PART,
    TaxStatus.ABNORMAL,
    TaxStatus.LOST,
    TaxStatus.RED_FULL,
    TaxStatus.VOIDED,
)
_FILLABLE = tuple(one.name for one in fields(Invoice) if one.name != "lines")


def gravity(one: Record) -> int:
    """Return how grave the state is that a copy tells; -1 for none."""
    return -1 if one.tax_status is None else _GRAVITY.index(one.tax_status)


def filled(copies: tuple[Record, ...]) -> Record:
    """Return the best copy, with what it leaves open taken from the others."""
    best = copies[0]
    open_ = [name for name in _FILLABLE if getattr(best.invoice, name) is None]
    found: dict[str, Any] = {}
    for other in copies[1:]:
        for name in open_:
            value = getattr(other.invoice, name)
            if value is not None and name not in found:
                found[name] = value
    return replace(best, invoice=replace(best.invoice, **found)) if found else best
