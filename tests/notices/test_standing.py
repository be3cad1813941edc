"""After all notices only what still holds is left."""

from __future__ import annotations

from datetime import datetime

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Service, Window
from chapiao.notices.standing import standing
from chapiao.notices.windows import windows

FIRST = "电子税务局、查验平台定于3月6日22:00至3月7日6:00停机。"


def after(*texts: str) -> list[Window]:
    told: list[Window] = []
    for day, text in enumerate(texts, start=2):
        told += windows(text, datetime(2026, 3, day, 9, tzinfo=BEIJING), earlier=told)
    return list(standing(told))


def test_a_cancelled_window_is_gone() -> None:
    assert after(FIRST, "原定3月6日22:00至3月7日6:00的电子税务局、查验平台停机取消。") == []


def test_what_is_not_cancelled_stays() -> None:
    [left] = after(FIRST, "原定3月6日22:00至3月7日6:00的查验平台停机取消。")

    assert left.services == {Service.ETAX}


def test_a_cancellation_by_its_day_alone_is_understood() -> None:
    assert after(FIRST, "原定3月6日的电子税务局、查验平台停机取消。") == []


def test_an_extended_window_has_its_new_end_alone() -> None:
    [left] = after(
        FIRST, "原定3月6日22:00至3月7日6:00的电子税务局、查验平台停机，延长至3月7日12:00。"
    )

    assert left.end == datetime(2026, 3, 7, 12, tzinfo=BEIJING)


def test_a_postponed_window_is_at_its_new_time_alone() -> None:
    [left] = after(
        FIRST,
        "原定3月6日22:00至3月7日6:00的电子税务局、查验平台停机，推迟至3月8日22:00至3月9日6:00。",
    )

    assert left.start == datetime(2026, 3, 8, 22, tzinfo=BEIJING)
