"""An invoice as the JSON that commands, pages and the API share.

Money is text with two decimals, dates YYYY-MM-DD, "" known to be absent, null not known.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain


def invoice_json(invoice: Invoice) -> dict[str, Any]:
    """Return the fields of an invoice.

    >>> invoice_json(Invoice(number="25112000000012345678", total=26400))["total"]
    '264.00'
    """
    return {
        "kind": None if invoice.kind is None else invoice.kind.value,
        "title": invoice.title,
        "code": invoice.code,
        "number": invoice.number,
        "second_number": invoice.second_number,
        "date": None if invoice.issued_on is None else invoice.issued_on.isoformat(),
        "buyer_name": invoice.buyer_name,
        "buyer_tax_id": invoice.buyer_tax_id,
        "seller_name": invoice.seller_name,
        "seller_tax_id": invoice.seller_tax_id,
        "amount": _money(invoice.amount),
        "tax": _money(invoice.tax),
        "total": _money(invoice.total),
        "check_code": invoice.check_code,
        "machine_no": invoice.machine_no,
        "drawer": invoice.drawer,
        "remark": invoice.remark,
        "lines": [_line(line) for line in invoice.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "spec": line.spec,
        "unit": line.unit,
        "quantity": _number(line.quantity),
        "price": _number(line.price),
        "amount": _money(line.amount),
        "rate": line.rate,
        "tax": _money(line.tax),
    }


def _money(fen: int | None) -> str | None:
    return None if fen is None else plain(fen)


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
