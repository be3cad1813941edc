from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.kind import Kind
from chapiao.invoice.status import DocStatus, UseStatus, VerifyStatus
from chapiao.store.queries import ledger
from chapiao.store.queries.ledger import Basis, Filters, State


def test_a_month_in_the_address_is_its_days() -> None:
    filters = Filters.from_query({"month": "2024-02", "basis": "booked"})

    assert (filters.first_day, filters.last_day) == (date(2024, 2, 1), date(2024, 2, 29))
    assert filters.month == "2024-02"
    assert filters.to_query() == {"month": "2024-02", "basis": "booked"}
    assert Filters(first_day=date(2024, 2, 1), last_day=date(2024, 2, 28)).month == ""


def test_what_cannot_be_read_filters_nothing_and_is_named() -> None:
    odd = {
        "state": "x",
        "basis": "x",
        "month": "2024-13",
        "from": "昨天",
        "to": "2024-02-30",
        "kind": "假票",
        "q": "\0 ",
        "entity": "1; drop",
        "min": "一百",
        "max": "1.234",
        "verify": "x",
    }

    assert Filters.from_query(odd) == Filters()
    assert not Filters.from_query(odd).narrow
    assert set(ledger.unreadable(odd)) == {"from", "to", "min", "max"}
    assert ledger.unreadable({"from": "2024-01-01", "min": "1"}) == {}


days = st.none() | st.dates(date(2000, 1, 1), date(2098, 12, 31))
money = st.none() | st.integers(-(10**12), 10**12)
filters_ = st.builds(
    Filters,
    state=st.sampled_from(State),
    basis=st.sampled_from(Basis),
    first_day=days,
    last_day=days,
    kind=st.none() | st.sampled_from(Kind),
    text=st.sampled_from(["", "云杉", "1234", "a&b=c?"]),
    entity=st.none() | st.integers(0, 10**9),
    least=money,
    most=money,
    verify=st.none() | st.sampled_from(VerifyStatus),
    doc=st.none() | st.sampled_from(DocStatus),
    use=st.none() | st.sampled_from(UseStatus),
    review=st.booleans(),
)


@given(filters_)
def test_filters_survive_the_address(filters: Filters) -> None:
    assert Filters.from_query(filters.to_query()) == filters
