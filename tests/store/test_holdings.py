from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chapiao.diagnosis.facts import ARCHIVE, EXPORT, OurEntity
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus
from chapiao.store import rows
from chapiao.store.models import (
    Document,
    Entity,
    Face,
    FormerName,
    Person,
    Snapshot,
    SnapshotRow,
    SnapshotState,
)
from chapiao.store.queries.holdings import StoreHoldings
from chapiao.store.rows import State

pytestmark = pytest.mark.django_db

NUMBER = "25112000000012345678"
SALE = Invoice(number=NUMBER, code="", issued_on=date(2025, 1, 4), total=26400)


def put(entity: Entity | None, now: datetime, **printed: object) -> int:
    invoice = Invoice(**({"number": NUMBER, "code": "", "total": 26400} | printed))
    return rows.put(invoice, source="文件", entity=entity, owner=None, at=now).row.pk


def document(sha: str, now: datetime, by: Person | None = None) -> Document:
    return Document.objects.create(
        sha256=sha * 64, size=1, name="a.xlsx", received_at=now, received_by=by
    )


def export(
    entity: Entity | None,
    by: Person,
    fresh_to: datetime,
    state: SnapshotState = SnapshotState.IMPORTED,
    **more: object,
) -> Snapshot:
    known = Document.objects.count()
    return Snapshot.objects.create(
        document=document(f"{known:x}", fresh_to),
        entity=entity,
        state=state,
        uploaded_by=by,
        uploaded_at=fresh_to,
        fresh_to=fresh_to,
        **more,
    )


def row_of(snapshot: Snapshot, invoice: Invoice, state: State, row: int = 1) -> SnapshotRow:
    return SnapshotRow.objects.create(
        snapshot=snapshot,
        row=row,
        key=invoice.key or "",
        second_key=invoice.second_key,
        outcome="新增",
        payload=rows.as_payload(invoice, state),
    )


def test_red_invoices_come_with_the_blue_one_they_offset(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now)
    put(
        entity,
        now,
        number="25112000000087654321",
        total=-10000,
        remark=f"被红冲蓝字数电票号码：{NUMBER}",
    )
    put(
        entity,
        now,
        number="25112000000087654322",
        total=-5000,
        remark=f"被红冲蓝字数电票号码：{NUMBER}",
    )

    [blue] = StoreHoldings(clerk).by_keys([NUMBER])
    [red] = StoreHoldings(clerk).by_keys(["25112000000087654321"])

    assert [one.total for one in blue.red] == [-10000, -5000]
    assert red.red == ()


def test_a_red_invoice_that_two_pools_hold_offsets_once(
    clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    clerk.memberships.create(entity=other_entity, role="经办")
    for pool in (entity, other_entity):
        put(pool, now)
        put(
            pool,
            now,
            number="25112000000087654321",
            total=-26400,
            remark=f"被红冲蓝字数电票号码：{NUMBER}",
        )

    both = StoreHoldings(clerk).by_keys([NUMBER])

    assert [[red.total for red in one.red] for one in both] == [[-26400], [-26400]]


def test_a_red_invoice_outside_ones_access_is_not_told_of(
    clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    put(entity, now)
    put(
        other_entity,
        now,
        number="25112000000087654321",
        total=-1,
        remark=f"被红冲蓝字数电票号码：{NUMBER}",
    )

    [blue] = StoreHoldings(clerk).by_keys([NUMBER])

    assert blue.red == ()


def test_an_older_red_invoice_names_the_blue_by_code_and_number(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now, number="12345678", code="011002300111")
    put(entity, now, number="87654321", code="011002300111", total=-26400,
        remark="对应正数发票代码:011002300111号码:12345678")  # fmt: skip

    [blue] = StoreHoldings(clerk).by_numbers(["12345678"])

    assert [one.number for one in blue.red] == ["87654321"]


def test_exports_are_asked_newest_first_and_only_those_let_in(
    clerk: Person, entity: Entity, other_entity: Entity, other_clerk: Person, now: datetime
) -> None:
    old, new = export(entity, clerk, now - timedelta(days=9)), export(entity, clerk, now)
    row_of(old, SALE, State(tax_status=TaxStatus.NORMAL, positive=True, risk="正常"))
    row_of(new, SALE, State(tax_status=TaxStatus.VOIDED))
    row_of(export(entity, clerk, now, SnapshotState.PREVIEW), SALE, State())
    row_of(export(other_entity, other_clerk, now), SALE, State())

    told = StoreHoldings(clerk).exported([NUMBER])

    assert [one.tax_status for one in told] == [TaxStatus.VOIDED, TaxStatus.NORMAL]
    assert {one.source for one in told} == {EXPORT}
    assert told[0].ref == f"snapshot:{new.pk}"
    assert told[0].added_at == now
    assert told[1].invoice == SALE
    assert (told[1].positive, told[1].risk) == (True, "正常")


def test_exports_and_archive_are_found_by_the_second_identity(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    paper = Invoice(number="12345678", code="011002300111", second_number=NUMBER)
    row_of(export(entity, clerk, now), paper, State())
    Face.objects.create(
        document=document("f", now, clerk),
        key=paper.key or "",
        second_key=NUMBER,
        reading={"number": "12345678", "code": "011002300111", "second_number": NUMBER},
    )
    holdings = StoreHoldings(clerk)

    assert [one.invoice for one in holdings.exported([NUMBER])] == [paper]
    assert [one.invoice for one in holdings.archived([NUMBER])] == [paper]
    assert [one.invoice for one in holdings.exported([paper.key or ""])] == [paper]


def test_a_file_of_our_company_is_in_the_archive_and_a_strangers_is_not(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    reading = {
        "kind": "数电票（普通发票）",
        "number": NUMBER,
        "code": "",
        "date": "2025-01-04",
        "amount": "249.06",
        "tax": "14.94",
        "total": "264.00",
        "seller_name": "北京青禾餐饮有限公司",
        "buyer_tax_id": None,
        "lines": [
            {"name": "餐费", "quantity": "3", "price": "83.02", "amount": "249.06", "rate": "6%"}
        ],
    }
    ours = document("a", now)
    Face.objects.create(document=ours, key=NUMBER, reading=reading, entity=entity)
    Face.objects.create(document=document("b", now, other_clerk), key=NUMBER, reading=reading)

    holdings = StoreHoldings(clerk)
    [kept] = holdings.archived([NUMBER])

    assert (kept.source, kept.ref, kept.added_at) == (ARCHIVE, f"document:{ours.pk}", now)
    assert kept.invoice.issued_on == date(2025, 1, 4)
    assert (kept.invoice.amount, kept.invoice.tax, kept.invoice.total) == (24906, 1494, 26400)
    assert kept.invoice.buyer_tax_id is None
    assert kept.invoice.lines[0].amount == 24906
    assert not holdings.private
    [own] = StoreHoldings(other_clerk).archived([NUMBER])
    assert own.ref != kept.ref


def test_fresh_to_is_the_newest_export_that_covers_the_day(
    clerk: Person, other_clerk: Person, entity: Entity, other_entity: Entity, now: datetime
) -> None:
    def days(first: int | None, last: int | None) -> dict[str, date | None]:
        return {
            "first_day": None if first is None else date(2025, 1, first),
            "last_day": None if last is None else date(2025, 1, last),
        }

    export(entity, clerk, now - timedelta(days=3), **days(1, 10))
    export(entity, clerk, now - timedelta(days=2), **days(11, 20))
    export(entity, clerk, now - timedelta(days=9), **days(None, None))
    export(other_entity, other_clerk, now, **days(1, 31))
    export(entity, clerk, now, SnapshotState.UNDONE, **days(1, 31))
    holdings = StoreHoldings(clerk)

    assert holdings.fresh_to(date(2025, 1, 10)) == now - timedelta(days=3)
    assert holdings.fresh_to(date(2025, 1, 11)) == now - timedelta(days=2)
    assert holdings.fresh_to(date(2025, 1, 25)) == now - timedelta(days=9)
    assert holdings.fresh_to(None) == now - timedelta(days=2)


def test_without_an_export_nothing_is_said_of_freshness(clerk: Person) -> None:
    assert StoreHoldings(clerk).fresh_to(None) is None
    assert StoreHoldings(clerk).exported([]) == ()


def test_ours_are_the_companies_of_the_asker_with_their_former_names(
    clerk: Person, entity: Entity, other_entity: Entity, admin: Person, stranger: Person
) -> None:
    FormerName.objects.create(entity=entity, name="北京旧云杉有限公司", until=date(2019, 1, 1))
    FormerName.objects.create(entity=entity, name="北京云杉有限公司", until=date(2023, 1, 1))
    FormerName.objects.create(entity=entity, name="云杉（筹）", until=None)
    mine = OurEntity(
        name=entity.name,
        tax_id=entity.tax_id,
        former_names=("北京云杉有限公司", "北京旧云杉有限公司", "云杉（筹）"),
    )

    assert StoreHoldings(clerk).ours() == (mine,)
    assert StoreHoldings(admin).ours() == (
        mine,
        OurEntity(name=other_entity.name, tax_id=other_entity.tax_id),
    )
    assert StoreHoldings(stranger).ours() is None


def test_an_empty_house_has_no_companies_set_up(admin: Person) -> None:
    assert StoreHoldings(admin).ours() is None
