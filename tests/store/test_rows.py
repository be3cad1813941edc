from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus
from chapiao.store import access, models, payload, records, rows
from chapiao.store.queries.exact import exact
from chapiao.store.rows import Item, NoIdentity, Origin, State

pytestmark = pytest.mark.django_db

NUMBER = "25112000000012345678"
SALE = Invoice(
    kind=Kind.DIGITAL_ORDINARY,
    code="",
    number=NUMBER,
    issued_on=date(2025, 1, 4),
    seller_name="北京青禾餐饮有限公司",
    seller_tax_id="91110105MA02QHCY0U",
    buyer_name="北京云杉科技有限公司",
    buyer_tax_id="91110108MA01YXKJ05",
    amount=24906,
    tax=1494,
    total=26400,
    check_code="",
    remark="餐费",
    lines=(Line(name="*餐饮服务*餐费", quantity=Decimal(3), price=Decimal("83.02"), amount=24906),),
)


def origin(owner: models.Person | None, entity: models.Entity | None, now: datetime) -> Origin:
    return Origin(source="手工录入", entity=entity, owner=owner, at=now)


def test_what_is_put_is_what_is_found(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    state = State(
        tax_status=TaxStatus.NORMAL,
        doc_status=DocStatus.PENDING,
        verify_status=VerifyStatus.MATCH,
        positive=True,
        risk="正常",
    )

    rows.put(SALE, source="手工录入", entity=entity, owner=clerk, at=now, state=state)

    [found] = exact([NUMBER], access.reach(clerk))
    record = records.record(found)
    assert record.invoice == SALE
    assert record.tax_status is TaxStatus.NORMAL
    assert record.doc_status is DocStatus.PENDING
    assert record.verify_status is VerifyStatus.MATCH
    assert record.positive is True
    assert record.added_at == now
    row = models.Invoice.objects.select_related("seller", "buyer").get()
    assert record == records.record_of(row)


def test_an_invoice_put_twice_is_one_row_and_keeps_its_first_state(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    first = rows.put(SALE, source="文件", entity=entity, owner=clerk, at=now)

    again = rows.put(SALE, source="税局导出", entity=entity, owner=None, at=now)

    assert first.created
    assert not again.created
    assert again.row.pk == first.row.pk
    assert again.row.source == "文件"


def test_seller_and_buyer_of_one_group_each_keep_their_own_row(
    entity: models.Entity, other_entity: models.Entity, now: datetime
) -> None:
    bought = rows.put(SALE, source="文件", entity=entity, owner=None, at=now)
    sold = rows.put(SALE, source="文件", entity=other_entity, owner=None, at=now)

    assert sold.created
    assert sold.row.pk != bought.row.pk


def test_two_people_without_a_company_in_common_each_keep_theirs(
    clerk: models.Person, other_clerk: models.Person, now: datetime
) -> None:
    mine = rows.put(SALE, source="文件", entity=None, owner=clerk, at=now)
    theirs = rows.put(SALE, source="文件", entity=None, owner=other_clerk, at=now)

    assert theirs.created
    assert [row[0] for row in exact([NUMBER], access.reach(clerk))] == [mine.row.pk]


def test_a_paper_digital_invoice_is_found_by_both_identities(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    paper = Invoice(
        kind=Kind.PAPER_DIGITAL_ORDINARY,
        code="011002300111",
        number="12345678",
        second_number=NUMBER,
    )
    put = rows.put(paper, source="文件", entity=entity, owner=clerk, at=now)
    seen = access.reach(clerk)

    by_code = exact(["12345678-011002300111"], seen)
    by_digits = exact([NUMBER], seen)

    assert [row[0] for row in by_code] == [row[0] for row in by_digits] == [put.row.pk]
    assert records.record(by_digits[0]).invoice.second_number == NUMBER


@pytest.mark.parametrize("first_by_digits", [True, False])
def test_a_paper_digital_invoice_put_under_each_identity_is_one_row(
    clerk: models.Person, entity: models.Entity, now: datetime, *, first_by_digits: bool
) -> None:
    digits = Invoice(number=NUMBER, total=26400)
    both = Invoice(code="011002300111", number="12345678", second_number=NUMBER, total=26400)
    order = (digits, both) if first_by_digits else (both, digits)

    for one in order:
        rows.put(one, source="文件", entity=entity, owner=clerk, at=now)

    row = models.Invoice.objects.get()
    assert (row.key, row.second_key) == ("12345678-011002300111", NUMBER)
    assert (row.code, row.number) == ("011002300111", "12345678")


def test_one_batch_with_both_identities_of_a_paper_invoice_is_one_row(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    digits = Invoice(number=NUMBER)
    both = Invoice(code="011002300111", number="12345678", second_number=NUMBER)

    done = rows.put_many(
        [Item(invoice=digits), Item(invoice=both), Item(invoice=digits)],
        origin(clerk, entity, now),
    )

    row = models.Invoice.objects.get()
    assert [one.created for one in done] == [True, False, False]
    assert (row.key, row.second_key) == ("12345678-011002300111", NUMBER)


def test_a_number_without_its_code_is_refused_in_words(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    loose = Invoice(number="12345678")

    with pytest.raises(NoIdentity, match="发票代码"):
        rows.put_many([Item(invoice=SALE), Item(invoice=loose)], origin(clerk, entity, now))

    assert not models.Invoice.objects.exists()


def test_a_red_invoice_says_in_its_remark_which_one_it_offsets(
    clerk: models.Person, entity: models.Entity, now: datetime
) -> None:
    red = Invoice(
        number="25112000000087654321",
        total=-26400,
        remark=f"被红冲蓝字数电票号码：{NUMBER} 红字发票信息确认单编号：11010825011002615708",
    )
    old_red = Invoice(
        code="011002300111",
        number="87654321",
        total=-100,
        remark="对应正数发票代码:011002300222号码:12345678",
    )

    done = rows.put_many([Item(invoice=red), Item(invoice=old_red)], origin(clerk, entity, now))

    assert [one.row.red_of for one in done] == [NUMBER, "12345678-011002300222"]


def test_the_exact_look_up_is_one_read_by_an_index(
    clerk: models.Person, entity: models.Entity
) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite tells its plan")
    seen = access.reach(clerk)
    condition, values = seen.where("i")

    with connection.cursor() as cursor:
        cursor.execute(
            f"explain query plan select {records.COLUMNS} from {records.TABLES}"  # noqa: S608
            f" where i.key=%s{condition.replace('?', '%s')}",
            [NUMBER, *values],
        )
        plan = [row[3] for row in cursor.fetchall()]

    assert plan[0].startswith("SEARCH i USING INDEX")
    assert "(key=?" in plan[0]
    assert all("USING INTEGER PRIMARY KEY" in step for step in plan[1:])


texts = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
money = st.none() | st.integers(-(10**13), 10**13)
decimals = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=6, max_value=10**9)
lines = st.builds(
    Line, name=st.text(max_size=9), quantity=decimals, price=decimals, amount=money, tax=money
)
invoices = st.builds(
    Invoice,
    kind=st.none() | st.sampled_from(Kind),
    code=texts,
    number=texts,
    second_number=texts,
    issued_on=st.none() | st.dates(),
    buyer_name=texts,
    buyer_tax_id=texts,
    seller_name=texts,
    seller_tax_id=texts,
    amount=money,
    tax=money,
    total=money,
    check_code=texts,
    machine_no=texts,
    remark=texts,
    title=texts,
    drawer=texts,
    lines=st.lists(lines, max_size=3).map(tuple),
)
states = st.builds(
    State,
    tax_status=st.none() | st.sampled_from(TaxStatus),
    use_status=st.none() | st.sampled_from(UseStatus),
    doc_status=st.none() | st.sampled_from(DocStatus),
    verify_status=st.none() | st.sampled_from(VerifyStatus),
    positive=st.none() | st.booleans(),
    risk=st.none() | st.just("正常"),
    booked_on=st.none() | st.dates(),
    voucher=st.sampled_from(["", "记-0001"]),
)


@given(invoices)
def test_an_invoice_as_json_loses_nothing(invoice: Invoice) -> None:
    assert payload.from_json(payload.to_json(invoice)) == invoice


@given(invoices, states)
@settings(max_examples=50)
def test_a_row_of_an_export_as_json_loses_nothing(invoice: Invoice, state: State) -> None:
    assert rows.from_payload(rows.as_payload(invoice, state)) == (invoice, state)
