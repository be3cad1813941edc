"""A month of stops: every window lies on the days it touches, and on no other."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Service, Window
from chapiao.notices.month import Day, beside, span, weeks
from chapiao.notices.standing import Held

TODAY = date(2026, 11, 24)
_START = datetime(2026, 10, 1, tzinfo=BEIJING)
moments = st.integers(0, 120 * 24 * 60).map(lambda minutes: _START + timedelta(minutes=minutes))


def held(start: datetime, end: datetime | None) -> Held:
    return Held(0, Window(start=start, end=end, services=frozenset({Service.ETAX})))


def days(year: int, month: int, *windows: Held, today: date = TODAY) -> list[Day]:
    return [day for week in weeks(year, month, windows, today) for day in week]


def test_a_month_is_whole_weeks_from_monday() -> None:
    shown = days(2026, 11)

    assert (shown[0].on, shown[-1].on) == (date(2026, 10, 26), date(2026, 12, 6))
    assert next(day.on for day in shown if day.inside) == date(2026, 11, 1)
    assert span(2026, 11)[1] == datetime(2026, 12, 7, tzinfo=BEIJING)
    assert beside(2026, 12) == (date(2026, 11, 1), date(2027, 1, 1))


def test_a_stop_over_midnight_lies_on_both_days() -> None:
    night = held(
        datetime(2026, 11, 24, 22, tzinfo=BEIJING), datetime(2026, 11, 25, 6, tzinfo=BEIJING)
    )

    touched = {day.on: day.pieces[0] for day in days(2026, 11, night) if day.pieces}

    assert list(touched) == [date(2026, 11, 24), date(2026, 11, 25)]
    assert [(one.begins, one.ends) for one in touched.values()] == [(True, False), (False, True)]


def test_a_stop_until_midnight_does_not_touch_the_next_day() -> None:
    evening = held(
        datetime(2026, 11, 24, 22, tzinfo=BEIJING), datetime(2026, 11, 25, tzinfo=BEIJING)
    )

    assert [day.on for day in days(2026, 11, evening) if day.pieces] == [date(2026, 11, 24)]


def test_a_stop_without_an_end_is_shown_up_to_today() -> None:
    shown = days(2026, 11, held(datetime(2026, 11, 22, 9, tzinfo=BEIJING), None))

    assert [day.on.day for day in shown if day.pieces] == [22, 23, 24]


@given(start=moments, length=st.integers(1, 20 * 24 * 60))
def test_a_stop_lies_on_just_the_days_it_touches(start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)

    for day in days(2026, 11, held(start, end)):
        begin = datetime.combine(day.on, datetime.min.time(), BEIJING)
        touches = start < begin + timedelta(days=1) and end > begin
        assert bool(day.pieces) == touches
