"""An invoice as JSON that loses nothing: for questions, export rows and undo.

Unlike the JSON other programs get, it keeps None apart from "", and money as fen.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line

_KINDS = {kind.value: kind for kind in Kind}
_LINE = tuple(one.name for one in fields(Line))
_PLAIN = tuple(
    one.name for one in fields(Invoice) if one.name not in {"kind", "issued_on", "lines"}
)


def to_json(invoice: Invoice) -> dict[str, Any]:
    """Return the invoice's known fields."""
    told: dict[str, Any] = {
        name: value for name in _PLAIN if (value := getattr(invoice, name)) is not None
    }
    if invoice.kind is not None:
        told["kind"] = invoice.kind.value
    if invoice.issued_on is not None:
        told["issued_on"] = invoice.issued_on.isoformat()
    if invoice.lines:
        told["lines"] = lines_to_json(invoice.lines)
    return told


def from_json(told: dict[str, Any]) -> Invoice:
    """Return the invoice that `to_json` made this of."""
    day = told.get("issued_on")
    return Invoice(
        **{name: told.get(name) for name in _PLAIN},
        kind=_KINDS.get(told.get("kind", "")),
        issued_on=None if day is None else date.fromisoformat(day),
        lines=lines_from_json(told.get("lines", ())),
    )


def lines_to_json(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """Return the lines; numbers that are no money are text, so that no digit is lost."""
    return [
        {
            name: str(value) if isinstance(value, Decimal) else value
            for name in _LINE
            if (value := getattr(line, name)) not in {None, ""}
        }
        for line in lines
    ]


def lines_from_json(told: list[dict[str, Any]] | tuple[()]) -> tuple[Line, ...]:
    """Return the lines that `lines_to_json` made this of."""
    return tuple(_line(one) for one in told)


def _line(told: dict[str, Any]) -> Line:
    given = {name: told[name] for name in _LINE if name in told}
    for name in _DECIMALS:
        if name in given:
            given[name] = _decimal(given[name])
    return Line(**given)


_DECIMALS = ("quantity", "price")


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
