"""However a period is written, it is read back as it was meant."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.dates import BEIJING
from chapiao.notices.model import Service
from chapiao.notices.windows import windows

PUBLISHED = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
DIGITS = "〇一二三四五六七八九"
WEEK = "一二三四五六日"


def chinese(number: int) -> str:
    """21 → 二十一; 0 → 零."""
    tens, ones = divmod(number, 10)
    if not tens:
        return "零" if not ones else DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if c.isdigit() else c for c in text)


DATES = {
    "with a year": lambda d: f"{d.year}年{d.month}月{d.day}日",
    "without a year": lambda d: f"{d.month}月{d.day}日",
    "with noughts": lambda d: f"{d.year}年{d.month:02}月{d.day:02}日",
    "with the weekday": lambda d: f"{d.month}月{d.day}日（星期{WEEK[d.weekday()]}）",
    "with the short weekday": lambda d: f"{d.year}年{d.month}月{d.day}日(周{WEEK[d.weekday()]})",
    "with dashes": lambda d: f"{d:%Y-%m-%d} ",
    "with slashes": lambda d: f"{d.year}/{d.month}/{d.day} ",
    "with 号": lambda d: f"{d.month}月{d.day}号",
    "in Chinese": lambda d: f"{chinese(d.month)}月{chinese(d.day)}日",
    "in full width": lambda d: full_width(f"{d.year}年{d.month}月{d.day}日"),
    "with blanks": lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日 ",
    "broken over two lines": lambda d: f"{d.year}年{d.month}月\n{d.day}日",
}


def by_part(at: datetime) -> str:
    """20:30 → 晚8点半."""
    hour = at.hour
    part = "凌晨" if hour < 6 else "上午" if hour < 12 else "下午" if hour < 18 else "晚上"
    shown = hour if hour <= 12 else hour - 12
    return f"{part}{shown}点" + (f"{at.minute}分" if at.minute else "")


CLOCKS = {
    "with a colon": lambda at: f"{at.hour}:{at:%M}",
    "with a wide colon": lambda at: f"{at:%H}：{at:%M}",
    "with seconds": lambda at: f"{at:%H:%M:%S}",
    "with 时分": lambda at: f"{at.hour}时" + (f"{at:%M}分" if at.minute else ""),
    "with 点": lambda at: f"{at.hour}点" + ("半" if at.minute == 30 else f"{at:%M}分"),
    "by the part of the day": by_part,
    "in Chinese": lambda at: (
        f"{chinese(at.hour)}时" + (f"{chinese(at.minute)}分" if at.minute else "")
    ),
}
JOINS = ["至", "到", "—", "－", "-", "～", "~", "起至", "——", " 至 "]


@st.composite
def periods(draw: st.DrawFn) -> tuple[datetime, datetime]:
    """Return a period of quarters, begun after the publication and shorter than ten days."""
    start = PUBLISHED + timedelta(minutes=15 * draw(st.integers(60, 96 * 200)))
    return start, start + timedelta(minutes=15 * draw(st.integers(1, 96 * 9)))


@given(
    period=periods(),
    date=st.sampled_from(sorted(DATES)),
    clock=st.sampled_from(sorted(CLOCKS)),
    join=st.sampled_from(JOINS),
)
def test_a_period_with_both_dates_is_read_back(
    period: tuple[datetime, datetime], date: str, clock: str, join: str
) -> None:
    start, end = period
    told = [DATES[date](one) + CLOCKS[clock](one) for one in period]

    found = windows(f"定于{told[0]}{join}{told[1]}对电子税务局进行停机维护。", PUBLISHED)

    assert [(one.start, one.end) for one in found] == [(start, end)]


@given(
    start=periods().map(lambda one: one[0]),
    hours=st.integers(1, 23),
    clock=st.sampled_from(sorted(set(CLOCKS) - {"by the part of the day"})),
)
def test_an_end_without_a_day_is_the_next_such_moment(
    start: datetime, hours: int, clock: str
) -> None:
    end = start + timedelta(hours=hours)
    next_day = "次日" if end.date() > start.date() else ""
    text = f"{start.month}月{start.day}日{CLOCKS[clock](start)}至{next_day}{CLOCKS[clock](end)}"

    found = windows(f"{text}，查验平台暂停服务。", PUBLISHED)

    assert [(one.start, one.end) for one in found] == [(start, end)]


@given(start=periods().map(lambda one: one[0]), halves=st.integers(1, 30))
def test_a_duration_gives_the_end(start: datetime, halves: int) -> None:
    told = f"{halves // 2}个半小时" if halves % 2 and halves > 1 else f"{halves / 2:g}小时"

    found = windows(f"{start:%Y年%m月%d日 %H:%M}起电子税务局停机维护，预计用时{told}。", PUBLISHED)

    assert [(one.start, one.end) for one in found] == [
        (start, start + timedelta(minutes=30 * halves))
    ]


@given(
    first=periods().map(lambda one: one[0]),
    days=st.integers(2, 20),
    begins=st.integers(0, 95),
    quarters=st.integers(1, 95),
)
def test_a_daily_period_is_one_a_day(
    first: datetime, days: int, begins: int, quarters: int
) -> None:
    day = first.replace(hour=0, minute=0)
    start = day + timedelta(minutes=15 * begins)
    end = start + timedelta(minutes=15 * quarters)
    last = day + timedelta(days=days - 1)
    next_day = "次日" if end.date() > start.date() else ""

    found = windows(
        f"{day.month}月{day.day}日至{last.month}月{last.day}日，每日{start:%H:%M}至{next_day}{end:%H:%M}"
        "电子税务局暂停服务。",
        PUBLISHED,
    )

    assert [(one.start, one.end) for one in found] == [
        (start + timedelta(days=n), end + timedelta(days=n)) for n in range(days)
    ]


@given(day=periods().map(lambda one: one[0]), days=st.integers(0, 20))
def test_whole_days_end_at_midnight_after_the_last(day: datetime, days: int) -> None:
    first = day.replace(hour=0, minute=0)
    last = first + timedelta(days=days)
    told = f"{first.month}月{first.day}日" + (f"至{last.month}月{last.day}日" if days else "全天")

    found = windows(f"{told}办税服务厅暂停对外服务。", PUBLISHED)

    assert [(one.start, one.end) for one in found] == [(first, last + timedelta(days=1))]


@given(
    text=st.text(
        alphabet="0123456789年月日时点分:至-次每周一二十停机暂停电子税务局，。（）\n 延长取消原定",
        max_size=60,
    )
)
def test_no_text_is_too_odd_to_read(text: str) -> None:
    for one in windows(text, PUBLISHED):
        assert one.start is None or one.end is None or one.start < one.end


@pytest.mark.parametrize(
    ("published", "day"),
    [("2026-03-06T15:59:00+00:00", 6), ("2026-03-06T16:00:00+00:00", 7)],
)
def test_tonight_follows_the_day_of_publication_in_beijing(published: str, day: int) -> None:
    [found] = windows("今晚20:00至24:00电子税务局停机。", datetime.fromisoformat(published))

    assert found.start == datetime(2026, 3, day, 20, tzinfo=BEIJING)


def test_a_clock_of_the_last_second_stays_as_printed() -> None:
    [found] = windows("3月6日22:00:00至23:59:59电子税务局停机。", PUBLISHED)

    assert found.end == datetime(2026, 3, 6, 23, 59, 59, tzinfo=BEIJING)


def test_an_extension_takes_its_start_from_the_earlier_notice() -> None:
    earlier = windows("查验平台定于3月6日22:00至3月7日6:00停机。", PUBLISHED)

    [found] = windows(
        "原定3月7日6:00结束的查验平台停机，延长至当日12:00。",
        datetime(2026, 3, 7, 6, 10, tzinfo=BEIJING),
        "",
        earlier,
    )

    assert found.start == datetime(2026, 3, 6, 22, tzinfo=BEIJING)
    assert found.services == {Service.INV_VERI}


@pytest.mark.parametrize(
    "piece", ["6月9日20:00至", "6月9日、", "(", "(周一", "除", "<", "十", ";6月9日", "<script"]
)
def test_a_hostile_text_is_read_quickly(piece: str) -> None:
    began = process_time()

    windows(piece * (20_000 // len(piece)), PUBLISHED)

    assert process_time() - began < 10
