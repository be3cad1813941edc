"""Which invoice is sought where no number was given: by parties, day and amount."""

from __future__ import annotations

from collections.abc import Iterable

from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.question import Asked
from chapiao.diagnosis.record import OurEntity, Record
from chapiao.invoice.entry import Entry
from chapiao.invoice.model import DIGITAL_LENGTH, Invoice
from chapiao.invoice.names import normal_name
from chapiao.invoice.number import clean

FRAGMENT = 6  # last digits of a number that people take for the whole
LEAST = 2  # letters of a name that mean something


def sought_among(
    asked: Asked, records: Iterable[Record], ours: tuple[OurEntity, ...]
) -> str | None:
    """Return the number of the one invoice that fits everything typed; None where not just one."""
    if asked.number is not None or asked.typed_number:
        return None
    # In our own list one thing may be enough to look by; elsewhere it is no sign of what was meant.
    return fitting_among(asked, records, ours, least=1 if asked.entry is Entry.OWN else 2)


def fitting_among(
    asked: Asked, records: Iterable[Record], ours: tuple[OurEntity, ...], *, least: int
) -> str | None:
    """Return the number of the one invoice that fits at least so many things typed."""
    numbers = {one.invoice.number for one in all_fitting(asked, records, ours, least=least)}
    return next(iter(numbers)) if len(numbers) == 1 else None


def all_fitting(
    asked: Asked, records: Iterable[Record], ours: tuple[OurEntity, ...], *, least: int
) -> tuple[Record, ...]:
    """Return every invoice that fits at least so many things typed, each once."""
    found = {
        (one.invoice.code, one.invoice.number): one
        for one in records
        if one.invoice.number and _fits(asked, one, ours, least)
    }
    return tuple(found.values())


def fragment_among(asked: Asked, records: Iterable[Record]) -> Record | None:
    """Return the one digital invoice whose last digits were typed for its number.

    >>> fragment_among(Asked(typed_number="1234"), ()) is None
    True
    """
    digits = clean(asked.typed_number or "")
    if not (digits.isdigit() and FRAGMENT <= len(digits) < DIGITAL_LENGTH - 1):
        return None
    found = {
        number: one
        for one in records
        for number in (one.invoice.number or "", one.invoice.second_number or "")
        if len(number) == DIGITAL_LENGTH and number.endswith(digits)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _fits(asked: Asked, record: Record, ours: tuple[OurEntity, ...], least: int) -> bool:
    """Whether all that was typed agrees; a buyer of ours also by a former name.

    Of an invoice partly offset, the rest may be what was typed.
    """
    told: list[bool] = []
    invoice = record.invoice
    if asked.amount is not None:
        rest = (invoice.total or 0) + sum(red.total or 0 for red in record.red)
        told.append(asked.amount in {invoice.amount, invoice.total, rest})
    if asked.issued_on is not None and invoice.issued_on is not None:
        told.append(asked.issued_on == invoice.issued_on)
    if asked.seller and invoice.seller_name:
        told.append(_in(asked.seller, f"{invoice.seller_name} {invoice.remark or ''}"))
    if asked.buyer and invoice.buyer_name:
        told.append(_is_buyer(asked.buyer, invoice, ours))
    if asked.code is not None and invoice.code:
        told.append(asked.code.text == invoice.code)
    return len(told) >= least and all(told)


def _in(typed: str, known: str) -> bool:
    part = normal_name(typed)
    return len(part) >= LEAST and (same_name(typed, known) or part in normal_name(known))


def _is_buyer(typed: str, invoice: Invoice, ours: tuple[OurEntity, ...]) -> bool:
    name, tax_id = invoice.buyer_name or "", invoice.buyer_tax_id or ""
    mine = [one for one in ours if same_name(typed, one.name)]
    return _in(typed, name) or any(
        one.is_now(name, tax_id) or one.was(name, tax_id) for one in mine
    )
