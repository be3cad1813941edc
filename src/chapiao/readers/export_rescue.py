"""Suggest what damaged numbers were, from whole records that somebody gave for that.

A suggestion needs exactly one record that fits digits, day, sums and seller, which no
whole row of the export has already and no other damaged row could claim as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace

from chapiao.invoice.model import Invoice
from chapiao.readers.export_model import DamagedRow, ExportTable

Hook = tuple[object, ...]
Index = defaultdict[Hook, dict[str, "Whole"]]
Whole = tuple[Invoice, str]  # a record, and where it stands, in words


def rescued(table: ExportTable, records: Iterable[Whole]) -> ExportTable:
    """Return the table with suggestions; nothing else of it changes."""
    return replace(table, damaged=suggested(table.damaged, set(table.rows.keys()), records))


def suggested(
    rows: Sequence[DamagedRow], taken: Container[str], records: Iterable[Whole]
) -> tuple[DamagedRow, ...]:
    """Return damaged rows with suggestions; `taken` are the identities that whole rows have."""
    index: Index = defaultdict(dict)
    for invoice, where in records:
        if invoice.key is not None and invoice.key not in taken:
            for hook in _hooks(invoice):
                index[hook].setdefault(invoice.key, (invoice, where))
    found = [_fitting(row, index) for row in rows]
    claims = Counter(one[0].key for one in found if one is not None)
    return tuple(
        row if one is None or claims[one[0].key] > 1 else row.suggesting(*one)
        for row, one in zip(rows, found, strict=True)
    )


def _hooks(invoice: Invoice) -> Iterator[Hook]:
    """Yield what a record is found by; a full one is also known to be full."""
    full = _full(invoice)
    yield from ([full] if full else [])
    for hook in _loose(invoice):
        yield hook
        if not full:
            yield ("not full", *hook)


def _full(invoice: Invoice) -> Hook | None:
    parts = (invoice.total, invoice.issued_on, invoice.seller_tax_id)
    return None if None in parts else parts


def _loose(invoice: Invoice) -> list[Hook]:
    """Return the sums, or the day where there are none."""
    sums = [(name, value) for name in ("total", "amount") if (value := getattr(invoice, name))]
    return [*sums] or [("issued_on", invoice.issued_on)]


def _fitting(row: DamagedRow, index: Index) -> Whole | None:
    if row.repaired() is not None:
        return None
    invoice = row.exported.invoice
    full = _full(invoice)
    # A full row need not be held against every full record with the same sum.
    hooks = [full, *(("not full", *hook) for hook in _loose(invoice))] if full else _loose(invoice)
    near: dict[str, Whole] = {}
    for hook in hooks:
        near |= index.get(hook, {})
    fitting = [one for one in near.values() if row.may_be(one[0])]
    return fitting[0] if len(fitting) == 1 else None
