from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.code import BadCode, Code, CodeYear, parse_code, year_fits
from chapiao.invoice.kind import Kind


@pytest.mark.parametrize(
    ("code", "platform", "kind"),
    [
        ("011002300111", "10", Kind.E_ORDINARY),
        ("011002300104", "04", Kind.ORDINARY),
        ("011002300105", "04", Kind.ORDINARY),
        ("011002300106", "11", Kind.ROLL),
        ("011002300107", "11", Kind.ROLL),
        ("011002300112", "14", Kind.TOLL),
        ("011002300113", "08", Kind.E_SPECIAL),
        ("011002300117", "15", Kind.USED_VEHICLE),
        ("011002300126", "99", None),
        ("000000000000", "99", None),
        ("144031539110", "10", Kind.E_ORDINARY),  # named by the platform itself
        ("111002321001", "03", Kind.VEHICLE),
        ("111002371001", "99", None),
        ("144032309110", "99", Kind.BLOCKCHAIN),
        ("1100231130", "01", Kind.SPECIAL),
        ("1100231530", "01", Kind.SPECIAL),
        ("1100231220", "02", Kind.FREIGHT),
        ("1100231720", "02", Kind.FREIGHT),
        ("1100231320", "04", Kind.ORDINARY),
        ("1100231620", "04", Kind.ORDINARY),
        ("1100231920", "99", None),
        ("11010123", "99", Kind.FISCAL),
    ],
)
def test_a_code_tells_the_kind_as_the_platform_does(
    code: str, platform: str, kind: Kind | None
) -> None:
    assert parse_code(code).platform_kind == platform
    assert parse_code(code).kind == kind


@pytest.mark.parametrize(
    ("code", "region", "year"),
    [
        ("011002300111", "1100", 2023),
        ("044031900211", "4403", 2019),
        ("144032309110", "4403", 2023),
        ("3300193130", "3300", 2019),
        ("11010123", None, None),
    ],
)
def test_region_and_year_stand_where_the_layout_puts_them(
    code: str, region: str | None, year: int | None
) -> None:
    assert (Code(code).region, Code(code).year) == (region, year)


@pytest.mark.parametrize(
    "typed",
    [
        "011002300111",
        " 0110 0230 0111 ",
        "０１１００２３００１１１",
        "代码：011002300111",
        "发票代码 011002300111",
        "0110-0230-0111",
        "'011002300111",
        '="011002300111"',
        "\ufeff011002300111\t",
    ],
)
def test_what_people_type_around_a_code_is_forgiven(typed: str) -> None:
    assert parse_code(typed) == Code("011002300111")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "没有填"),
        ("代码：", "没有填"),
        ("O11002300111", "「O」"),
        ("11002300111", "丢了开头的0"),
        ("0110023001110", "这里是13位"),
        ("25112000000012345678", "填在号码栏"),
    ],
)
def test_what_is_no_code_is_refused_in_words(typed: str, says: str) -> None:
    with pytest.raises(BadCode, match=says):
        parse_code(typed)


@pytest.mark.parametrize(
    ("code", "day", "fits"),
    [
        ("011001900111", date(2019, 1, 2), CodeYear.FITS),
        ("011001900111", date(2024, 12, 31), CodeYear.FITS),
        ("011001900111", date(2025, 1, 1), CodeYear.OLD),
        ("011001900111", date(2018, 12, 31), CodeYear.LATER),
        ("11010123", date(2024, 1, 1), None),
    ],
)
def test_a_code_may_be_older_than_its_invoice_but_never_younger(
    code: str, day: date, fits: CodeYear | None
) -> None:
    assert year_fits(Code(code), day) == fits


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_any_twelve_digits_are_a_code_and_come_out_as_typed(digits: str) -> None:
    assert parse_code(f" {digits[:4]} {digits[4:8]}-{digits[8:]}").text == digits


@given(st.text(max_size=30))
def test_any_text_is_a_code_or_politely_refused(text: str) -> None:
    with suppress(BadCode):
        assert len(parse_code(text).text) in {8, 10, 12}
