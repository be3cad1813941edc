from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from chapiao.demo.ids import Numbers, tax_id
from chapiao.demo.lines import discount, line, split_tax
from chapiao.demo.trades import TRADES, Ware
from chapiao.demo.world import World, world
from chapiao.invoice.code import parse_code, year_fits
from chapiao.invoice.kind import NOT_INVOICES, Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import parse_number
from chapiao.invoice.region import id_region, number_region
from chapiao.invoice.status import DocStatus, TaxStatus

TODAY = date(2026, 11, 24)
DAYS = (TODAY, date(2027, 1, 1), date(2026, 12, 31), date(2028, 2, 29), date(2027, 3, 31))


WORLDS = {day: world(day) for day in DAYS}
WORLD = WORLDS[TODAY]


@pytest.fixture(params=DAYS, ids=str)
def any_world(request: pytest.FixtureRequest) -> World:
    return WORLDS[request.param]


def test_the_same_seed_and_day_make_the_same_world() -> None:
    assert world(TODAY) == WORLD
    assert world(TODAY, seed=7) != WORLD


def test_there_are_enough_invoices_of_every_kind(any_world: World) -> None:
    kinds = Counter(row.invoice.kind for row in any_world.rows)

    assert sum(kinds.values()) >= 2000
    assert set(kinds) == set(Kind) - NOT_INVOICES


def test_no_two_invoices_share_an_identity(any_world: World) -> None:
    keys = [row.invoice.key for row in any_world.rows]
    seconds = [row.invoice.second_key for row in any_world.rows if row.invoice.second_key]

    assert None not in keys
    assert len(set(keys) | set(seconds)) == len(keys) + len(seconds)


def test_all_tax_ids_are_valid_and_plainly_made_up(any_world: World) -> None:
    ids = {row.invoice.seller_tax_id for row in any_world.rows}
    ids |= {row.invoice.buyer_tax_id for row in any_world.rows}
    ids |= {company.tax_id for company in any_world.companies}

    for one in filter(None, ids):
        assert uscc.is_valid(one)
        assert "DEM0" in one
        assert id_region(one) is not None


def test_numbers_and_codes_tell_the_year_and_kind_they_should(any_world: World) -> None:
    for row in any_world.rows:
        invoice = row.invoice
        number = parse_number(invoice.number or "")
        if invoice.kind is not None and invoice.kind.is_digital:
            assert invoice.issued_on is not None
            assert number.year == invoice.issued_on.year
            assert number_region(number.region or "") is not None
            assert invoice.code == ""
        else:
            code = parse_code(invoice.code or "")
            assert code.kind in {None, invoice.kind} or invoice.second_number
            if invoice.issued_on is not None:
                fits = year_fits(code, invoice.issued_on)
                assert fits is None or fits.name == "FITS"


def _adds_up(invoice: Invoice) -> bool:
    funds = 5000 if invoice.kind is Kind.AIR else 0
    return (invoice.amount or 0) + (invoice.tax or 0) + funds == invoice.total


def test_every_sum_holds_to_the_fen(any_world: World) -> None:
    for row in any_world.rows:
        invoice = row.invoice
        assert _adds_up(invoice)
        if not invoice.lines:
            continue
        assert sum(one.amount or 0 for one in invoice.lines) == invoice.amount
        assert sum(one.tax or 0 for one in invoice.lines) == invoice.tax
        for one in invoice.lines:
            if one.rate.endswith("%"):
                rate = Decimal(one.rate[:-1]) / 100
                assert abs((one.amount or 0) * rate - (one.tax or 0)) <= 1


def test_everything_happened_by_the_day_the_world_was_made(any_world: World) -> None:
    for row in any_world.rows:
        assert row.added_at.date() <= any_world.made_on
        assert row.booked_on is None or row.booked_on <= any_world.made_on
        if row.invoice.issued_on is not None:
            assert row.invoice.issued_on <= any_world.made_on


def test_a_red_invoice_offsets_a_blue_one_of_the_world(any_world: World) -> None:
    by_key = {row.invoice.key: row for row in any_world.rows}
    reds = [row for row in any_world.rows if row.red_of]

    assert {by_key[row.red_of].tax_status for row in reds} == {
        TaxStatus.RED_FULL,
        TaxStatus.RED_PART,
    }
    for red in reds:
        blue = by_key[red.red_of]
        whole = (red.invoice.total or 0) == -(blue.invoice.total or 0)
        assert whole == (blue.tax_status is TaxStatus.RED_FULL)
        assert (red.invoice.total or 0) < 0
        assert blue.invoice.number in (red.invoice.remark or "")


def test_every_state_a_page_can_show_occurs() -> None:
    statuses = {row.tax_status for row in WORLD.rows}

    assert {TaxStatus.NORMAL, TaxStatus.VOIDED, TaxStatus.ABNORMAL} <= statuses
    assert set(DocStatus) == {row.doc_status for row in WORLD.rows}
    assert all(row.tax_status is not TaxStatus.VOIDED for row in WORLD.rows if row.booked_on)


def test_the_renamed_company_bought_under_both_names() -> None:
    us = WORLD.companies[0]
    names = {row.invoice.buyer_name for row in WORLD.rows if row.company == 0}

    assert us.former
    assert {us.former, us.name} <= names


@given(st.integers(1, 10**9), st.sampled_from(["13%", "9%", "6%", "3%", "1%", "免税"]))
def test_tax_is_split_off_without_a_rest(gross: int, rate: str) -> None:
    amount, tax = split_tax(gross, rate)

    assert amount + tax == gross
    share = Decimal(rate[:-1]) / 100 if rate.endswith("%") else Decimal(0)
    assert abs(amount * share - tax) <= 1


@given(
    st.sampled_from([ware for trade in TRADES for ware in trade.wares]),
    st.integers(1, 500),
    st.integers(1, 500_000),
    st.integers(1, 99),
)
def test_price_times_quantity_is_the_amount(
    ware: Ware, quantity: int, price: int, share: int
) -> None:
    one = line(ware, quantity, price)
    less = discount(one, share)

    assert one.price is not None
    assert abs(one.price * quantity * 100 - (one.amount or 0)) <= 1
    assert (less.amount or 0) <= 0
    assert less.quantity is None
    assert abs(less.amount or 0) <= (one.amount or 0)


def test_no_two_numbers_are_one_slip_apart() -> None:
    numbers = [row.invoice.number or "" for row in WORLD.rows]

    assert not _one_slip_apart([n for n in numbers if len(n) == 20])


def _one_slip_apart(numbers: list[str]) -> bool:
    gaps = [n[:i] + "?" + n[i + 1 :] for n in numbers for i in range(len(n))]
    swapped = {
        n[:i] + n[i + 1] + n[i] + n[i + 2 :]
        for n in numbers
        for i in range(len(n) - 1)
        if n[i] != n[i + 1]
    }
    return len(set(gaps)) < len(gaps) or not swapped.isdisjoint(numbers)


def test_numbers_are_given_out_once() -> None:
    from random import Random

    numbers = Numbers(Random(1))
    given_out = [numbers.digital(2026, "11") for _ in range(500)]

    assert len(set(given_out)) == 500
    assert all(n.startswith("2611299") for n in given_out)


def test_the_organisation_part_of_a_tax_id_has_its_own_check_digit() -> None:
    ids = {tax_id("110108", serial)[8:17] for serial in range(200)}

    assert len(ids) == 200
    assert {one[-1] for one in ids} >= {"X", "0", "9"}


def test_the_cast_stands_where_its_stories_need_it(any_world: World) -> None:
    cast, keys = any_world.cast, {row.invoice.key for row in any_world.rows}

    assert cast.plain.invoice.key in keys
    assert cast.archived.invoice.key not in keys
    assert cast.exported.invoice.key not in keys
    assert cast.old.invoice.issued_on is not None
    assert cast.old.invoice.issued_on < any_world.made_on - timedelta(days=365 * 6)
    assert cast.renamed.invoice.buyer_name == any_world.companies[0].former
