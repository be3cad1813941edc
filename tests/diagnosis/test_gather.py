from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pytest
from tests.diagnosis.gathering import CODE, NUMBER, OTHER, Counting, gathered, row

from chapiao.diagnosis.facts import EXPORT, OurEntity, Record
from chapiao.diagnosis.memory import Memory
from chapiao.invoice.model import Invoice


def test_a_number_we_hold_costs_two_reads_and_no_neighbours() -> None:
    holdings = Counting([row(NUMBER)])

    facts = gathered(holdings, number=NUMBER)

    assert facts.held is True
    assert facts.record is not None
    assert facts.neighbours == ()
    assert holdings.asked == [("by_keys", 1), ("exported", 1)]


def test_a_number_we_do_not_hold_costs_four_reads_however_many_neighbours_it_has() -> None:
    holdings = Counting([row(OTHER)])

    facts = gathered(holdings, number=NUMBER)

    assert facts.held is False
    assert [what for what, _ in holdings.asked] == ["by_keys", "exported", "archived", "by_keys"]
    assert holdings.asked[-1][1] <= 201


def test_nothing_asked_is_nothing_looked_for() -> None:
    holdings = Counting([row(NUMBER)])

    facts = gathered(holdings)

    assert facts.held is None
    assert facts.in_export is facts.in_archive is None
    assert "asked" not in vars(holdings)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("26112000001012345678", NUMBER),  # a wrong digit
        ("26112000000012345687", NUMBER),  # two swapped
        ("2611200000001234567", NUMBER),  # one left out
        ("261120000000123456788", NUMBER),  # one doubled
    ],
)
def test_a_number_one_slip_away_is_found(typed: str, meant: str) -> None:
    facts = gathered(Memory([row(meant), row(OTHER)]), number=typed)

    assert facts.neighbours is not None
    assert [one.record.invoice.number for one in facts.neighbours] == [meant]


def test_of_two_neighbours_the_one_that_agrees_with_what_was_typed_comes_first() -> None:
    near = row("26112000001012345678", issued_on=date(2026, 10, 1), total=100)
    right = row("26112000000012345679", issued_on=date(2026, 10, 20), total=10600)

    facts = gathered(Memory([near, right]), number=NUMBER, date="20261020", amount="106")

    assert facts.neighbours is not None
    first, second = facts.neighbours
    assert first.record is right
    assert (first.agrees, first.differs) == (2, 0)
    assert (second.agrees, second.differs) == (0, 2)


def test_every_typed_fact_counts_for_or_against_a_neighbour() -> None:
    right = row(
        "12345679",
        code=CODE,
        check_code="60152253408253410409",
        buyer_name="北京云杉科技（集团）有限公司",
        seller_name="北京栖木花艺有限公司",
    )

    facts = gathered(
        Memory([right]), number="12345678", code=CODE, check_code="410409",
        buyer="北京云杉科技(集团)有限公司", seller="别家",
    )  # fmt: skip

    assert facts.neighbours is not None
    [found] = facts.neighbours
    assert (found.agrees, found.differs) == (2, 1)


def test_a_short_number_s_neighbour_counts_only_if_something_else_agrees() -> None:
    holdings = Memory([row("12345679", code=CODE, total=10600)])

    assert gathered(holdings, number="12345678").neighbours == ()
    agreeing = gathered(holdings, number="12345678", amount="106").neighbours
    assert agreeing is not None
    assert len(agreeing) == 1


def test_a_code_one_slip_away_is_found() -> None:
    facts = gathered(Memory([row("12345678", code=CODE)]), number="12345678", code="011002600112")

    assert facts.neighbours is not None
    assert [one.record.invoice.code for one in facts.neighbours] == [CODE]


def test_a_code_of_the_wrong_length_still_finds_its_number() -> None:
    facts = gathered(Memory([row("12345678", code=CODE)]), number="12345678", code="01100260011")

    assert facts.neighbours is not None
    assert [one.record.invoice.code for one in facts.neighbours] == [CODE]


def test_a_fiscal_number_has_neighbours_too() -> None:
    facts = gathered(
        Memory([row("0012345678", code="11010126")]), number="0012345679", code="11010126"
    )

    assert facts.neighbours is not None
    assert len(facts.neighbours) == 1


def test_a_number_that_lost_a_digit_finds_the_short_one_under_its_code() -> None:
    facts = gathered(Memory([row("12345678", code=CODE)]), number="1234578", code=CODE)

    assert facts.neighbours is not None
    assert [one.record.invoice.number for one in facts.neighbours] == ["12345678"]


def test_what_the_export_proves_needs_no_neighbours() -> None:
    holdings = Counting([row("26112000001012345678")], exported=[row(NUMBER, EXPORT)])

    facts = gathered(holdings, number=NUMBER)

    assert facts.in_export is True
    assert facts.neighbours == ()
    assert [what for what, _ in holdings.asked] == ["by_keys", "exported", "archived"]


def test_a_row_that_contradicts_date_and_amount_makes_the_number_doubtful() -> None:
    wrong = row(NUMBER, issued_on=date(2026, 10, 1), total=100)
    right = row("26112000001012345678", issued_on=date(2026, 10, 20), total=10600)
    half = row("26112000000012345679", issued_on=date(2026, 10, 20), total=100)

    facts = gathered(Memory([wrong, right, half]), number=NUMBER, date="20261020", amount="106")

    assert facts.record is wrong
    assert facts.neighbours is not None
    assert [one.record for one in facts.neighbours] == [right]


def test_eight_digits_without_a_code_are_enough_where_one_row_fits() -> None:
    facts = gathered(Memory([row("12345678", code=CODE)]), number="12345678")

    assert facts.held is True
    assert facts.namesakes == ()


def test_eight_digits_under_two_codes_are_not_enough() -> None:
    holdings = Memory([row("12345678", code=CODE), row("12345678", code="1100211130")])

    facts = gathered(holdings, number="12345678")

    assert facts.held is False
    assert facts.namesakes is not None
    assert len(facts.namesakes) == 2


def test_of_two_codes_the_typed_date_picks_one() -> None:
    right = row("12345678", code=CODE, issued_on=date(2026, 10, 20))
    other = row("12345678", code="1100211130", issued_on=date(2021, 10, 20))

    facts = gathered(Memory([right, other]), number="12345678", date="2026-10-20")

    assert facts.record is right
    assert facts.namesakes == (other,)


def test_the_second_identity_of_a_paper_digital_invoice_finds_it() -> None:
    paper = row("12345678", code=CODE, second_number=NUMBER)

    assert gathered(Memory([paper]), number=NUMBER).record is paper
    assert gathered(Memory([paper]), number="12345678", code=CODE).record is paper


def test_a_file_finds_the_row_that_a_slip_in_the_typed_number_misses() -> None:
    facts = gathered(
        Memory([row(NUMBER)]), number="26112000000012345687", file=Invoice(number=NUMBER)
    )

    assert facts.held is True
    assert facts.proven is False


def test_a_file_of_another_invoice_finds_nothing_for_the_typed_number() -> None:
    facts = gathered(Memory([row(NUMBER)]), number=OTHER, file=Invoice(number=NUMBER))

    assert facts.held is False


def test_the_row_of_the_typed_number_goes_before_the_file_s() -> None:
    typed, of_file = row("26112000000012345687"), row(NUMBER)

    class Backwards(Memory):
        def by_keys(self, keys: Collection[str]) -> Sequence[Record]:
            return list(super().by_keys(keys))[::-1]

    facts = gathered(
        Backwards([typed, of_file]),
        number="26112000000012345687",
        file=Invoice(number=NUMBER),
    )

    assert facts.record is typed


def test_a_file_of_another_invoice_is_no_copy_of_the_asked_one() -> None:
    facts = gathered(Memory(), number=OTHER, file=Invoice(number=NUMBER))

    assert facts.copies is None
    assert facts.reading is not None


def test_a_file_with_a_slip_s_distance_is_a_copy() -> None:
    facts = gathered(Memory(), number="26112000000012345687", file=Invoice(number=NUMBER))

    assert facts.copy is not None


def test_the_asker_s_companies_are_known() -> None:
    ours = (OurEntity(name="北京云杉科技有限公司", tax_id="91110108MA00000000"),)

    assert gathered(Memory(ours=ours), number=NUMBER).ours == ours
