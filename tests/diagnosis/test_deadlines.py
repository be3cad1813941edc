"""The last days of an invoice, on days where they fall oddly."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.diagnosis.deadlines import Until, deadlines, filing_day, pressing
from chapiao.diagnosis.facts import Facts
from chapiao.diagnosis.world.papers import RedLetter
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.workdays import workday


def facts(today: str, issued_on: str, hint: Kind | None = None, **more: object) -> Facts:
    now = datetime.fromisoformat(f"{today}T10:00").replace(tzinfo=BEIJING)
    return Facts(now=now, issued_on=date.fromisoformat(issued_on), hint=hint, **more)


@pytest.mark.parametrize(
    ("today", "issued_on", "until", "on"),
    [
        ("2026-11-24", "2021-12-20", Until.FINDABLE, "2026-12-20"),
        ("2024-02-29", "2020-02-29", Until.FINDABLE, "2025-02-28"),
        ("2026-11-24", "2026-10-20", Until.CLOSING, "2026-11-30"),
        ("2026-11-30", "2026-10-20", Until.CLOSING, "2026-11-30"),
        ("2026-12-01", "2026-10-20", Until.CLOSING, "2026-12-31"),
        ("2026-11-24", "2026-10-20", Until.YEAR, "2026-12-31"),
        ("2026-11-10", "2026-10-20", Until.DEDUCTION, "2026-11-16"),
        ("2026-11-24", "2026-10-20", Until.DEDUCTION, "2026-12-15"),
    ],
)
def test_each_last_day_is_where_the_calendar_has_it(
    today: str, issued_on: str, until: Until, on: str
) -> None:
    found = {one.until: one.on for one in deadlines(facts(today, issued_on, Kind.DIGITAL_SPECIAL))}

    assert found[until] == date.fromisoformat(on)


def test_what_cannot_be_deducted_has_no_day_of_deduction() -> None:
    found = {one.until for one in deadlines(facts("2026-11-10", "2025-10-20", Kind.ORDINARY))}

    assert found == {Until.FINDABLE, Until.CLOSING}


def test_an_open_red_letter_ends_after_its_72_hours() -> None:
    made = datetime(2026, 11, 24, 9, tzinfo=BEIJING)
    letters = (
        RedLetter(confirm_no="1", created_at=made, expires_at=made + timedelta(hours=72)),
        RedLetter(confirm_no="2", red_number="26112000000012345678", expires_at=made),
    )

    found = deadlines(facts("2026-11-24", "2026-10-20", red_letters=letters))

    assert [one.on for one in found if one.until is Until.RED_LETTER] == [date(2026, 11, 27)]


def test_of_what_is_near_the_nearest_is_told_and_nothing_too_early() -> None:
    assert pressing(facts("2026-11-24", "2026-10-20")) is None
    near = pressing(facts("2026-11-27", "2026-10-20"))

    assert near is not None
    assert near.says(date(2026, 11, 27)) == "离关账日11月30日还有3天，过了这天要到下个月才能入账"
    assert near.says(date(2026, 11, 30)).startswith("离关账日11月30日就是今天")


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_filing_day_is_a_weekday_soon_after_the_middle_of_the_next_month(day: date) -> None:
    last = filing_day(day)

    assert workday(last).works
    assert 15 <= last.day <= 28
    assert 15 <= (last - day).days <= 59


@pytest.mark.parametrize(
    ("month_of", "on"),
    [
        ("2024-03-10", "2024-04-18"),  # 清明 three days
        ("2024-04-10", "2024-05-22"),  # 劳动节 five days
        ("2024-09-10", "2024-10-24"),  # 国庆 seven days
        ("2025-12-10", "2026-01-20"),  # 元旦 three days
        ("2026-01-10", "2026-02-24"),  # the fifteenth lies in 春节
        ("2026-03-10", "2026-04-20"),
        ("2026-09-10", "2026-10-26"),
    ],
)
def test_long_holidays_put_the_filing_off(month_of: str, on: str) -> None:
    assert filing_day(date.fromisoformat(month_of)) == date.fromisoformat(on)


def test_where_the_holidays_are_not_known_yet_that_is_said() -> None:
    found = deadlines(facts("2040-11-10", "2040-10-20", Kind.DIGITAL_SPECIAL))

    [one] = [one for one in found if one.until is Until.DEDUCTION]
    assert "节假日还没有公布，只按周末推算" in one.says(date(2040, 11, 10))
    known = deadlines(facts("2026-11-10", "2026-10-20", Kind.DIGITAL_SPECIAL))
    assert "推算" not in "".join(each.says(date(2026, 11, 10)) for each in known)
