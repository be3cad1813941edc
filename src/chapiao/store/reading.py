"""From a file's kept reading (as `chapiao read --json` prints it) back to an Invoice."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line

_KINDS = {one.value: one for one in Kind}
_TEXTS = (
    "code",
    "number",
    "second_number",
    "buyer_name",
    "buyer_tax_id",
    "seller_name",
    "seller_tax_id",
    "check_code",
    "machine_no",
    "remark",
    "title",
    "drawer",
)


def invoice_of(told: dict[str, Any]) -> Invoice:
    """Return the invoice a reading shows; what it does not hold is not known."""
    day = told.get("date")
    return Invoice(
        **{name: told.get(name) for name in _TEXTS},
        kind=_KINDS.get(told.get("kind") or ""),
        issued_on=date.fromisoformat(day) if day else None,
        amount=_fen(told.get("amount")),
        tax=_fen(told.get("tax")),
        total=_fen(told.get("total")),
        lines=tuple(_line(one) for one in told.get("lines") or ()),
    )


def _line(told: dict[str, Any]) -> Line:
    return Line(
        name=told.get("name") or "",
        spec=told.get("spec") or "",
        unit=told.get("unit") or "",
        rate=told.get("rate") or "",
        quantity=_decimal(told.get("quantity")),
        price=_decimal(told.get("price")),
        amount=_fen(told.get("amount")),
        tax=_fen(told.get("tax")),
    )


def _fen(text: str | None) -> int | None:
    value = _decimal(text)
    return None if value is None else int((value * 100).to_integral_value())


def _decimal(text: str | None) -> Decimal | None:
    if not text:
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
