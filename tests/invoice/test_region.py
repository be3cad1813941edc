from __future__ import annotations

import pytest

from chapiao.invoice.region import (
    CITIES,
    PROVINCES,
    code_region,
    id_region,
    number_region,
    same_province,
)


def test_the_table_holds_every_province_and_the_five_cities() -> None:
    assert (len(PROVINCES), len(CITIES)) == (31, 5)
    assert all(city[:2] in PROVINCES for city in CITIES)


@pytest.mark.parametrize(
    ("digits", "code", "name"),
    [
        ("1100", "1100", "北京"),
        ("3702", "3702", "青岛"),
        ("4403", "4403", "深圳"),
        ("4401", "4400", "广东"),
        ("1300", "1300", "河北"),
    ],
)
def test_a_city_with_its_own_plan_stays_itself(digits: str, code: str, name: str) -> None:
    region = code_region(digits)

    assert region is not None
    assert (region.code, region.name, region.is_known) == (code, name, True)


@pytest.mark.parametrize("digits", ["0000", "2000", "7100", "9900", ""])
def test_digits_of_no_place_are_told(digits: str) -> None:
    assert code_region(digits) is None


@pytest.mark.parametrize("digits", ["91", "92", "93", "94", "96"])
def test_an_unknown_pair_of_a_digital_number_is_not_called_wrong(digits: str) -> None:
    region = number_region(digits)

    assert region is not None
    assert not region.is_known


def test_the_pairs_of_digital_numbers() -> None:
    beijing, shenzhen = number_region("11"), number_region("95")

    assert beijing is not None
    assert shenzhen is not None
    assert (beijing.name, shenzhen.code) == ("北京", "4403")
    assert number_region("20") is None


@pytest.mark.parametrize(
    ("tax_id", "name"),
    [
        ("91110108MA00000000", "北京"),
        ("91210200MA00000000", "大连"),
        ("91440301MA00000000", "深圳"),
        ("9111010800000", None),
        ("91AA0108MA00000000", None),
    ],
)
def test_a_company_was_registered_where_its_id_says(tax_id: str, name: str | None) -> None:
    region = id_region(tax_id)

    assert (region.name if region else None) == name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("4403", "95", True), ("1100", "95", False), ("1100", "92", None), ("2000", "11", None)],
)
def test_two_places_are_compared_by_province(one: str, other: str, *, same: bool | None) -> None:
    assert same_province(code_region(one), number_region(other)) is same
    assert same_province(number_region(other), code_region(one)) is same
