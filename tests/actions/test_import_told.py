"""What is read of an export without objects is what is read of it with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.actions.papers import number, sale

from chapiao.actions.import_judge import KNOWN, judge
from chapiao.actions.import_known import known
from chapiao.actions.import_place import place
from chapiao.actions.import_prepare import payload_of
from chapiao.actions.import_told import COLUMNS, columns_of, told_rows
from chapiao.invoice.kind import Kind
from chapiao.invoice.status import TaxStatus, UseStatus
from chapiao.readers.export_packed import ExportRow, ExportRows, packed
from chapiao.store import rows
from chapiao.store.models import Entity, Invoice, Person, RowOutcome

TEXTS = st.sampled_from(
    [None, "", "备注", "被红冲蓝字数电票号码：26112000000000000018", "很长" * 30]
)
SUMS = st.none() | st.integers(-(10**12), 10**12)
LINES = (
    ("*服务*餐费", "", "次", "2", "50.00", 10000, "6%", 600),
    ("住宿", "", "", "", "", None, "", None),
)


@st.composite
def exported(draw: st.DrawFn) -> ExportRow:
    at = draw(st.integers(1, 9))
    invoice = sale(
        at,
        kind=draw(st.none() | st.sampled_from(Kind)),
        issued_on=draw(st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))),
        seller_name=draw(
            st.sampled_from([None, "", "北京云杉科技有限公司", "上海远帆（集团） 公司"])
        ),
        seller_tax_id=draw(st.sampled_from([None, "", "91310105MA1FW0008A"])),
        amount=draw(SUMS),
        tax=draw(SUMS),
        total=draw(SUMS),
        drawer=draw(TEXTS),
        remark=draw(TEXTS),
        check_code=draw(st.sampled_from([None, "", "12345"])),
        lines=(),
    )
    if draw(st.booleans()):
        paper = {"code": "011002300111", "number": f"{at:08}", "second_number": number(at)}
        invoice = replace(invoice, **paper)  # type: ignore[arg-type]
    return ExportRow(
        row=draw(st.integers(2, 99)),
        sheet=draw(st.integers(0, 2)),
        invoice=invoice,
        tax_status=draw(st.none() | st.sampled_from(TaxStatus)),
        use_status=draw(st.none() | st.sampled_from(UseStatus)),
        positive=draw(st.none() | st.booleans()),
        risk=draw(st.sampled_from([None, "正常", "一个超过了十个字的风险等级"])),
        red_of=draw(st.sampled_from(["", "26112000000000000017"])),
    )


@given(st.lists(st.tuples(exported(), st.sampled_from([(), LINES])), min_size=1, max_size=4))
def test_rows_told_from_columns_are_those_told_from_invoices(
    some: list[tuple[ExportRow, tuple[()]]],
) -> None:
    export = ExportRows.of([packed(row, lines) for row, lines in some])

    told = list(told_rows(export))

    assert told == [
        (place(row.sheet, row.row), row.invoice.key, row.invoice.second_key, payload_of(row))
        for row in export
    ]


@given(exported(), st.sampled_from([(), LINES]))
def test_the_columns_of_a_row_told_are_those_of_its_invoice(
    row: ExportRow, lines: tuple[()]
) -> None:
    [row] = ExportRows.of([packed(row, lines)])
    invoice, state = rows.from_payload(orjson.loads(orjson.dumps(payload_of(row))))
    wanted = rows.printed_beside_parties(invoice) | {"seller_id": 1, "buyer_id": 2}
    for name in ("tax_status", "use_status", "positive", "risk"):
        wanted[name] = getattr(state, name)
    wanted["red_of"] = state.red_of or rows.blue_of(invoice.remark)
    wanted["verify_status"] = "未查验"

    [(_, key, second, told)] = told_rows(ExportRows.of([packed(row, lines)]))

    assert dict(zip(COLUMNS, columns_of(told, key, second, 1, 2), strict=True)) == wanted


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(held=exported(), row=exported(), same=st.booleans())
@pytest.mark.django_db
def test_a_row_that_is_settled_without_objects_is_judged_to_be_known(
    clerk: Person, entity: Entity, now: datetime, held: ExportRow, row: ExportRow, *, same: bool
) -> None:
    Invoice.objects.all().delete()
    state = rows.State(tax_status=held.tax_status, positive=held.positive)
    rows.put(held.invoice, source="文件", entity=entity, owner=clerk, at=now, state=state)
    row = replace(row, invoice=held.invoice) if same else row
    [(_, key, second, told)] = told_rows(ExportRows.of([packed(row)]))

    ours = known([one for one in (key, second) if one], entity, clerk.pk)

    found = rows.held([row.invoice], entity, clerk)
    assert ours.rows.keys() == found.keys()
    for identity in {key, second} & found.keys():
        if ours.says_all(identity, told):
            assert judge(*rows.from_payload(told), found[identity], now) == KNOWN
        elif same:
            judged = judge(*rows.from_payload(told), found[identity], now)
            assert judged.outcome == RowOutcome.UPDATED


def test_a_price_of_a_line_keeps_each_of_its_digits() -> None:
    export = ExportRows.of([packed(ExportRow(row=2, invoice=sale(1, lines=())), LINES)])

    [(_, key, _, told)] = told_rows(export)

    assert told["lines"][0]["price"] == "50.00"
    assert rows.from_payload(told)[0].lines[0].price == Decimal("50.00")
    assert key == number(1)
