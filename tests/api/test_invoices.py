"""The ledger for programs: the page's filters, piece by piece, nothing twice, nothing left out."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from tests.api.conftest import Program, hold

from chapiao.invoice.status import TaxStatus
from chapiao.store.models import Entity, Invoice, Person

pytestmark = pytest.mark.django_db
# Several of one day, and some without a day: those stand first.
DAYS = [date(2025, 1, 4)] * 4 + [date(2025, 1, 5), date(2024, 12, 31)] + [None] * 3


@pytest.fixture
def many(entity: Entity, clerk: Person, now: datetime) -> list[Invoice]:
    return [
        hold(f"2511200000001234{place:04d}", entity, clerk, now, issued_on=day, amount=place * 100)
        for place, day in enumerate(DAYS)
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 9, 100])
def test_pieces_together_are_the_whole(asking: Program, many: list[Invoice], limit: int) -> None:
    seen: list[int] = []
    after = ""
    while True:
        told = asking.get("/invoices", after=after, limit=str(limit)).json()
        seen += [row["id"] for row in told["invoices"]]
        if told["next"] is None:
            break
        after = told["next"]

    order = sorted(many, key=lambda one: (one.issued_on is None, one.issued_on or 0, one.pk))
    last = [one.pk for one in reversed(order) if one.issued_on is None]
    assert seen == [one.pk for one in reversed(order) if one.issued_on is not None] + last


@pytest.mark.usefixtures("many")
def test_a_row_says_what_is_known_of_it(asking: Program) -> None:
    [row] = asking.get("/invoices", q="0004").json()["invoices"]

    assert row["number"] == "25112000000012340004"
    assert (row["date"], row["total"]) == ("2025-01-05", "18.94")
    assert (row["tax_status"], row["entity"]) == ("正常", "91110108MA01YXKJ05")
    assert row["added_at"] == "2026-11-24T09:12:00+08:00"


def test_a_persons_id_is_masked(
    asking: Program, entity: Entity, clerk: Person, now: datetime
) -> None:
    hold("25112000000099999999", entity, clerk, now, seller_tax_id="110101199003078515")

    [row] = asking.get("/invoices").json()["invoices"]

    assert row["seller_tax_id"] == "110101********8515"
    assert row["review"] is None


def test_filters_are_those_of_the_page(
    asking: Program, many: list[Invoice], entity: Entity, clerk: Person, now: datetime
) -> None:
    voided = hold(
        "25112000000099999999", entity, clerk, now, tax_status=TaxStatus.VOIDED, amount=99
    )

    def found(**query: str) -> set[int]:
        return {row["id"] for row in asking.get("/invoices", **query).json()["invoices"]}

    assert found(state="voided") == {voided.pk}
    assert found(month="2024-12") == {many[5].pk}
    assert found(**{"from": "2025-01-05", "to": "2025-01-31"}) == {many[4].pk}
    assert found(q="云杉") == {one.pk for one in many} | {voided.pk}


@pytest.mark.parametrize(
    "query",
    [{"from": "某天"}, {"min": "很多"}, {"after": "x"}, {"after": "2025-13-01:1"}, {"limit": "x"}],
)
def test_what_cannot_be_read_is_refused(asking: Program, query: dict[str, str]) -> None:
    response = asking.get("/invoices", **query)

    assert response.status_code == 422
    assert next(iter(query)) in response.json()["error"]["text"]
