"""From a row of the pool to the values the pure rooms think with."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chapiao.diagnosis.facts import LEDGER, Record
from chapiao.invoice import model
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus
from chapiao.store import payload
from chapiao.store.models import Invoice

BEIJING = ZoneInfo("Asia/Shanghai")

# The order in which `record` takes a row apart.
COLUMNS = (
    "i.id, i.entity_id, i.code, i.number, i.second_key, i.kind, i.issued_on, s.name, s.tax_id,"
    " b.name, b.tax_id, i.amount, i.tax, i.total, i.check_code, i.machine_no, i.remark, i.title,"
    " i.drawer, i.lines, i.tax_status, i.doc_status, i.verify_status, i.positive, i.risk,"
    " i.added_at"
)
TABLES = (
    "store_invoice i join store_party s on s.id=i.seller_id join store_party b on b.id=i.buyer_id"
)

_KINDS = {one.value: one for one in Kind}
_TAX = {one.value: one for one in TaxStatus}
_DOC = {one.value: one for one in DocStatus}
_VERIFY = {one.value: one for one in VerifyStatus}


def record(row: tuple[Any, ...]) -> Record:
    """Return what the pool knows of one invoice; `row` holds COLUMNS."""
    return Record(
        invoice=_invoice(row),
        source=LEDGER,
        ref=f"invoice:{row[0]}",
        tax_status=_TAX.get(row[20]),
        doc_status=_DOC.get(row[21]),
        verify_status=_VERIFY.get(row[22]),
        positive=row[23],
        risk=row[24],
        added_at=beijing(row[25]),
    )


def _invoice(row: tuple[Any, ...]) -> model.Invoice:
    lines = row[19]
    return model.Invoice(
        code=row[2],
        number=row[3],
        second_number=row[4],
        kind=_KINDS.get(row[5]),
        issued_on=row[6],
        seller_name=row[7],
        seller_tax_id=row[8],
        buyer_name=row[9],
        buyer_tax_id=row[10],
        amount=row[11],
        tax=row[12],
        total=row[13],
        check_code=row[14],
        machine_no=row[15],
        remark=row[16],
        title=row[17],
        drawer=row[18],
        lines=() if lines == "[]" else payload.lines_from_json(json.loads(lines)),
    )


def beijing(at: datetime) -> datetime:
    """Return a time in Beijing; the driver of SQLite gives UTC without a zone."""
    return (at if at.tzinfo is not None else at.replace(tzinfo=UTC)).astimezone(BEIJING)


def invoice_of(row: Invoice) -> model.Invoice:
    """Return what an ORM row (with seller and buyer) says is printed on the invoice."""
    return model.Invoice(
        code=row.code,
        number=row.number,
        second_number=row.second_key,
        kind=_KINDS.get(row.kind or ""),
        issued_on=row.issued_on,
        seller_name=row.seller.name,
        seller_tax_id=row.seller.tax_id,
        buyer_name=row.buyer.name,
        buyer_tax_id=row.buyer.tax_id,
        amount=row.amount,
        tax=row.tax,
        total=row.total,
        check_code=row.check_code,
        machine_no=row.machine_no,
        remark=row.remark,
        title=row.title,
        drawer=row.drawer,
        lines=payload.lines_from_json(row.lines),
    )


def record_of(row: Invoice) -> Record:
    """Return what an ORM row (with seller and buyer) knows of its invoice."""
    return Record(
        invoice=invoice_of(row),
        source=LEDGER,
        ref=f"invoice:{row.pk}",
        tax_status=_TAX.get(row.tax_status or ""),
        doc_status=_DOC.get(row.doc_status or ""),
        verify_status=_VERIFY.get(row.verify_status or ""),
        positive=row.positive,
        risk=row.risk,
        added_at=row.added_at.astimezone(BEIJING),
    )
