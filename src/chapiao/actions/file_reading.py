"""Put what a file says into the pool: a new row, a file for a row, or a duplicate.

Nothing that is there is changed, but that a row without a file gets one. What a
person should look at first is not put in, nor what is made out to somebody else:
that is filed only by who says so (`file_anyway.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from chapiao.actions.intake_rows import Filed
from chapiao.actions.whose import Group, only_entity
from chapiao.invoice import model
from chapiao.invoice.money import plain
from chapiao.invoice.status import VerifyStatus
from chapiao.readers.reading import Doubt, Reading
from chapiao.store import access, records, rows
from chapiao.store.models import Document, Entity, FileState, Invoice, Membership, Person

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


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a reading, and the row of the pool it belongs to; None: to none."""

    filed: Filed
    row: Invoice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who hands in which file, when, and the companies it may be for."""

    document: Document
    giver: Person
    ours: Group
    now: datetime


def file_reading(reading: Reading, desk: Desk) -> Placed:
    """Put the invoice into the pool of our company that it names.

    One that names no company, as a taxi's receipt, goes to the giver's.
    """
    invoice = reading.invoice
    doubts = "；".join(doubt.text for doubt in reading.doubts)
    if any(_leaves_identity_open(doubt) for doubt in reading.doubts):
        return Placed(Filed(FileState.DOUBTS, f"{doubts}。号码没有定下来，未收入台账"))
    if invoice.key is None:
        lacks = "发票号码" if not invoice.number else "发票代码"
        says = f"没有读到{lacks}，未收入台账；请补上后再查"
        return Placed(Filed(FileState.DOUBTS, says))
    entity = desk.ours.party(invoice)
    row = _known(invoice, entity, desk)
    if row is not None:
        return _there_already(row, invoice, doubts, desk)
    if entity is None and desk.ours.by_tax_id and (invoice.buyer_name or invoice.buyer_tax_id):
        buyer = invoice.buyer_name or invoice.buyer_tax_id
        says = f"购买方是「{buyer}」，不是本单位，未收入台账；原件已保存"
        return Placed(Filed(FileState.NOT_OURS, says))
    return put(invoice, doubts, desk)


def put(invoice: model.Invoice, doubts: str, desk: Desk) -> Placed:
    """Put an invoice that is not there yet into the pool, that of the giver if it names no other.

    `doubts` is what a person should look at, in sentences; "" for nothing.
    """
    if not access.may_submit(desk.giver):
        says = "您的角色只能查看，未收入台账；要入账请交给经办人"
        told = f"{doubts}。{says}" if doubts else f"已读取。{says}"
        return Placed(Filed(FileState.DOUBTS if doubts else FileState.READ, told))
    entity = desk.ours.party(invoice) or only_entity(desk.giver)
    put = rows.put(
        invoice,
        source=SOURCE,
        entity=entity,
        owner=desk.giver,
        at=desk.now,
        document=desk.document,
        state=rows.State(
            verify_status=VerifyStatus.NOT_CHECKED,
            positive=None if invoice.total is None else invoice.total >= 0,
        ),
    )
    if not put.created:  # somebody else was faster
        return _there_already(put.row, invoice, doubts, desk)
    where = f"，已收入台账（{entity.name}）" if entity else "，已收入您个人名下的台账"
    kind = f"{invoice.kind}" if invoice.kind else "发票"
    if doubts:
        return Placed(Filed(FileState.DOUBTS, f"{doubts}。{kind}{where}，请核对"), put.row)
    return Placed(Filed(FileState.READ, f"{kind}{where}"), put.row)


def _known(invoice: model.Invoice, entity: Entity | None, desk: Desk) -> Invoice | None:
    """Return the row of this invoice: of the pool where it belongs, else one that is in its way.

    The other party of it may be ours too, and has a row of its own beside this one.
    """
    giver = desk.giver
    home = entity or only_entity(giver)
    keys = [key for key in (invoice.key, invoice.second_key) if key]
    found = Invoice.objects.filter(Q(key__in=keys) | Q(second_key__in=keys)).order_by("pk")
    if not giver.is_superuser:  # what another group holds is nobody's business here
        theirs = Membership.objects.filter(entity__in=desk.ours.ids).values("person")
        own = Q(entity=None, owner=giver) | Q(entity=None, owner__in=theirs)
        found = found.filter(Q(entity__in=desk.ours.ids) | own)
    every = list(found.select_related("document", "owner", "seller", "buyer"))
    for row in every:
        if home is not None and row.entity_id == home.pk:
            return row
        if home is None and row.entity_id is None and row.owner_id == giver.pk:
            return row
    parties = {one.pk for one in (desk.ours.buyer(invoice), desk.ours.seller(invoice)) if one}
    others = [row for row in every if row.entity_id is None or row.entity_id not in parties]
    return next((row for row in others if sees(giver, row)), others[0] if others else None)


def _leaves_identity_open(doubt: Doubt) -> bool:
    """Whether the file's own witnesses name two different invoices."""
    return doubt.field in _IDENTITY and len(set(doubt.values.values())) > 1


def _there_already(row: Invoice, invoice: model.Invoice, doubts: str, desk: Desk) -> Placed:
    """Say that the row is there. Who may not see it is told no more than that."""
    seen, home = sees(desk.giver, row), belongs(row, invoice, desk)
    differs = "；".join(_differences(records.invoice_of(row), invoice))
    if differs and seen:
        says = f"台账里已有这个号码，但{differs}；请核对，台账未改动"
        return Placed(Filed(FileState.DOUBTS, says), row)
    if differs and home:
        says = "台账里已有这个号码，但内容与这份文件不同；请核对"
        return Placed(Filed(FileState.DOUBTS, says), row)
    attaches = row.document_id is None and access.may_submit(desk.giver)
    if attaches and (seen or home):
        Invoice.objects.filter(pk=row.pk, document=None).update(document=desk.document)
    if attaches and seen:
        text = f"台账里已有这张发票（{row.source}），文件已附上"
        if doubts:
            return Placed(Filed(FileState.DOUBTS, f"{doubts}。{text}"), row)
        return Placed(Filed(FileState.READ, text), row)
    return Placed(Filed(FileState.DUPLICATE, _duplicate(row, desk.document, desk.giver)), row)


def belongs(row: Invoice, invoice: model.Invoice, desk: Desk) -> bool:
    """Whether a row stands in the pool of the company that the invoice itself names."""
    party = desk.ours.party(invoice)
    return party is not None and row.entity_id == party.pk


def _duplicate(row: Invoice, document: Document, giver: Person) -> str:
    if not sees(giver, row):
        return "重复发票：已由其他同事收入台账，您没有查看那条记录的权限"
    day = f"{row.added_at.astimezone(records.BEIJING):%Y-%m-%d}"
    who = f"由{row.owner}" if row.owner_id else ""
    if row.document_id == document.pk:
        return f"重复发票：同一个文件已于{day}{who}收入台账"
    name = f"，当时的文件是「{row.document.name}」" if row.document else ""
    return f"重复发票：已于{day}{who}收入台账{name}"


def sees(giver: Person, row: Invoice) -> bool:
    """Whether a person may see a row that was found without asking for whom."""
    return access.invoices_for(giver).filter(pk=row.pk).exists()


def _differences(held: model.Invoice, read: model.Invoice) -> Iterator[str]:
    for name, title in _COMPARED:
        ours, theirs = getattr(held, name), getattr(read, name)
        if ours not in {None, ""} and theirs not in {None, ""} and ours != theirs:
            yield f"{title}是{_shown(ours)}，文件上是{_shown(theirs)}"


def _shown(value: object) -> str:
    return plain(value) if isinstance(value, int) else str(value)
