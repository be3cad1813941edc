from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus
from chapiao.store import rows
from chapiao.store.models import Entity, Person, Review
from chapiao.store.models import Invoice as Kept
from chapiao.store.queries import ledger, ledger_text
from chapiao.store.queries.ledger import Basis, Filters, State
from chapiao.store.queries.ledger_where import ORDER, WAITS
from chapiao.store.rows import Item, Origin

DIGITAL = "25112000000012345678"


def put(entity: Entity, now: datetime, *items: Item) -> list[int]:
    origin = Origin(source="税局导出", entity=entity, owner=None, at=now)
    return [one.row.pk for one in rows.put_many(items, origin)]


def item(tail: int, state: rows.State | None = None, **printed: object) -> Item:
    given = {"number": f"2511200000001234{tail:04d}", "code": "", "issued_on": date(2025, 1, 4)}
    invoice = Invoice(**(given | printed))
    return Item(invoice=invoice, state=state or rows.State())


def shown(person: Person, filters: Filters) -> list[int]:
    found = [row.pk for row in ledger.page(person, filters).rows]
    assert found == [row.pk for row in ledger.each(person, filters)]
    return found


@pytest.mark.django_db
def test_a_row_stands_in_the_bureaus_columns(clerk: Person, entity: Entity, now: datetime) -> None:
    state = rows.State(
        tax_status=TaxStatus.NORMAL,
        use_status=UseStatus.TICKED,
        doc_status=DocStatus.BOOKED,
        verify_status=VerifyStatus.MATCH,
        positive=True,
        risk="正常",
        booked_on=date(2025, 2, 1),
        voucher="记-0012",
    )
    invoice = Invoice(
        kind=Kind.PAPER_DIGITAL_ORDINARY,
        code="011002300111",
        number="12345678",
        second_number=DIGITAL,
        issued_on=date(2025, 1, 4),
        seller_name="北京青禾餐饮有限公司",
        seller_tax_id="91110105MA02QHCY0U",
        buyer_name=entity.name,
        buyer_tax_id=entity.tax_id,
        amount=24906,
        tax=1494,
        total=26400,
        drawer="张三",
        remark="备注",
        lines=(Line(name="餐费", spec="份", rate="6%"), Line(name="酒水")),
    )
    [pk] = put(entity, now, Item(invoice=invoice, state=state))

    [row] = ledger.page(clerk, Filters()).rows

    assert (row.pk, row.position) == (pk, 1)
    assert (row.code, row.short_number, row.digital_number) == ("011002300111", "12345678", DIGITAL)
    assert (row.seller.name, row.seller.tax_id) == ("北京青禾餐饮有限公司", "91110105MA02QHCY0U")
    assert (row.buyer.name, row.buyer.tax_id) == (entity.name, entity.tax_id)
    assert (row.amount, row.tax, row.total) == (24906, 1494, 26400)
    assert (row.line.name, row.line.rate, row.line_count, row.more_lines) == ("餐费", "6%", 2, True)
    assert (row.kind, row.tax_status, row.positive, row.risk) == (
        "数电纸票（普通发票）",
        "正常",
        True,
        "正常",
    )
    assert (row.use_status, row.doc_status, row.verify_status) == ("已勾选", "已入账", "一致")
    assert (row.issued_on, row.booked_on) == (date(2025, 1, 4), date(2025, 2, 1))
    assert (row.voucher, row.drawer, row.remark, row.source) == (
        "记-0012",
        "张三",
        "备注",
        "税局导出",
    )


@pytest.mark.django_db
def test_a_digital_number_stands_in_its_own_column(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now, item(1))

    [row] = ledger.page(clerk, Filters()).rows

    assert (row.short_number, row.digital_number) == ("", "25112000000012340001")
    assert not row.more_lines


@pytest.mark.django_db
def test_newest_first_and_what_has_no_date_last(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    days = (date(2025, 1, 4), None, date(2025, 3, 1), date(2025, 1, 4))
    a, undated, newest, b = put(entity, now, *(item(i, issued_on=d) for i, d in enumerate(days)))

    assert shown(clerk, Filters()) == [newest, b, a, undated]


@pytest.mark.django_db
def test_a_long_list_comes_in_pages_and_its_sums_are_of_all(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now, *(item(i, total=100, tax=6, amount=94) for i in range(120)))

    pages = [ledger.page(clerk, Filters(), number) for number in (1, 2, 3, 99, -1)]

    assert [one.number for one in pages] == [1, 2, 3, 3, 1]
    assert [len(one.rows) for one in pages] == [50, 50, 20, 20, 50]
    assert {one.pages for one in pages} == {3}
    assert pages[2].rows[0].position == 101
    every = [row.pk for one in pages[:3] for row in one.rows]
    assert len(set(every)) == 120
    totals = pages[1].totals
    assert (totals.count, totals.amount, totals.tax, totals.total) == (120, 11280, 720, 12000)


@pytest.mark.django_db
def test_an_empty_ledger_is_one_empty_page(clerk: Person) -> None:
    page = ledger.page(clerk, Filters(text="没有"), 7)

    assert (page.rows, page.number, page.pages, page.totals.count) == ((), 1, 1, 0)
    assert [tab.count for tab in page.tabs] == [0] * len(State)


@pytest.mark.django_db
def test_tabs_count_and_sum_under_the_other_filters_and_hold_every_row_once(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    every = [*TaxStatus, None]
    put(
        entity,
        now,
        *(item(i, rows.State(tax_status=one), total=10**i) for i, one in enumerate(every)),
    )

    page = ledger.page(clerk, Filters(state=State.RED))

    tabs = {tab.id: tab for tab in page.tabs}
    assert tabs[State.ALL].count == len(every)
    parts = [tab for tab in page.tabs if tab.id is not State.ALL]
    assert sum(tab.count for tab in parts) == len(every)
    assert sum(tab.total for tab in parts) == tabs[State.ALL].total == sum(10**i for i in range(9))
    assert page.totals.total == tabs[State.RED].total == 10**2 + 10**3 + 10**4
    assert [row.tax_status for row in page.rows] == ["红字锁定", "已红冲-部分", "已红冲-全额"]
    assert [tab.word for tab in page.tabs] == ["全部", "正常", "红冲", "作废", "异常", "状态未知"]


@pytest.mark.django_db
@pytest.mark.parametrize("many", [5000, 1])
def test_text_finds_the_start_or_end_of_numbers_and_codes_and_pieces_of_names(
    clerk: Person,
    entity: Entity,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    many: int,
) -> None:
    monkeypatch.setattr(ledger_text, "MANY", many)
    paper = Invoice(number="87654321", code="011002300104", second_number="23112000000099887766")
    a, b, c, p = put(
        entity,
        now,
        item(1111, seller_name="北京云杉（集团）有限公司", buyer_name="北京青禾餐饮有限公司"),
        item(2222, seller_name="北京青禾餐饮有限公司", buyer_name="北京云杉（集团）有限公司"),
        item(1333, seller_name="上海知行物流有限公司"),
        Item(invoice=paper),
    )

    def found(text: str) -> set[int]:
        return set(shown(clerk, Filters(text=text)))

    assert found("1111") == {a}
    assert found("2511200000001234") == {a, b, c}
    assert found(" 2511 2000 0000 1234 1111 ") == {a}
    assert found("25112000000012342222") == {b}
    assert found("333") == {c}
    assert found("4321") == found("8765") == {p}
    assert found("0104") == {p}
    assert found("7766") == found("23112000000099887766") == found("231120") == {p}
    assert found("99999") == set()
    assert found("云杉") == found("杉(集团)") == found("北京云杉（集团）有限公司") == {a, b}
    assert found("物") == found("知行物流") == {c}
    assert found("北京") == {a, b}
    assert found("%") == found("_") == found("'") == set()
    assert found("") == {a, b, c, p}


@pytest.mark.django_db
def test_each_filter_leaves_what_it_says(clerk: Person, entity: Entity, now: datetime) -> None:
    state = rows.State(
        verify_status=VerifyStatus.MISMATCH,
        doc_status=DocStatus.PENDING,
        use_status=UseStatus.TICKED,
        booked_on=date(2025, 3, 15),
    )
    a, b = put(
        entity,
        now,
        item(1, state, kind=Kind.RAIL, total=-100, issued_on=date(2025, 1, 31)),
        item(2, kind=Kind.AIR, total=500, issued_on=date(2025, 2, 1)),
    )
    Kept.objects.filter(pk=a).update(review=Review.NEEDED)
    Kept.objects.filter(pk=b).update(review=Review.DONE)

    for filters, expected in (
        (Filters(kind=Kind.AIR), [b]),
        (Filters(verify=VerifyStatus.MISMATCH), [a]),
        (Filters(doc=DocStatus.PENDING), [a]),
        (Filters(use=UseStatus.TICKED), [a]),
        (Filters(least=0), [b]),
        (Filters(most=0), [a]),
        (Filters(least=-100, most=500), [b, a]),
        (Filters(first_day=date(2025, 2, 1)), [b]),
        (Filters(last_day=date(2025, 1, 31)), [a]),
        (Filters(basis=Basis.BOOKED), [a]),
        (Filters(basis=Basis.BOOKED, first_day=date(2025, 3, 1), last_day=date(2025, 3, 31)), [a]),
        (Filters(basis=Basis.BOOKED, last_day=date(2025, 3, 14)), []),
        (Filters(entity=entity.pk), [b, a]),
        (Filters(review=True), [a]),
        (Filters(entity=entity.pk + 1000), []),
    ):
        assert shown(clerk, filters) == expected, filters


@pytest.mark.django_db
@pytest.mark.parametrize(("basis", "index"), [(Basis.ISSUED, "day"), (Basis.BOOKED, "booked")])
def test_the_list_is_read_in_the_order_of_an_index(basis: Basis, index: str) -> None:
    condition = "i.booked_on is not null" if basis is Basis.BOOKED else "1=1"
    read = f"select i.id from store_invoice i where {condition} order by {ORDER[basis]} limit 50"  # noqa: S608 - of our own constants

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("set local enable_seqscan=off; set local enable_bitmapscan=off")
        cursor.execute(
            ("explain " if connection.vendor == "postgresql" else "explain query plan ") + read
        )
        steps = " ".join(str(row) for row in cursor.fetchall())

    assert f"invoice_{index}" in steps
    assert "Sort" not in steps
    assert "TEMP B-TREE" not in steps


@pytest.mark.django_db
def test_the_few_that_wait_for_a_review_are_counted_by_their_own_index(
    clerk: Person, other_clerk: Person, entity: Entity, now: datetime
) -> None:
    [a, _] = put(entity, now, item(1), item(2))
    Kept.objects.filter(pk=a).update(review=Review.NEEDED)

    assert ledger.waiting(clerk) == 1
    assert ledger.waiting(other_clerk) == 0
    if connection.vendor == "sqlite":
        read = f"explain query plan select count(*) from store_invoice i where {WAITS}"  # noqa: S608 - our own constant
        plan = str(connection.connection.execute(read).fetchall())
        assert "invoice_review" in plan


@pytest.mark.django_db
def test_a_list_of_a_month_and_its_sums_are_read_from_one_index(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan")
    put(entity, now, item(1))
    asked: list[str] = []
    connection.connection.set_trace_callback(asked.append)

    ledger.page(clerk, Filters.from_query({"month": "2025-01"}))

    connection.connection.set_trace_callback(None)
    reads = [one for one in asked if "from store_invoice i where" in one]
    assert len(reads) == 2
    for read in reads:
        plan = [row[3] for row in connection.connection.execute(f"explain query plan {read}")]
        assert plan[0].startswith("SEARCH i USING COVERING INDEX invoice_day (issued_on>?"), read
        assert not any("TEMP B-TREE FOR ORDER" in step for step in plan)
