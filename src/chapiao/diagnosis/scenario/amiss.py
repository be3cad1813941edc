"""Rows of a told world that hold the invoice amiss: damaged, misfiled, without its zeros."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chapiao.diagnosis.disagree import disagreement
from chapiao.diagnosis.facts import LEDGER, Facts, Neighbour, Record
from chapiao.invoice.damage import could_be, number_damage
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import PLAIN

TELLING = 5  # fewer digits than this are no number that lost its zeros


def damaged(facts: Facts, ledger: Iterable[Record]) -> tuple[Record, ...]:
    """Return our rows whose number is what a spreadsheet left of the asked one."""
    if facts.number is None or facts.held:
        return facts.damaged or ()
    number, code = facts.number.text, facts.sought_code or facts.code_known
    return tuple(
        row
        for row in ledger
        if _code_lost_zero(row.invoice, number, code)
        or (
            row.invoice.number != number
            and (damage := number_damage(row.invoice.number or "", row.invoice.code or ""))
            is not None
            and could_be(damage, number)
        )
    )


def _code_lost_zero(row: Invoice, number: str, code: str) -> bool:
    """Whether the row is this very pair with the zero in front of its code gone."""
    return row.number == number and bool(code) and row.code == code.lstrip("0") != code


def misfiled(facts: Facts, ledger: Iterable[Record], every: Iterable[Record]) -> tuple[Record, ...]:
    """Return our rows that agree with a copy of it in everything but the number.

    A row whose number another source has too is another invoice, alike by chance, unless
    that source tells otherwise of it: then the row was written over.
    """
    copy = next((one for one in facts.copies or () if one.source != LEDGER), None)
    if copy is None or facts.held:
        return ()
    known: dict[str, Invoice] = {
        number: one.invoice
        for one in every
        if one.source != LEDGER
        for number in (one.invoice.number, one.invoice.second_number)
        if number
    }
    return tuple(
        row
        for row in ledger
        if _agrees(row.invoice, copy.invoice)
        and _is_not(row.invoice, known.get(row.invoice.number or ""))
    )


def _is_not(row: Invoice, other: Invoice | None) -> bool:
    """Whether no source bears the row out under its number."""
    return other is None or disagreement(row, other) is not None


def _agrees(row: Invoice, copy: Invoice) -> bool:
    """Whether seller, day and total are the same, as far as both tell them."""
    pairs = (
        (row.seller_tax_id or row.seller_name, copy.seller_tax_id or copy.seller_name),
        (row.issued_on, copy.issued_on),
        (row.total, copy.total),
    )
    return all(one is not None and one == other for one, other in pairs)


def rescued(facts: Facts, every: Sequence[Record]) -> tuple[Neighbour, ...] | None:
    """Return what a number that lost the zeros in front of it can have been."""
    digits, code = facts.plain_number or "", facts.sought_code
    if facts.rescued or not digits.isdigit() or not TELLING <= len(digits) < PLAIN:
        return facts.rescued
    found = {
        one.invoice.number: Neighbour(record=one)
        for one in every
        if (one.invoice.number or "").lstrip("0") == digits
        and len(one.invoice.number or "") == PLAIN
        and (not code or code == one.invoice.code)
    }
    return tuple(found.values())
