from __future__ import annotations

from datetime import date, datetime

import pytest

from chapiao.diagnosis.facts import LEDGER, Facts, Record
from chapiao.diagnosis.gather import facts_for
from chapiao.diagnosis.memory import BadRow, Memory, record_of
from chapiao.diagnosis.question import Question
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=BEIJING)
NUMBER = "26112000000012345678"
OTHER = "26112000000099990000"
CODE = "011002600111"


def row(number: str, source: str = LEDGER, **fields: object) -> Record:
    return Record(invoice=Invoice(number=number, **fields), source=source)


def gathered(holdings: Memory, **typed: object) -> Facts:
    return facts_for(Question(**typed), holdings, NOW)


def test_a_red_invoice_is_linked_to_the_blue_one_its_remark_names() -> None:
    blue = row(NUMBER, total=10600)
    red = row(
        OTHER, total=-10600, remark=f"被红冲蓝字数电票号码：{NUMBER} 红字发票信息确认单编号：1"
    )

    found = gathered(Memory([blue, red, row("12345678", code=CODE)]), number=NUMBER).record

    assert found is not None
    assert found.red == (red.invoice,)


def test_two_keys_of_one_row_give_it_once() -> None:
    paper = row("12345678", code=CODE, second_number=NUMBER)

    assert Memory([paper]).by_keys([NUMBER, f"12345678-{CODE}"]) == [paper]


def test_a_prefix_gives_at_most_twenty() -> None:
    rows = [row(f"261120000000123456{n:02d}") for n in range(40)]

    found = Memory(rows).by_prefix("26112000000012345")

    assert len(found) == 20


def test_a_day_and_an_amount_give_the_rows_of_that_net_or_total() -> None:
    day = date(2026, 10, 20)
    meant = row(NUMBER, issued_on=day, amount=10000, total=10600)
    other = row(OTHER, issued_on=day, amount=10600, total=11236)
    memory = Memory(
        [meant, other, row(NUMBER[:19] + "0", issued_on=date(2026, 10, 21), total=10600)]
    )

    assert list(memory.by_day_and_sum(day, 10600)) == [meant, other]
    assert list(memory.by_day_and_sum(day, 10000)) == [meant]
    assert list(memory.by_day_and_sum(day, 1)) == []


def test_a_pool_row_is_read_as_the_contract_has_it() -> None:
    found = record_of(
        {
            "id": "r1", "kind": "数电票（普通发票）", "number": NUMBER, "date": "2026年10月20日",
            "amount": "100.00", "tax": "6.00", "total": "106.00", "check_code": "",
            "seller_name": "北京栖木花艺有限公司", "buyer_tax_id": "91110108MA00000000",
        }
    )  # fmt: skip

    assert found.ref == "r1"
    assert found.invoice.kind is Kind.DIGITAL_ORDINARY
    assert found.invoice.code == ""
    assert found.invoice.issued_on == date(2026, 10, 20)
    assert (found.invoice.amount, found.invoice.total) == (10000, 10600)


def test_a_pool_row_s_unreadable_values_are_not_known() -> None:
    found = record_of(
        {"number": "12345678", "code": CODE, "kind": "新票种", "date": "那天", "total": "很多"}
    ).invoice

    assert (found.kind, found.issued_on, found.total, found.tax) == (None,) * 4
    assert record_of({"number": NUMBER, "date": ""}).invoice.issued_on is None


def test_a_pool_row_without_a_number_is_refused() -> None:
    with pytest.raises(BadRow, match="number"):
        record_of({"id": "r1"})
