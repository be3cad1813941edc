from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.number import SHAPES, BadNumber, Number, parse_number, split_pair

DIGITAL = "25112000000012345678"


@pytest.mark.parametrize(
    "typed",
    [
        DIGITAL,
        "  2511 2000 0000 1234 5678 ",
        "２５１１２００００００ ０１２３４５６７８",
        f"№{DIGITAL}",
        f"NO.{DIGITAL}",
        f"No:{DIGITAL}",
        f"发票号码：{DIGITAL}",
        f"数电票号码:{DIGITAL}",
        f"全电发票号码 {DIGITAL}",
        f"数电发票号码：{DIGITAL}",
        f"'{DIGITAL}",
        f'="{DIGITAL}"',
        f"\u200b{DIGITAL}\u200b",
        f"{DIGITAL}.0",
        "25,112,000,000,012,345,678",
    ],
)
def test_what_people_type_around_a_number_is_forgiven(typed: str) -> None:
    assert parse_number(typed) == Number(DIGITAL)


def test_a_digital_number_tells_year_region_and_channel() -> None:
    number = parse_number(DIGITAL)

    assert (number.year, number.region, number.channel) == (2025, "11", "2")
    assert number.is_digital
    assert number.shape == "数电票号码"


def test_an_eight_digit_number_tells_nothing_of_the_kind() -> None:
    number = parse_number("01234567")

    assert (number.year, number.region, number.channel) == (None, None, None)
    assert not number.is_digital


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "没有填"),
        ("No.", "没有填"),
        ("O1234567", "「O」"),
        ("2.5112E+19", "「E、\\+」"),
        ("1234567", "这里是7位"),
        ("2511200000001234567890", "这里是22位"),
        ("12345678,98765432", "有2个号码"),
        (f"{DIGITAL}、{DIGITAL}；{DIGITAL}", "有3个号码"),
    ],
)
def test_what_is_no_number_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(BadNumber, match=says):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "code", "number"),
    [
        ("011002300111 12345678", "011002300111", "12345678"),
        ("01100230011112345678", "011002300111", "12345678"),
        ("代码：011002300111，号码：12345678", "011002300111", "12345678"),
        ("1100231130/12345678", "1100231130", "12345678"),
        ("票据代码：11010123 票据号码：0012345678", "11010123", "0012345678"),
    ],
)
def test_code_and_number_pasted_into_one_field_are_taken_apart(
    typed: str, code: str, number: str
) -> None:
    pair = split_pair(typed)

    assert pair is not None
    assert (pair[0].text, pair[1].text) == (code, number)


@pytest.mark.parametrize("typed", [DIGITAL, "251120000000 12345678", "12345678", "", "你好"])
def test_a_number_alone_is_no_pair(typed: str) -> None:
    assert split_pair(typed) is None


@given(
    st.sampled_from(sorted(SHAPES)).flatmap(
        lambda size: st.text(alphabet="0123456789", min_size=size, max_size=size)
    )
)
def test_every_shape_comes_out_as_typed_in_full_width_too(digits: str) -> None:
    wide = digits.translate({ord("0") + i: ord("０") + i for i in range(10)})

    assert parse_number(wide).text == digits


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_politely_refused(text: str) -> None:
    with suppress(BadNumber):
        assert len(parse_number(text).text) in SHAPES
