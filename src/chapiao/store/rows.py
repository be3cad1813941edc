"""Rows of the pool: an invoice put once per entity, under either of its identities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q

from chapiao.invoice import model
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus
from chapiao.store import payload
from chapiao.store.models import Document, Entity, Invoice, Party, Person, Snapshot
from chapiao.store.parties import parties
from chapiao.store.text import column, storable

CHUNK = 400
LONGEST_NUMBER, LONGEST_CODE, LONGEST_REMARK = 20, 12, 4000
# How the remark of a red invoice names the blue one (domain §3.3 [A sample]).
_BLUE = re.compile(r"被红冲蓝字数电(?:发)?票号码[:：](\d{20})")
_BLUE_CODED = re.compile(r"对应正数发票代码[:：](\d{10,12})号码[:：](\d{8})")


class NoIdentity(ValueError):
    """The invoice cannot be filed. The message can be shown to the user."""

    def __init__(self) -> None:
        super().__init__("缺少发票代码或号码，无法登记：8位号码要和发票代码一起才能认定一张发票")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known of an invoice beside what is printed on it."""

    tax_status: TaxStatus | None = None
    use_status: UseStatus | None = None
    doc_status: DocStatus | None = None
    verify_status: VerifyStatus | None = None
    positive: bool | None = None
    risk: str | None = None
    red_of: str = ""  # the key or number of the blue invoice that this red one offsets
    department: str = ""
    booked_on: date | None = None
    voucher: str = ""


NOTHING = State()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where rows come from and whose they are."""

    source: str  # 文件, 税局导出, 手工录入
    entity: Entity | None
    owner: Person | None
    at: datetime
    document: Document | None = None
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class Put:
    """The row of an invoice, and whether it is new."""

    row: Invoice
    created: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One invoice to put, with what is known of its state."""

    invoice: model.Invoice
    state: State = field(default=NOTHING)


def put(
    invoice: model.Invoice,
    *,
    source: str,
    entity: Entity | None,
    owner: Person | None,
    at: datetime,
    state: State = NOTHING,
    document: Document | None = None,
    snapshot: Snapshot | None = None,
) -> Put:
    """Return the row of this invoice in this pool; one that is there is left as it is.

    The pool is that of the entity, or of the owner where no entity is known.

    Raises:
        NoIdentity: the number, or the code an old number needs, is not known.
    """
    origin = Origin(
        source=source, entity=entity, owner=owner, at=at, document=document, snapshot=snapshot
    )
    return put_many([Item(invoice=invoice, state=state)], origin)[0]


def put_many(items: Sequence[Item], origin: Origin) -> list[Put]:
    """Put many at once, in order; an invoice that comes twice is created once.

    Raises:
        NoIdentity: one of them has none; nothing was put.
    """
    if not all(_has_identity(one.invoice) for one in items):
        raise NoIdentity
    done: list[Put] = []
    with transaction.atomic():
        for start in range(0, len(items), CHUNK):
            done += _chunk(items[start : start + CHUNK], origin)
    return done


def _has_identity(invoice: model.Invoice) -> bool:
    fits = len(invoice.number or "") <= LONGEST_NUMBER and len(invoice.code or "") <= LONGEST_CODE
    return invoice.key is not None and fits


def _chunk(items: Sequence[Item], origin: Origin) -> list[Put]:
    try:
        with transaction.atomic():
            return _put_some(items, origin)
    except IntegrityError:  # somebody else put one of them at this moment: now it is there
        with transaction.atomic():
            return _put_some(items, origin)


def held(
    invoices: Sequence[model.Invoice], entity: Entity | None, owner: Person | None
) -> dict[str, Invoice]:
    """Return the rows of one pool that are among these invoices, by each of their identities."""
    keys = {key for one in invoices for key in (one.key, one.second_key) if key}
    whose = Q(entity=entity) if entity is not None else Q(entity=None, owner=owner)
    found = Invoice.objects.select_related("seller", "buyer").filter(
        whose, Q(key__in=keys) | Q(second_key__in=keys)
    )
    return {key: row for row in found for key in (row.key, row.second_key) if key}


def _put_some(items: Sequence[Item], origin: Origin) -> list[Put]:
    known = held([one.invoice for one in items], origin.entity, origin.owner)
    named = parties(
        pair
        for one in items
        for pair in (
            (one.invoice.seller_name, one.invoice.seller_tax_id),
            (one.invoice.buyer_name, one.invoice.buyer_tax_id),
        )
    )
    new: list[Invoice] = []
    done: list[Put] = []
    for one in items:
        row = _known_row(known, one.invoice)
        if row is not None:
            _learn_identity(row, one.invoice)
            done.append(Put(row, created=False))
            continue
        seller = named[(one.invoice.seller_name, one.invoice.seller_tax_id)]
        buyer = named[(one.invoice.buyer_name, one.invoice.buyer_tax_id)]
        row = Invoice(
            **printed(one.invoice, seller, buyer),
            **_stated(one),
            entity=origin.entity,
            owner=origin.owner,
            source=origin.source,
            document=origin.document,
            snapshot=origin.snapshot,
            added_at=origin.at,
        )
        new.append(row)
        known |= {key: row for key in (row.key, row.second_key) if key}
        done.append(Put(row, created=True))
    Invoice.objects.bulk_create(new)
    return done


def _stated(one: Item) -> dict[str, Any]:
    told = stated(one.state)
    return told if told["red_of"] else told | {"red_of": blue_of(one.invoice.remark)}


def _known_row(known: dict[str, Invoice], invoice: model.Invoice) -> Invoice | None:
    return known.get(invoice.key or "") or known.get(invoice.second_key or "")


def _learn_identity(row: Invoice, invoice: model.Invoice) -> None:
    """Give a paper digital invoice filed under 20 digits alone its code and number too."""
    if not invoice.second_key or row.second_key is not None or not invoice.key:
        return
    row.key, row.second_key = invoice.key, invoice.second_key
    row.code, row.number = invoice.code or "", invoice.number or ""
    if row.pk is not None:
        row.save(update_fields=["key", "second_key", "code", "number"])


def printed(invoice: model.Invoice, seller: Party, buyer: Party) -> dict[str, Any]:
    """Return the columns that say what is printed on the invoice."""
    return printed_beside_parties(invoice) | {"seller": seller, "buyer": buyer}


def printed_beside_parties(invoice: model.Invoice) -> dict[str, Any]:
    """Return the columns that say what is printed on the invoice, but for who sells and buys."""
    return {
        "key": invoice.key,
        "second_key": invoice.second_key,
        "number": invoice.number,
        "code": invoice.code or "",
        "kind": invoice.kind and invoice.kind.value,
        "issued_on": invoice.issued_on,
        "amount": invoice.amount,
        "tax": invoice.tax,
        "total": invoice.total,
        "check_code": column(invoice.check_code, 20),
        "machine_no": column(invoice.machine_no, 12),
        "drawer": column(invoice.drawer, 40),
        "remark": column(invoice.remark, LONGEST_REMARK),
        "title": column(invoice.title, 60),
        "lines": [
            {name: storable(one) if isinstance(one, str) else one for name, one in line.items()}
            for line in payload.lines_to_json(invoice.lines)
        ],
    }


def stated(state: State) -> dict[str, Any]:
    """Return the columns that say how the invoice stands."""
    return {one.name: getattr(state, one.name) for one in fields(State)}


def blue_of(remark: str | None) -> str:
    """Return the key of the blue invoice that a red one's remark names; "" if it names none.

    >>> blue_of("对应正数发票代码:011002300222号码:12345678")
    '12345678-011002300222'
    """
    plain = "".join((remark or "").split())
    digital = _BLUE.search(plain)
    if digital:
        return digital[1]
    coded = _BLUE_CODED.search(plain)
    return f"{coded[2]}-{coded[1]}" if coded else ""


def as_payload(invoice: model.Invoice, state: State = NOTHING) -> dict[str, Any]:
    """Return invoice and state as the JSON that an export's row is kept as."""
    told = payload.to_json(invoice)
    for name, value in stated(state).items():
        if value not in {None, ""}:
            told[name] = value.isoformat() if isinstance(value, date) else value
    return told


def from_payload(told: dict[str, Any]) -> tuple[model.Invoice, State]:
    """Return what `as_payload` made this of."""
    booked = told.get("booked_on")
    state = State(
        tax_status=_known(TaxStatus, told.get("tax_status")),
        use_status=_known(UseStatus, told.get("use_status")),
        doc_status=_known(DocStatus, told.get("doc_status")),
        verify_status=_known(VerifyStatus, told.get("verify_status")),
        positive=told.get("positive"),
        risk=told.get("risk"),
        red_of=told.get("red_of", ""),
        department=told.get("department", ""),
        booked_on=None if booked is None else date.fromisoformat(booked),
        voucher=told.get("voucher", ""),
    )
    return payload.from_json(told), state


S = TypeVar("S", bound=StrEnum)


def _known(vocabulary: type[S], text: str | None) -> S | None:
    return None if text is None else _by_value(vocabulary).get(text)


@cache
def _by_value(vocabulary: type[S]) -> dict[str, S]:
    return {one.value: one for one in vocabulary}
