from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.damage import DamageKind, code_damage, could_be, number_damage

NUMBER = "25112000000012345678"
DIGITAL = st.from_regex(r"2[1-9][0-9]{18}", fullmatch=True)


def shown(number: str, places: int) -> str:
    """What a spreadsheet shows: fifteen digits kept, then rounded to the column's width."""
    kept = int(number[:15]) * 10 ** (len(number) - 15)
    unit = 10 ** (len(number) - 1 - places)
    digits = str((kept + unit // 2) // unit)
    return f"{digits[0]}.{digits[1:]}E+{len(number) - 1}" if places else f"{digits[0]}E+19"


@given(DIGITAL, st.integers(1, 13))
def test_a_number_shown_as_scientific_could_be_the_true_one(number: str, places: int) -> None:
    damage = number_damage(shown(number, places))

    assert damage is not None
    assert damage.kind is DamageKind.SCIENTIFIC
    assert could_be(damage, number)
    assert number.startswith(damage.prefixes)


@given(DIGITAL)
def test_a_number_that_went_through_a_double_could_be_the_true_one(number: str) -> None:
    damage = number_damage(repr(float(number)))

    assert damage is not None
    assert could_be(damage, number)
    assert number.startswith(damage.prefixes)


@given(DIGITAL)
def test_a_number_cut_after_fifteen_digits_keeps_them(number: str) -> None:
    damage = number_damage(f"{number[:15]}00000")

    assert damage is not None
    assert damage.kind is DamageKind.ZEROED
    assert damage.prefixes == (number[:15],)
    assert could_be(damage, number)
    assert damage.only is None


@pytest.mark.parametrize(
    "typed", ["2.5112E+19", "2.5112e19", " 2.5112 E+19 ", "２．５１１２Ｅ＋１９", "2.5112×10^19"]
)
def test_the_ways_a_spreadsheet_writes_it_are_all_seen(typed: str) -> None:
    damage = number_damage(typed)

    assert damage is not None
    assert could_be(damage, NUMBER)
    assert not could_be(damage, "25122000000012345678")
    assert "科学计数" in damage.says


@pytest.mark.parametrize(
    ("typed", "code", "whole"),
    [("123456", "", "00123456"), ("7", "", "00000007"), ("12345678", "11010123", "0012345678")],
)
def test_zeros_lost_in_front_leave_one_number(typed: str, code: str, whole: str) -> None:
    damage = number_damage(typed, code)

    assert damage is not None
    assert damage.kind is DamageKind.LEADING_ZEROS
    assert damage.only == whole
    assert whole in damage.says
    assert could_be(damage, whole)


@pytest.mark.parametrize(
    ("typed", "true"),
    [("1.1E+10", "011002300111"), ("1.44032E+11", "144032609110"), ("1.1002E+9", "1100231130")],
)
def test_a_code_shown_as_scientific_could_be_the_true_one(typed: str, true: str) -> None:
    damage = code_damage(typed)

    assert damage is not None
    assert could_be(damage, true)


def test_a_code_of_eleven_digits_lost_its_zero() -> None:
    damage = code_damage("11002300111")

    assert damage is not None
    assert damage.only == "011002300111"


def test_a_short_number_shown_as_scientific_may_have_lost_zeros_too() -> None:
    damage = number_damage("1.23E+06")

    assert damage is not None
    assert could_be(damage, "01234567")
    assert not could_be(damage, "12345678")


@pytest.mark.parametrize(
    "typed",
    [NUMBER, "12345678", "", "00000", "abc", "1.5E+18", "2.5E+25", "1.23456789E+07", "1E-5"],
)
def test_a_number_that_is_not_damaged_is_left_alone(typed: str) -> None:
    assert number_damage(typed) is None


@pytest.mark.parametrize("typed", ["011002300111", "1100231130", "110023113", "", "0.5"])
def test_a_code_that_is_not_damaged_is_left_alone(typed: str) -> None:
    assert code_damage(typed) is None
