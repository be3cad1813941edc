"""Masks: nothing is recognised, and what differed differs in the same place."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.diagnosis.likeness import same_name
from chapiao.diagnosis.scenario.mask import Mask
from chapiao.invoice.tax_id import check_tax_id

KNOWN = "26322000000672422196"
OURS = "91110105MAAU64X746"
SEEDS = st.integers(0, 2**32)
TAIL = st.text("0123456789", min_size=14, max_size=14).filter(lambda text: set(text) - {"0", "1"})


def mask(seed: int, *typed: str) -> Mask:
    return Mask(
        seed,
        numbers=[KNOWN],
        typed=typed,
        tax_ids=[OURS],
        names=["北京云杉科技（集团）有限公司"],
    )


@given(SEEDS, TAIL)
def test_a_number_keeps_year_region_and_length_and_nothing_else(seed: int, tail: str) -> None:
    number = f"263220{tail}"

    told = mask(seed).number(number)

    assert told != number
    assert (told[:6], len(told)) == (number[:6], len(number))
    assert mask(seed).number(number) == told


@given(SEEDS, st.integers(6, 19), st.sampled_from("23456789"))
def test_a_wrong_digit_is_wrong_in_the_same_place(seed: int, at: int, digit: str) -> None:
    typed = KNOWN[:at] + digit + KNOWN[at + 1 :]
    one = mask(seed, typed)

    known, slipped = one.number(KNOWN), one.number(typed)

    wrong = [place for place, (a, b) in enumerate(zip(known, slipped, strict=True)) if a != b]
    assert wrong == ([at] if typed != KNOWN else [])


@given(SEEDS, st.integers(0, 18))
def test_exchanged_digits_stay_exchanged(seed: int, at: int) -> None:
    typed = KNOWN[:at] + KNOWN[at + 1] + KNOWN[at] + KNOWN[at + 2 :]
    one = mask(seed, typed)

    known, told = one.number(KNOWN), one.number(typed)

    if typed != KNOWN and at >= 6:
        assert told == known[:at] + known[at + 1] + known[at] + known[at + 2 :]
    assert len(told) == len(known)


@pytest.mark.parametrize(
    ("typed", "looks"),
    [
        ("2632 2000 0006 7242 2196", r"\d{4}( \d{4}){4}"),
        ("2.63220000006724E+19", r"2\.632200\d+E\+19"),
        ("26322000000672400000", r"263220\d{9}00000"),
        ("2632200000067242219O", r"\d{19}O"),
        ("二六三二二零零零零零零六七二四二二一九六", r"[零一二三四五六七八九]{20}"),
    ],
)
def test_the_form_in_which_it_was_typed_stays(typed: str, looks: str) -> None:
    told = mask(7, typed).number(typed)

    assert re.fullmatch(looks, told)
    assert told != typed


@given(SEEDS)
def test_a_right_tax_id_becomes_a_right_one_and_a_wrong_one_a_wrong_one(seed: int) -> None:
    one = mask(seed)
    wrong = OURS[:-1] + "5"

    ours, other = one.tax_id(OURS), one.tax_id(wrong)

    assert check_tax_id(ours).is_valid is True
    assert check_tax_id(other).is_valid is False
    assert (ours[:8], ours[:-1]) == (OURS[:8], other[:-1])
    assert ours != OURS


@given(SEEDS)
def test_names_that_differ_in_form_alone_still_do(seed: int) -> None:
    one = mask(seed)

    ours = one.name("北京云杉科技（集团）有限公司")

    assert same_name(ours, one.name("北京雲杉科技(集团)有限公司"))
    assert not same_name(ours, one.name("北京映川商贸有限公司"))
    assert one.name("云杉科技") in ours
    assert "云杉" not in ours


def test_words_keep_their_sense_and_lose_their_names() -> None:
    words = f"发票号码{KNOWN}，金额1060.00，日期20260601，购方北京云杉科技（集团）有限公司 {OURS}"

    told = mask(7).text(words)

    for kept in ("发票号码263220", "金额1060.00", "日期20260601", "（集团）有限公司"):
        assert kept in told
    for gone in (KNOWN, OURS, "云杉"):
        assert gone not in told
