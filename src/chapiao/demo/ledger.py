"""The 台账 of the demo, written in bulk: thousands of rows in about a second."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from chapiao.demo.row import Row
from chapiao.demo.world import World
from chapiao.store import rows
from chapiao.store.models import Document, Entity, Invoice, Party, Person
from chapiao.store.parties import Named, parties


def fill_ledger(
    made: World,
    entities: Sequence[Entity],
    people: Mapping[str, Person],
    documents: Mapping[str, Document],
) -> None:
    """Write the rows, the file of an invoice beside it where one was handed in."""
    named = parties(side for row in made.rows for side in (_seller(row), _buyer(row)))
    Invoice.objects.bulk_create(
        Invoice(
            **_columns(row, named),
            entity=entities[row.company],
            owner=people[row.owner],
            document=documents.get(row.invoice.key or ""),
        )
        for row in made.rows
    )


def _columns(row: Row, named: Mapping[Named, Party]) -> dict[str, Any]:
    state = rows.State(
        tax_status=row.tax_status,
        use_status=row.use_status,
        doc_status=row.doc_status,
        verify_status=row.verify_status,
        positive=row.positive,
        risk=row.risk,
        red_of=row.red_of,
        department=row.department,
        booked_on=row.booked_on,
        voucher=row.voucher,
    )
    return {
        **rows.printed(row.invoice, named[_seller(row)], named[_buyer(row)]),
        **rows.stated(state),
        "source": row.source,
        "added_at": row.added_at,
    }


def _seller(row: Row) -> Named:
    return row.invoice.seller_name, row.invoice.seller_tax_id


def _buyer(row: Row) -> Named:
    return row.invoice.buyer_name, row.invoice.buyer_tax_id
