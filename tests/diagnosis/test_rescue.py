from __future__ import annotations

import pytest
from tests.diagnosis.gathering import CODE, NUMBER, OTHER, Counting, gathered, row

from chapiao.diagnosis.facts import Slip
from chapiao.diagnosis.memory import Memory


def test_letters_for_digits_are_looked_up_as_the_digits_meant() -> None:
    held = row("03510827", code="011002300107")

    with_code = gathered(Memory([held]), number="O351O827", code="011002300107").repairs
    without = gathered(Memory([held]), number="O351O827").repairs
    two = gathered(Memory([held, row("03510827", code="1100211130")]), number="O351O827").repairs

    assert with_code is not None
    assert without is not None
    assert two is not None
    assert with_code[0].record is held
    assert without[0].record is held
    assert two[0].record is None


def test_code_and_number_run_together_are_looked_up_apart() -> None:
    held = row("12345678", code=CODE)

    facts = gathered(Memory([held]), number=f"{CODE}12345678")

    assert facts.number is None
    assert facts.repairs is not None
    assert facts.repairs[0].slip is Slip.JOINED
    assert facts.repairs[0].record is held


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"number": "26112000000012300000"}, ""),
        ({"number": "2.61120000000123E+19"}, ""),
    ],
)
def test_what_excel_left_of_a_number_finds_it(typed: dict[str, str], code: str) -> None:
    del code
    facts = gathered(Memory([row(NUMBER), row(OTHER)]), **typed)

    assert facts.rescued is not None
    assert [one.record.invoice.number for one in facts.rescued] == [NUMBER]


def test_of_what_excel_left_the_one_that_agrees_comes_first() -> None:
    other = row("26112000000012311111", total=100)
    meant = row(NUMBER, total=10600)

    facts = gathered(Memory([other, meant]), number="26112000000012300000", amount="106")

    assert facts.rescued is not None
    assert [one.record for one in facts.rescued] == [meant, other]


def test_a_digital_number_whose_first_digit_slipped_is_found_too() -> None:
    facts = gathered(Memory([row(NUMBER)]), number=f"1{NUMBER[1:]}")

    assert facts.neighbours is not None
    assert [one.record.invoice.number for one in facts.neighbours] == [NUMBER]


def test_too_few_digits_left_by_excel_find_nothing_rather_than_anything() -> None:
    holdings = Counting([row(NUMBER)])

    facts = gathered(holdings, number="2.6112E+19")

    assert facts.rescued == ()
    assert "by_prefix" not in {what for what, _ in holdings.asked}


def test_zeros_dropped_in_front_are_put_back() -> None:
    holdings = Memory([row("03510827", code="011002300107")])

    number = gathered(holdings, number="3510827", code="011002300107").rescued
    alone = gathered(holdings, number="3510827").rescued
    code = gathered(holdings, number="03510827", code="11002300107").rescued
    unknown = gathered(holdings, number="3510827", code="bad").rescued

    assert number is not None
    assert alone is not None
    assert code is not None
    assert len(number) == len(alone) == len(code) == 1
    assert unknown is not None


def test_a_scientific_code_cannot_be_put_back() -> None:
    assert gathered(Memory(), number="12345678", code="1.1002E+10").rescued == ()


def test_a_row_that_lost_its_tail_in_excel_is_found_for_the_true_number() -> None:
    facts = gathered(Memory([row("26112000000012300000")]), number=NUMBER)

    assert facts.damaged is not None
    assert [one.invoice.number for one in facts.damaged] == ["26112000000012300000"]
    assert facts.neighbours == ()


@pytest.mark.parametrize(
    ("stored", "code"),
    [(("3510827", "011002300107"), "011002300107"), (("03510827", "11002300107"), "011002300107"),
     (("3510827", "011002300107"), "")],
)  # fmt: skip
def test_a_row_that_lost_its_zeros_is_found_for_the_true_number(
    stored: tuple[str, str], code: str
) -> None:
    facts = gathered(Memory([row(stored[0], code=stored[1])]), number="03510827", code=code)

    assert facts.held is False
    assert facts.damaged is not None
    assert len(facts.damaged) == 1


def test_a_number_of_zeros_alone_is_no_reason_to_look_for_nothing() -> None:
    assert gathered(Memory([row("00000000", code=CODE)]), number="00000000").held is True
