"""What happens to an invoice after it was booked is told, once, with its voucher."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.actions.importing import imported
from tests.actions.papers import cells, csv, number, sale

from chapiao.actions import import_export, sentinel
from chapiao.actions.sentinel import handle, open_alerts
from chapiao.outside.reader_process import ReaderProcess
from chapiao.store import access, rows
from chapiao.store.models import Alert, AuditEntry, Entity, Invoice, Person

pytestmark = pytest.mark.django_db


def book(entity: Entity, place: int, now: datetime, **state: object) -> Invoice:
    held = rows.put(sale(place), source="税局导出", entity=entity, owner=None, at=now).row
    Invoice.objects.filter(pk=held.pk).update(
        booked_on=date(2026, 11, 10), voucher="记-12", tax_status="正常", **state
    )
    return held


@pytest.mark.parametrize(
    ("status", "says"), [("已作废", "不能再作凭证"), ("已红冲-全额", "冲减原凭证")]
)
def test_a_booked_invoice_that_a_new_export_calls_void_or_offset_is_told_of(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess, status: str, says: str
) -> None:
    booked = book(entity, 1, now)
    book(entity, 2, now)

    imported(clerk, csv(cells(sale(1), 发票状态=status), cells(sale(2))), now, reader)

    told = Alert.objects.get()
    assert (told.invoice, told.status, told.raised_at) == (booked, status, now)
    assert "2026-11-10已入账（凭证记-12，价税合计¥106.00）" in told.says
    assert says in told.says


@pytest.mark.parametrize(("total", "status"), [(10600, "已红冲-全额"), (5300, "已红冲-部分")])
def test_a_red_invoice_that_comes_in_tells_of_the_booked_blue_one(
    clerk: Person,
    entity: Entity,
    now: datetime,
    reader: ReaderProcess,
    total: int,
    status: str,
) -> None:
    booked = book(entity, 1, now)
    red = sale(
        3,
        total=-total,
        amount=-total + total * 6 // 106,
        tax=-(total * 6 // 106),
        remark=f"被红冲蓝字数电发票号码：{number(1)}",
    )

    line = cells(red, 备注=red.remark or "", 是否正数发票="否")
    data = "\n".join([",".join(line), ",".join(line.values())]).encode("utf-8-sig")
    imported(clerk, data, now, reader)

    told = Alert.objects.get()
    assert (told.invoice, told.status) == (booked, status)


def test_what_is_not_booked_or_was_told_of_before_raises_nothing(
    clerk: Person, entity: Entity, now: datetime, reader: ReaderProcess
) -> None:
    held = book(entity, 1, now)
    Invoice.objects.filter(pk=held.pk).update(booked_on=None)
    voided = csv(cells(sale(1), 发票状态="已作废"))
    imported(clerk, voided, now, reader)
    assert not Alert.objects.exists()

    Invoice.objects.filter(pk=held.pk).update(booked_on=date(2026, 11, 10), tax_status="正常")
    later = now + timedelta(days=1)
    snapshot = imported(
        clerk, csv(cells(sale(1), 发票状态="已作废"), cells(sale(9))), later, reader
    )
    assert Alert.objects.count() == 1
    assert sentinel.after_import(snapshot, later) == 0


def test_an_alert_is_seen_by_who_sees_the_invoice_and_dealt_with_once(
    clerk: Person,
    other_clerk: Person,
    entity: Entity,
    now: datetime,
    reader: ReaderProcess,
) -> None:
    book(entity, 1, now)
    imported(clerk, csv(cells(sale(1), 发票状态="已作废")), now, reader)
    [told] = open_alerts(clerk)

    assert list(open_alerts(other_clerk)) == []
    with pytest.raises(access.NotSeen):
        handle(other_clerk, told.pk, now)
    handle(clerk, told.pk, now)
    with pytest.raises(access.NotSeen):
        handle(clerk, told.pk, now)

    assert list(open_alerts(clerk)) == []
    assert AuditEntry.objects.order_by("-pk")[0].act == "处理入账提醒"
    assert import_export.waiting(now) == []
