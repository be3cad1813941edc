from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.money import (
    BadMoney,
    format_money,
    nearest_fen,
    parse_money,
    plain,
)

FEN = st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1)


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("1234.50", 123450),
        ("1,234.5", 123450),
        ("￥1,234.50", 123450),
        ("¥ 1 234.50 元", 123450),
        ("１２３４．５０", 123450),
        ("1，234.50", 123450),
        ("人民币1234.50元整", 123450),
        ("RMB1234.50", 123450),
        ("1234.500000", 123450),
        ("1234", 123400),
        ("0", 0),
        (".5", 50),
        ("5.", 500),
        ("007", 700),
        ("-1234.50", -123450),
        ("−1234.50", -123450),
        ("－￥1234.50", -123450),
        ("¥-1234.50", -123450),
        ("（负数）1234.50", -123450),
        ("负1234.50元", -123450),
        ("(1,234.50)", -123450),
        ("（¥1,234.50）", -123450),
        ("-0.00", 0),
    ],
)
def test_an_amount_is_read_as_people_and_files_write_it(typed: str, fen: int) -> None:
    assert parse_money(typed) == fen


@pytest.mark.parametrize(
    "typed",
    [
        "1E3",
        "1.5e2",
        "NaN",
        "inf",
        "***",
        "一百",
        "1,23",
        "12,3456",
        "1.2.3",
        "1-2",
        "--1",
        "$12",
        "¥",
        ".",
    ],
)
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(BadMoney, match="不是金额"):
        parse_money(typed)


@pytest.mark.parametrize(
    ("typed", "says"),
    [("", "没有填金额"), ("0.123", "最多两位小数"), ("12345678901234", "金额太大")],
)
def test_the_reason_of_a_refusal_is_told(typed: str, says: str) -> None:
    with pytest.raises(BadMoney, match=says):
        parse_money(typed)


@given(FEN)
def test_money_written_is_money_read(fen: int) -> None:
    assert parse_money(plain(fen)) == fen
    assert parse_money(format_money(fen)) == fen


@given(FEN)
def test_json_money_has_two_decimals_and_a_dot(fen: int) -> None:
    assert Decimal(plain(fen)) * 100 == fen
    assert plain(fen)[-3] == "."


@pytest.mark.parametrize(
    ("value", "fen"),
    [("0.005", 1), ("-0.005", -1), ("0.0049", 0), ("12.3450", 1235), ("1E+2", 10000)],
)
def test_half_a_fen_is_rounded_away_from_zero(value: str, fen: int) -> None:
    assert nearest_fen(Decimal(value)) == fen


@pytest.mark.parametrize(
    ("value", "says"),
    [("NaN", "不是金额"), ("Infinity", "不是金额"), ("1E+20", "太大")],
)
def test_a_decimal_that_is_no_money_is_refused(value: str, says: str) -> None:
    with pytest.raises(BadMoney, match=says):
        nearest_fen(Decimal(value))


@given(st.text(max_size=30))
def test_any_text_is_money_or_politely_refused(text: str) -> None:
    with suppress(BadMoney):
        assert isinstance(parse_money(text), int)
