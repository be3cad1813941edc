from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.model import identity
from chapiao.invoice.variants import look_alikes, one_edit_variants, wrong_length_variants

DIGITS = "0123456789"
NUMBER = "25112000000012345678"


def digits(size: int) -> st.SearchStrategy[str]:
    return st.text(alphabet=DIGITS, min_size=size, max_size=size)


@given(digits(20), st.data())
def test_every_single_wrong_digit_is_among_the_variants(number: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 19))
    wrong = data.draw(st.sampled_from(DIGITS.replace(number[place], "")))

    assert number[:place] + wrong + number[place + 1 :] in one_edit_variants(number)


@given(digits(20), st.integers(0, 18))
def test_every_swap_of_neighbours_is_among_the_variants(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert swapped == number or swapped in one_edit_variants(number)


@given(digits(20))
def test_there_are_at_most_199_variants_and_never_the_number_itself(number: str) -> None:
    variants = one_edit_variants(number)

    assert len(variants) == len(set(variants)) <= 199
    assert number not in variants


@given(digits(8), digits(12), st.integers(0, 11))
def test_a_code_is_varied_beside_its_number(number: str, code: str, place: int) -> None:
    wrong_code = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
    variants = one_edit_variants(number, code)

    assert identity(wrong_code, number) in variants
    assert identity(code, str((int(number[0]) + 1) % 10) + number[1:]) in variants
    assert identity(code, number) not in variants
    assert len(variants) == len(set(variants)) <= 199


def test_a_number_without_its_code_gives_numbers() -> None:
    assert "02345678" in one_edit_variants("12345678")


@given(digits(20), st.integers(0, 19))
def test_a_digit_left_out_or_doubled_is_undone(number: str, place: int) -> None:
    short = number[:place] + number[place + 1 :]
    long = number[: place + 1] + number[place:]

    assert number in wrong_length_variants(short, 20)
    assert number in wrong_length_variants(long, 20)


@pytest.mark.parametrize("typed", ["1" * 18, "1" * 20, "1" * 22])
def test_two_digits_off_are_too_many_to_guess(typed: str) -> None:
    assert wrong_length_variants(typed, 20) == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("O35lO8Z7", "03510827"),
        ("ＯＩ２３４５６７", "01234567"),
        ("No. 2S11 2000 0000 I234 S678", NUMBER),
        ("B12345G9", "81234569"),
        ("12345678", None),
        ("1234567X", None),
        ("", None),
    ],
)
def test_letters_that_look_like_digits_are_read_as_digits(typed: str, number: str | None) -> None:
    assert look_alikes(typed) == number
