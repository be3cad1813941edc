"""Put what a file says into the pool: a new row, a file for a row, or a duplicate.

Nothing that is there is changed, but that a row without a file gets one. What a
person should look at first is not put in.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from chapiao.actions.intake_rows import Filed
from chapiao.actions.whose import Group, only_entity
from chapiao.invoice import model
from chapiao.invoice.money import plain
from chapiao.invoice.status import VerifyStatus
from chapiao.readers.reading import Doubt, Reading
from chapiao.store import access, records, rows
from chapiao.store.models import Document, FileState, Invoice, Person

SOURCE = "文件"
_IDENTITY = frozenset({"number", "code", "second_number"})
_COMPARED = (
    ("issued_on", "开票日期"),
    ("amount", "金额"),
    ("tax", "税额"),
    ("total", "价税合计"),
    ("seller_tax_id", "销方税号"),
    ("buyer_tax_id", "购方税号"),
)


def file_reading(
    reading: Reading, *, document: Document, giver: Person, ours: Group, now: datetime
) -> Filed:
    """Put the invoice into the pool of our company that it names, or else the giver's."""
    invoice = reading.invoice
    doubts = "；".join(doubt.text for doubt in reading.doubts)
    if any(_leaves_identity_open(doubt) for doubt in reading.doubts):
        return Filed(FileState.DOUBTS, f"{doubts}。号码没有定下来，未收入台账")
    if invoice.key is None:
        lacks = "发票号码" if not invoice.number else "发票代码"
        return Filed(FileState.DOUBTS, f"没有读到{lacks}，未收入台账；请补上后再查")
    entity = ours.party(invoice) or only_entity(giver)
    if twin := _elsewhere(invoice, ours, entity.pk if entity else None, giver):
        return Filed(FileState.DUPLICATE, _duplicate(twin, document, giver))
    put = rows.put(
        invoice,
        source=SOURCE,
        entity=entity,
        owner=giver,
        at=now,
        document=document,
        state=rows.State(
            verify_status=VerifyStatus.NOT_CHECKED,
            positive=None if invoice.total is None else invoice.total >= 0,
        ),
    )
    if not put.created:
        return _there_already(put.row, reading, document, giver)
    where = f"，已收入台账（{entity.name}）" if entity else "，已收入您个人名下的台账"
    kind = f"{invoice.kind}" if invoice.kind else "发票"
    if doubts:
        return Filed(FileState.DOUBTS, f"{doubts}。{kind}{where}，请核对")
    return Filed(FileState.READ, f"{kind}{where}")


def _leaves_identity_open(doubt: Doubt) -> bool:
    """Whether the file's own witnesses name two different invoices."""
    return doubt.field in _IDENTITY and len(set(doubt.values.values())) > 1


def _there_already(row: Invoice, reading: Reading, document: Document, giver: Person) -> Filed:
    differs = "；".join(_differences(records.invoice_of(row), reading.invoice))
    if differs and _sees(giver, row):
        return Filed(FileState.DOUBTS, f"台账里已有这个号码，但{differs}；请核对，台账未改动")
    if differs:
        return Filed(FileState.DOUBTS, "台账里已有这个号码，但内容与这份文件不同；请核对")
    if row.document_id is None:
        Invoice.objects.filter(pk=row.pk, document=None).update(document=document)
        text = f"台账里已有这张发票（{row.source}），文件已附上"
        doubts = "；".join(doubt.text for doubt in reading.doubts)
        return (
            Filed(FileState.DOUBTS, f"{doubts}。{text}") if doubts else Filed(FileState.READ, text)
        )
    return Filed(FileState.DUPLICATE, _duplicate(row, document, giver))


def _elsewhere(
    invoice: model.Invoice, ours: Group, entity: int | None, giver: Person
) -> Invoice | None:
    """Return a row of the same invoice in a pool where the other party does not belong."""
    keys = [key for key in (invoice.key, invoice.second_key) if key]
    rightful = {one.pk for one in (ours.buyer(invoice), ours.seller(invoice)) if one} | {entity}
    found = Invoice.objects.filter(Q(key__in=keys) | Q(second_key__in=keys)).order_by("pk")
    for row in found.select_related("document", "owner"):
        mine = row.entity_id is None and entity is None and row.owner_id == giver.pk
        if not mine and (row.entity_id is None or row.entity_id not in rightful):
            return row
    return None


def _duplicate(row: Invoice, document: Document, giver: Person) -> str:
    if not _sees(giver, row):
        return "重复发票：已由其他同事收入台账，您没有查看那条记录的权限"
    day = f"{row.added_at.astimezone(records.BEIJING):%Y-%m-%d}"
    who = f"由{row.owner}" if row.owner_id else ""
    if row.document_id == document.pk:
        return f"重复发票：同一个文件已于{day}{who}收入台账"
    name = f"，当时的文件是「{row.document.name}」" if row.document else ""
    return f"重复发票：已于{day}{who}收入台账{name}"


def _sees(giver: Person, row: Invoice) -> bool:
    return access.invoices_for(giver).filter(pk=row.pk).exists()


def _differences(held: model.Invoice, read: model.Invoice) -> Iterator[str]:
    for name, title in _COMPARED:
        ours, theirs = getattr(held, name), getattr(read, name)
        if ours not in {None, ""} and theirs not in {None, ""} and ours != theirs:
            yield f"{title}是{_shown(ours)}，文件上是{_shown(theirs)}"


def _shown(value: object) -> str:
    return plain(value) if isinstance(value, int) else str(value)
