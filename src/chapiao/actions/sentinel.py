"""入账后哨兵: a booked invoice that is voided or offset later is told of, with its voucher.

Money may be out by then. What a new export says of booked rows is looked at once the
export is in; each state of an invoice raises one alert, which stays until a person has
dealt with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from django.db.models import Q, QuerySet

from chapiao.actions import links
from chapiao.actions.tell import Said, tell
from chapiao.diagnosis.say import tail, yuan
from chapiao.invoice.status import TaxStatus
from chapiao.store import access, audit
from chapiao.store.models import (
    Alert,
    Entity,
    Invoice,
    MessageKind,
    Person,
    Role,
    RowOutcome,
    Snapshot,
)

Red = tuple[str, int | None, int | None, int | None]  # what it offsets, whose, total
AT_A_TIME = 500
DEALERS = (Role.CLERK, Role.REVIEWER, Role.HEAD, Role.ADMIN)  # who can do something about it

TOLD_OF = {
    TaxStatus.VOIDED: "发票已作废，不能再作凭证：冲回这笔账，请销售方重开，已抵扣的进项要转出",
    TaxStatus.RED_FULL: "已全额红冲：按红字发票冲减原凭证，已抵扣的进项要转出，已付的款要追回",
    TaxStatus.RED_PART: "已部分红冲：按红字发票冲减相应的金额，已抵扣的进项按比例转出",
    TaxStatus.RED_LOCKED: "正在红冲（红字确认单未完成）：先不要付款和抵扣，等红冲完成再处理",
    TaxStatus.LOST: "被列为失控发票：暂停付款和抵扣，联系销售方和主管税务机关",
    TaxStatus.ABNORMAL: "被列为异常凭证：暂停抵扣，已抵扣的按主管税务机关的通知处理",
}


def after_import(snapshot: Snapshot, now: datetime) -> int:
    """Raise an alert for each booked row that this export voids or offsets; return how many."""
    raised = 0
    for row in _stated(snapshot):
        raised += _raise(row, TaxStatus(row.tax_status or ""), snapshot, now)
    for row, status in _offset(snapshot):
        raised += _raise(row, status, snapshot, now)
    return raised


def open_alerts(person: Person) -> QuerySet[Alert]:
    """Return the alerts nobody has dealt with, of invoices this person sees, newest first."""
    seen = access.invoices_for(person).values("pk")
    found = Alert.objects.filter(handled_at=None, invoice__in=seen)
    return found.select_related("invoice").order_by("-raised_at", "-pk")


def handle(person: Person, pk: int, now: datetime) -> None:
    """Note that a person has dealt with it.

    Raises:
        access.NotSeen: there is none open for this person.
    """
    mine = Alert.objects.filter(pk__in=open_alerts(person).filter(pk=pk).values("pk"))
    if not mine.update(handled_at=now, handled_by=person):
        raise access.NotSeen
    audit.append(at=now, person_id=person.pk, act="处理入账提醒", subject=f"alert:{pk}")


def _stated(snapshot: Snapshot) -> QuerySet[Invoice]:
    """Return booked rows that this export changed, and that are not in order any more."""
    changed = snapshot.rows.filter(outcome=RowOutcome.UPDATED).values("key")
    found = Invoice.objects.filter(booked_on__isnull=False, tax_status__in=[*TOLD_OF])
    return found.filter(key__in=changed).order_by("pk")


def _offset(snapshot: Snapshot) -> Iterable[tuple[Invoice, TaxStatus]]:
    """Yield booked rows that red invoices of this export offset, and how far they do."""
    reds = Invoice.objects.filter(red_of__gt="", snapshot=snapshot)
    told = reds.exclude(tax_status=TaxStatus.VOIDED).values_list(
        "red_of", "entity", "owner", "total"
    )
    for some in _batched(told.iterator(), AT_A_TIME):
        names = [name for name, *_ in some]
        ours = Invoice.objects.filter(booked_on__isnull=False)
        blue: defaultdict[str, list[Invoice]] = defaultdict(list)
        for row in ours.filter(Q(key__in=names) | Q(second_key__in=names)):
            for name in {row.key, row.second_key or row.key}:
                blue[name].append(row)
        for name, entity, owner, total in some:
            for row in blue[name]:
                theirs = row.entity_id == entity and (entity is not None or row.owner_id == owner)
                if theirs and row.tax_status not in TOLD_OF:
                    part = row.total is not None and total is not None and row.total + total > 0
                    yield row, TaxStatus.RED_PART if part else TaxStatus.RED_FULL


def _batched(rows: Iterable[Red], size: int) -> Iterable[list[Red]]:
    """Yield the rows in lists of that size, the last one shorter."""
    waiting = iter(rows)
    while some := list(islice(waiting, size)):
        yield some


def _raise(row: Invoice, status: TaxStatus, snapshot: Snapshot, now: datetime) -> int:
    """Raise one alert; 0 where this state of it was told of before."""
    booked = [f"凭证{row.voucher}"] if row.voucher else []
    booked += [] if row.total is None else [f"价税合计{yuan(row.total)}"]
    beside = f"（{'，'.join(booked)}）" if booked else ""
    says = f"发票{tail(row.number)}{row.booked_on}已入账{beside}"
    alert, fresh = Alert.objects.get_or_create(
        invoice=row,
        status=status.value,
        defaults={
            "says": f"{says}，现在{TOLD_OF[status]}"[:300],
            "raised_at": now,
            "snapshot": snapshot,
        },
    )
    if fresh:
        _tell(alert, status, now)
    return int(fresh)


def _tell(alert: Alert, status: TaxStatus, now: datetime) -> None:
    """Tell those of the company who see the invoice and can act, and the company's groups."""
    row = alert.invoice
    said = Said(
        kind=MessageKind.BOOKED,
        once=f"alert:{alert.pk}",
        says=alert.says,
        step=TOLD_OF[status].rpartition("：")[2],
        link=links.invoice(row.pk),
        tail=tail(row.number or ""),
        amount=row.total,
    )
    tell(said, people=_concerned(row), entity=row.entity, now=now)


def _concerned(row: Invoice) -> list[Person]:
    company: Entity | None = row.entity
    if company is None:
        return [row.owner] if row.owner is not None else []
    mine = {"memberships__entity": company, "memberships__role__in": DEALERS}
    people = Person.objects.filter(is_active=True, **mine).distinct().order_by("pk")
    return [one for one in people if access.invoices_for(one).filter(pk=row.pk).exists()]
