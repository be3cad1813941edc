"""Suggest what damaged numbers were, from whole records that somebody gave for that.

A suggestion needs exactly one record that fits digits, day, sums and seller, which no
whole row of the export has already and no other damaged row could claim as well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from chapiao.invoice.model import Invoice
from chapiao.readers.export_model import DamagedRow, ExportTable

Whole = tuple[Invoice, str]  # a record, and where it stands, in words


def rescued(table: ExportTable, records: Iterable[Whole]) -> ExportTable:
    """Return the table with suggestions; nothing else of it changes."""
    taken = {row.invoice.key for row in table.rows}
    index: defaultdict[tuple[str, object], dict[str, Whole]] = defaultdict(dict)
    for invoice, where in records:
        if invoice.key is not None and invoice.key not in taken:
            for name in _hooks(invoice):
                index[name].setdefault(invoice.key, (invoice, where))
    found = [_fitting(row, index) for row in table.damaged]
    claims = Counter(one[0].key for one in found if one is not None)
    damaged = tuple(
        row if one is None or claims[one[0].key] > 1 else row.suggesting(*one)
        for row, one in zip(table.damaged, found, strict=True)
    )
    return replace(table, damaged=damaged)


def _hooks(invoice: Invoice) -> Iterator[tuple[str, object]]:
    """Yield what a record is found by: its sums, or its day where it has none."""
    sums = [(name, value) for name in ("total", "amount") if (value := getattr(invoice, name))]
    yield from sums or [("issued_on", invoice.issued_on)]


def _fitting(
    row: DamagedRow, index: defaultdict[tuple[str, object], dict[str, Whole]]
) -> Whole | None:
    if row.repaired() is not None:
        return None
    near: dict[str, Whole] = {}
    for name in _hooks(row.exported.invoice):
        near |= index.get(name, {})
    fitting = [one for one in near.values() if row.may_be(one[0])]
    return fitting[0] if len(fitting) == 1 else None
