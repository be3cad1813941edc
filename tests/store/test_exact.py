from __future__ import annotations

from datetime import datetime

import pytest

from chapiao.invoice.model import Invoice
from chapiao.store import rows
from chapiao.store.models import Entity, Person
from chapiao.store.queries.holdings import StoreHoldings

pytestmark = pytest.mark.django_db

NUMBER = "25112000000012345678"


def put(entity: Entity, now: datetime, **printed: str) -> None:
    invoice = Invoice(**({"number": NUMBER, "code": ""} | printed))
    rows.put(invoice, source="文件", entity=entity, owner=None, at=now)


@pytest.mark.parametrize("prefix", ["", "25'", "二五", "25%", "٢٥"])
def test_an_opening_that_is_no_digits_finds_nothing(
    clerk: Person, entity: Entity, now: datetime, prefix: str
) -> None:
    put(entity, now)

    assert StoreHoldings(clerk).by_prefix(prefix) == []


def test_an_opening_finds_at_most_twenty_digital_numbers_in_order(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    for i in range(25):
        put(entity, now, number=f"991120000000000000{i:02d}")
    put(entity, now, number="99112000", code="011002300111")

    found = StoreHoldings(clerk).by_prefix("99")

    assert [one.invoice.number for one in found] == [
        f"991120000000000000{i:02d}" for i in range(20)
    ]


def test_a_number_with_its_code_unknown_is_found_whatever_the_code(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now, number="12345678", code="011002300111")
    put(entity, now, number="12345678", code="011002300222")
    put(entity, now)

    found = StoreHoldings(clerk).by_numbers(["12345678", NUMBER])

    assert {one.invoice.key for one in found} == {
        "12345678-011002300111",
        "12345678-011002300222",
        NUMBER,
    }


def test_neighbours_are_found_under_the_second_identity_too(
    clerk: Person, entity: Entity, now: datetime
) -> None:
    put(entity, now, number="12345678", code="011002300111", second_number=NUMBER)
    put(entity, now, number="25112000000012345679")

    found = StoreHoldings(clerk).by_keys([NUMBER, "25112000000012345679", "25112000000012345670"])

    assert {one.invoice.key for one in found} == {"12345678-011002300111", "25112000000012345679"}
