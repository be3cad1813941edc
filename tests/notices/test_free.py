"""Free time is working time in which nothing asked for is stopped."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.dates import BEIJING
from chapiao.notices.free import AFTER, free_slots
from chapiao.notices.model import Service, Window

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=BEIJING)
TICK = frozenset({Service.TICK})


def window(start: datetime, end: datetime | None) -> Window:
    return Window(start=start, end=end, services=TICK)


def works(day: date) -> bool:
    return day.weekday() < 5


def test_without_stops_it_is_now_and_the_next_working_days() -> None:
    slots = free_slots([], TICK, NOW, timedelta(hours=2), works)

    assert [one.start for one in slots] == [
        NOW,
        datetime(2026, 11, 25, 9, tzinfo=BEIJING),
        datetime(2026, 11, 26, 9, tzinfo=BEIJING),
    ]


def test_a_stop_in_the_day_leaves_what_is_long_enough() -> None:
    stop = window(NOW.replace(hour=10, minute=0), NOW.replace(hour=15, minute=0))

    [first, *_] = free_slots([stop], TICK, NOW, timedelta(hours=2), works)

    assert first.start == NOW.replace(hour=15, minute=30)


def test_other_services_do_not_matter() -> None:
    stop = Window(start=NOW, end=None, services=frozenset({Service.SOCIAL}))

    assert free_slots([stop], TICK, NOW, timedelta(hours=2), works)


def test_a_stop_without_an_end_leaves_nothing_after_it() -> None:
    assert free_slots([window(NOW, None)], TICK, NOW, timedelta(hours=1), works) == ()


@given(
    stops=st.lists(st.tuples(st.integers(-50, 900), st.integers(1, 90)), max_size=12),
    hours=st.integers(1, 9),
)
def test_no_slot_touches_a_stop_and_each_is_long_enough(
    stops: list[tuple[int, int]], hours: int
) -> None:
    told = [
        window(NOW + timedelta(hours=start), NOW + timedelta(hours=start + length))
        for start, length in stops
    ]

    for slot in free_slots(told, TICK, NOW, timedelta(hours=hours), works):
        assert slot.end - slot.start >= timedelta(hours=hours)
        assert slot.start >= NOW
        for one in told:
            assert one.start is not None
            assert one.end is not None
            assert slot.end <= one.start or slot.start >= one.end + AFTER
