from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.dates import EXCEL_EPOCH, BadDate, parse_date

DAY = date(2025, 1, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "20250104",
        "2025-01-04",
        "2025-1-4",
        "2025/1/4",
        "2025.1.4",
        "2025.01.04.000"[:10],
        "2025年01月04日",
        "2025年1月4号",
        "2025 年 01 月 04 日",
        "2025 01 04",
        "２０２５－０１－０４",
        "二〇二五年一月四日",
        "二零二五年一月四日",
        "25-1-4",
        "25年1月4日",
        "25.01.04",
        "250104",
        "2025-01-04 10:32:00",
        "2025-01-04 10:32",
        "2025-01-04T10:32:00",
        "2025-01-04T10:32:00.000+08:00",
        "2025-01-03T16:00:00Z",
        "2025-01-03T16:00:00.000Z",
        "2025年01月04日 10时32分05秒",
        "2025年01月04日10:32",
        "2025/1/4 下午 3:05",
        "2025/1/4 3:05:00 PM",
        "2025-01-04 星期六",
        "2025-01-04（周六）",
        "20250104103200",
        "20250104103200123",
        "202501041032",
        "45661",
        "45661.0",
        "45661.4388889",
        "4-Jan-25",
        "04-Jan-2025",
        "4 January 2025",
        "开票日期：2025年01月04日",
        "日期: 2025-01-04",
        "'2025-01-04",
    ],
)
def test_a_date_is_read_as_people_and_spreadsheets_write_it(typed: str) -> None:
    assert parse_date(typed) == DAY


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("二〇二四年十二月三十一日", date(2024, 12, 31)),
        ("二〇二四年十月十日", date(2024, 10, 10)),
        ("二〇二四年十一月廿一日", date(2024, 11, 21)),
        ("二〇二四年二月二十九日", date(2024, 2, 29)),
        ("13/4/2025", date(2025, 4, 13)),
        ("4/13/2025", date(2025, 4, 13)),
        ("4/4/2025", date(2025, 4, 4)),
        ("4/13/25", date(2025, 4, 13)),
    ],
)
def test_a_date_that_can_be_only_one_day_is_taken(typed: str, day: date) -> None:
    assert parse_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "没有填日期"),
        ("2025-02-29", "没有「2025-02-29」这一天"),
        ("20251304", "没有「20251304」这一天"),
        ("2025-02-29T10:00:00+00:00", "没有"),
        ("1825-01-04", "没有"),
        ("4/31/2025", "没有"),
        ("99-1-4", "没有"),
        ("31-Feb-2025", "没有"),
        ("251304", "没有"),
        ("1/4/2025", "2025-01-04或2025-04-01"),
        ("24/11/25", "2024-11-25或2025-11-24"),
        ("202501", "只有年和月"),
        ("2025-01", "只有年和月"),
        ("2025年1月", "只有年和月"),
        ("1月4日", "没有年份"),
        ("1-4", "没有年份"),
        ("今天", "看不懂"),
        ("4-Foo-2025", "看不懂"),
        ("12345", "看不懂"),
        ("2025010", "看不懂"),
    ],
)
def test_what_is_no_one_day_is_refused_with_the_reason(typed: str, says: str) -> None:
    with pytest.raises(BadDate, match=says):
        parse_date(typed)


DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS)
def test_every_day_is_read_back_from_its_usual_forms(day: date) -> None:
    forms = ("%Y%m%d", "%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y-%m-%d 23:59:59", "%Y%m%d235959")

    assert {parse_date(day.strftime(form)) for form in forms} == {day}
    assert parse_date(f"{day.year}/{day.month}/{day.day}") == day


@given(DAYS)
def test_a_spreadsheets_count_of_days_is_its_day(day: date) -> None:
    assert parse_date(str((day - EXCEL_EPOCH) // timedelta(days=1))) == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_politely_refused(text: str) -> None:
    with suppress(BadDate):
        assert parse_date(text).year in range(1994, 2100)
