"""Suggest what a number was that a spreadsheet damaged, from what this person may see.

A suggestion needs exactly one whole record that fits digits, day, sums and seller.
It is only shown: nothing is written under it without the person's yes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.db.models import Q

from chapiao.invoice.model import Invoice
from chapiao.readers.export_model import DamagedRow, ExportRow
from chapiao.store import access
from chapiao.store.models import Face, Person
from chapiao.store.reading import invoice_of as face_invoice
from chapiao.store.records import invoice_of as row_invoice

MOST = 50  # records that share the digits left; more of them settle nothing
LEDGER, ARCHIVE = "台账里日期、金额、销方都相符的一张", "已收文件里日期、金额、销方都相符的一张"


def suggest(row: DamagedRow, person: Person) -> DamagedRow:
    """Return the row with a suggestion, where we hold exactly one record that fits."""
    if row.repaired() is not None:
        return row
    for records, where in ((_ledger(row, person), LEDGER), (_archive(row, person), ARCHIVE)):
        fitting = {one.key: one for one in records if row.may_be(one)}
        if len(fitting) == 1:
            return row.suggesting(next(iter(fitting.values())), where)
    return row


def to_payload(row: DamagedRow) -> list[dict[str, Any]]:
    """Return the damaged fields as JSON keeps them."""
    return [
        {
            "field": one.field,
            "seen": one.seen,
            "suggested": one.suggested,
            "from": one.suggested_from,
        }
        for one in row.fields
    ]


def says(damaged: list[dict[str, Any]]) -> str:
    """Say what was restored, and whence."""
    told = (f"{one['seen']}恢复为{one['suggested']}（{one['from']}）" for one in damaged)
    return "按建议恢复：" + "，".join(told)


def repaired(invoice: Invoice, damaged: list[dict[str, Any]]) -> Invoice | None:
    """Return the invoice as suggested; None where a suggestion is missing."""
    fixed = {one["field"]: one["suggested"] for one in damaged}
    return None if None in fixed.values() else replace(invoice, **fixed)


def reason(row: DamagedRow) -> str:
    """Say what is wrong, and what the number may have been."""
    if row.repaired() is None:
        return f"{row.says}；请从税局重新导出，或另给一份有完整号码的表"
    told = (f"{one.suggested}（{one.suggested_from}）" for one in row.fields)
    return f"{row.says}；可能是{'，'.join(told)}，要您同意才会写入"


def _ledger(row: DamagedRow, person: Person) -> Iterator[Invoice]:
    found = access.invoices_for(person).filter(_range(row))
    for one in found.select_related("seller", "buyer").order_by("key")[:MOST]:
        yield row_invoice(one)


def _archive(row: DamagedRow, person: Person) -> Iterator[Invoice]:
    seen = access.reach(person)
    faces = Face.objects.filter(_range(row))
    if not seen.everything:
        faces = faces.filter(Q(entity__in=seen.entities) | Q(document__received_by=person))
    for one in faces.order_by("key")[:MOST]:
        yield face_invoice(one.reading)


def _range(row: DamagedRow) -> Q:
    """Return the condition that a key opens with a number the damaged one can have been."""
    number = next((one for one in row.fields if one.field != "code"), None)
    if number is None:
        known: ExportRow = row.exported
        return Q(key__startswith=f"{known.invoice.number or ''}-")
    return Q(key__gte=number.damage.low, key__lte=f"{number.damage.high}-~")
