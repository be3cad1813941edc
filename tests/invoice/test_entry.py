from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.entry import (
    Ask,
    Entry,
    LimitKind,
    entries_for,
    first_day,
    kind_for_entry,
    last_day,
    limit_of,
    limits_for,
    places,
    route_to,
)
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.tables import in_force, table

BEIJING = "1100"
MARKS = {"A", "B", "C", "S", "OWN"}

# One line a kind: the first entry in Beijing, and what stands in its fourth field.
GOLDEN = {
    Kind.DIGITAL_SPECIAL: (Entry.PLATFORM, Ask.TOTAL),
    Kind.DIGITAL_ORDINARY: (Entry.PLATFORM, Ask.TOTAL),
    Kind.DIGITAL_VEHICLE: (Entry.PLATFORM, Ask.TOTAL),
    Kind.DIGITAL_USED_VEHICLE: (Entry.PLATFORM, Ask.TOTAL),
    Kind.PAPER_DIGITAL_SPECIAL: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.PAPER_DIGITAL_ORDINARY: (Entry.PLATFORM, Ask.SECOND_LAST6),
    Kind.PAPER_DIGITAL_VEHICLE: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.PAPER_DIGITAL_USED_VEHICLE: (Entry.PLATFORM, Ask.TOTAL),
    Kind.RAIL: (Entry.PLATFORM, Ask.TOTAL),
    Kind.AIR: (Entry.PLATFORM, Ask.TOTAL),
    Kind.SPECIAL: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.ORDINARY: (Entry.PLATFORM, Ask.CHECK_LAST6),
    Kind.ROLL: (Entry.PLATFORM, Ask.CHECK_LAST6),
    Kind.E_SPECIAL: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.E_ORDINARY: (Entry.PLATFORM, Ask.CHECK_LAST6),
    Kind.TOLL: (Entry.PLATFORM, Ask.CHECK_LAST6),
    Kind.FREIGHT: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.VEHICLE: (Entry.PLATFORM, Ask.AMOUNT),
    Kind.USED_VEHICLE: (Entry.PLATFORM, Ask.TOTAL),
    Kind.BLOCKCHAIN: (Entry.BLOCKCHAIN, Ask.AMOUNT),
    Kind.FISCAL: (Entry.FISCAL, Ask.DATE_DASHED),
    Kind.MACHINE: (Entry.BEIJING, Ask.DATE),
    Kind.QUOTA: (Entry.BEIJING, None),
    Kind.MANUAL: (Entry.BEIJING, None),
    Kind.TAXI: (Entry.BEIJING, None),
    Kind.PAPER_TRAIN: (Entry.RAIL, None),
}


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.value)
def test_every_kind_has_its_first_entry_or_none_at_all(kind: Kind) -> None:
    routes = entries_for(kind, BEIJING)

    if kind not in GOLDEN:
        assert routes == ()
        return
    entry, fourth = GOLDEN[kind]
    assert routes[0].entry is entry
    fields = routes[0].fields
    assert (fields[3].ask if len(fields) > 3 else None) is fourth


def test_every_invoice_kind_stands_in_the_golden_table() -> None:
    assert {kind for kind in Kind if kind.is_invoice} <= set(GOLDEN)


@pytest.mark.parametrize("kind", [Kind.MACHINE, Kind.QUOTA, Kind.MANUAL, Kind.TAXI])
def test_local_paper_of_another_province_is_not_sent_to_beijing(kind: Kind) -> None:
    first = entries_for(kind, "3200")[0]

    assert first.entry is None
    assert "开票地" in first.place
    assert route_to(Entry.BEIJING, kind, "3200") is None


def test_local_paper_of_an_unknown_place_is_not_sent_to_beijing_either() -> None:
    assert entries_for(Kind.QUOTA)[0].entry is None


def test_the_second_entry_follows_the_first() -> None:
    assert [route.entry for route in entries_for(Kind.RAIL)] == [
        Entry.PLATFORM,
        Entry.ETAX,
        Entry.RAIL,
    ]


def test_an_entry_does_not_hold_what_it_does_not_list() -> None:
    assert route_to(Entry.PLATFORM, Kind.QUOTA) is None
    assert route_to(Entry.VENDOR, Kind.DIGITAL_ORDINARY) is not None
    assert route_to(Entry.VENDOR, Kind.FISCAL) is None


@pytest.mark.parametrize(
    ("invoice", "kind"),
    [
        (Invoice(kind=Kind.RAIL, number="25119000000012345678"), Kind.RAIL),
        (Invoice(code="011002300111", number="12345678"), Kind.E_ORDINARY),
        (Invoice(code="111002371001", number="12345678"), None),
        (Invoice(code="11", number="12345678"), None),
        (Invoice(number="25112000000012345678"), Kind.DIGITAL_ORDINARY),
        (Invoice(number="12345678"), None),
        (Invoice(), None),
    ],
)
def test_the_kind_that_decides_the_entry(invoice: Invoice, kind: Kind | None) -> None:
    assert kind_for_entry(invoice) is kind


def test_every_row_says_where_it_is_known_from_and_names_things_there_are() -> None:
    entries, routes = table("entries"), table("routes")["route"]
    for row in [*entries["place"], *routes, *entries["limit"]]:
        assert row["source"]
        assert row["mark"] in MARKS
    assert {row["place"] for row in routes + entries["limit"]} <= set(places())
    assert {kind for row in routes for kind in row["kinds"]} <= set(Kind)
    assert set(Entry) <= set(places())


@pytest.mark.parametrize(
    ("entry", "what", "value"),
    [
        (Entry.PLATFORM, LimitKind.CHECKS_PER_DAY, 5),
        (Entry.PLATFORM, LimitKind.LOOK_BACK_YEARS, 5),
        (Entry.PLATFORM, LimitKind.VISIBLE_AFTER_DAYS, 1),
        (Entry.RAIL, LimitKind.LOOK_BACK_DAYS, 180),
        (Entry.FISCAL, LimitKind.CHECKS_PER_DAY, None),
        (Entry.OWN, LimitKind.CHECKS_PER_DAY, None),
    ],
)
def test_the_limits_of_an_entry(entry: Entry, what: LimitKind, value: int | None) -> None:
    assert limit_of(entry, what, date(2026, 1, 1)) == value


def test_a_limit_counts_only_while_it_is_in_force() -> None:
    assert limits_for(Entry.RAIL, date(2024, 10, 31)) == ()
    assert limits_for(Entry.RAIL, date(2024, 11, 1))[0].value == 180


def test_a_row_without_bounds_is_always_in_force() -> None:
    row = {"valid_from": date(2024, 1, 1), "valid_to": date(2024, 12, 31)}

    assert in_force({}, date(1999, 1, 1))
    assert [in_force(row, date(year, 6, 1)) for year in (2023, 2024, 2025)] == [False, True, False]


def test_an_invoice_shows_on_the_platform_from_the_next_day() -> None:
    assert first_day(Entry.PLATFORM, date(2024, 2, 28)) == date(2024, 2, 29)
    assert first_day(Entry.OWN, date(2024, 2, 28)) == date(2024, 2, 28)
    assert first_day(Entry.VENDOR, date(2024, 2, 28)) == date(2024, 2, 28)


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2050, 1, 1)))
def test_five_years_are_five_birthdays(day: date) -> None:
    last = last_day(Entry.PLATFORM, day, on=day)

    assert last is not None
    assert last.year == day.year + 5
    assert (last.month, last.day) in {(day.month, day.day), (2, 28)}


def test_rail_is_there_for_180_days_and_our_own_ledger_for_ever() -> None:
    day, on = date(2025, 1, 1), date(2025, 6, 1)

    assert last_day(Entry.RAIL, day, on) == day + timedelta(days=180)
    assert last_day(Entry.OWN, day, on) is None
