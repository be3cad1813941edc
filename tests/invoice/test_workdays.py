"""Working days: public holidays and the days worked for them; unknown years say so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.workdays import Workday, first_workday, workday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),  # 国庆节
        (date(2026, 10, 10), True),  # a Saturday worked for it
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),
    ],
)
def test_a_known_year_knows_its_holidays(day: date, *, works: bool) -> None:
    assert workday(day) == Workday(works=works, known=True)


@given(day=st.dates(date(2050, 1, 1), date(2999, 1, 1)))
def test_a_year_to_come_falls_back_to_weekdays_and_says_so(day: date) -> None:
    assert workday(day) == Workday(works=day.weekday() < 5, known=False)


@given(day=st.dates(date(2004, 1, 1), date(2999, 1, 1)))
def test_the_first_working_day_is_worked_and_none_before_it_is(day: date) -> None:
    first = first_workday(day)

    assert workday(first).works
    assert not any(workday(day + timedelta(days=n)).works for n in range((first - day).days))
