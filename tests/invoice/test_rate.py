from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from chapiao.invoice.rate import Force, force_of, parse_rate, reduced_rates


@pytest.mark.parametrize(
    ("text", "percent", "untaxed"),
    [
        ("6%", "6", False),
        ("6.00%", "6", False),
        ("０．１３", "13", False),
        ("0.06", "6", False),
        ("1.5%", "1.5", False),
        ("0.015", "1.5", False),
        ("13", "13", False),
        ("1%", "1", False),
        ("0.01", "1", False),
        ("0%", "0", True),
        ("0", "0", True),
        ("免税", None, True),
        ("不征税", None, True),
        ("出口零税率", None, True),
        ("***", None, False),
    ],
)
def test_a_rate_cell_is_read(text: str, percent: str | None, *, untaxed: bool) -> None:
    rate = parse_rate(text)

    assert rate is not None
    assert rate.percent == (None if percent is None else Decimal(percent))
    assert rate.is_untaxed is untaxed


@pytest.mark.parametrize("text", ["", "税率", "-6%", "六"])
def test_a_cell_that_holds_no_rate_is_not_known(text: str) -> None:
    assert parse_rate(text) is None


@pytest.mark.parametrize(
    ("percent", "day", "force"),
    [
        ("17", date(2018, 4, 30), Force.IN_FORCE),
        ("17", date(2018, 5, 1), Force.PAST),
        ("16", date(2018, 4, 30), Force.NEVER),
        ("16", date(2018, 5, 1), Force.IN_FORCE),
        ("16", date(2019, 4, 1), Force.PAST),
        ("13", date(2019, 4, 1), Force.IN_FORCE),
        ("13", date(2018, 1, 1), Force.PAST),
        ("9", date(2019, 3, 31), Force.NEVER),
        ("9", date(2019, 4, 1), Force.IN_FORCE),
        ("1", date(2019, 12, 31), Force.NEVER),
        ("6", date(2015, 1, 1), Force.IN_FORCE),
        ("7", date(2025, 1, 1), Force.NEVER),
    ],
)
def test_a_rate_is_right_for_its_dates(percent: str, day: date, force: Force) -> None:
    assert force_of(Decimal(percent), day) is force


def test_the_reduced_rates_are_known() -> None:
    assert Decimal("1.5") in reduced_rates()
    assert Decimal(13) not in reduced_rates()
