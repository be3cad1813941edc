from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.diagnosis.case_facts import NOW

from chapiao.diagnosis import clock
from chapiao.diagnosis.likeness import _same_plainly, alike, difference, same_name
from chapiao.diagnosis.say import tail, when, yuan
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.variants import one_edit_variants

NUMBER = "26112000000012345678"


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "今天 15:00"),
        (1, "明天 15:00"),
        (2, "后天 15:00"),
        (7, "12月1日 15:00"),
        (40, "2027年1月3日 15:00"),
    ],
)
def test_a_time_is_said_as_people_say_it(days: int, said: str) -> None:
    assert when(NOW + timedelta(days=days), NOW) == said


def test_tomorrow_is_tomorrow_across_the_turn_of_the_year() -> None:
    eve = datetime(2026, 12, 31, 23, 0, tzinfo=BEIJING)

    assert when(clock.tomorrow_morning(eve), eve) == "明天 9:30"


def test_next_month_is_next_year_s_january_in_december() -> None:
    eve = datetime(2026, 12, 31, 23, 0, tzinfo=BEIJING)

    assert clock.next_month(eve) == datetime(2027, 1, 1, 9, 30, tzinfo=BEIJING)


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2040, 1, 1)))  # noqa: DTZ001
def test_every_clock_is_ahead_and_keeps_beijing_time(moment: datetime) -> None:
    now = moment.replace(tzinfo=BEIJING)

    for then in (
        clock.tomorrow_morning(now),
        clock.next_day(now),
        clock.in_days(now, 3),
        clock.in_minutes(now, 30),
        clock.next_month(now),
    ):
        assert then > now
        assert then.utcoffset() == now.utcoffset()


def test_money_is_said_with_its_sign_before_the_yuan() -> None:
    assert yuan(123450) == "¥1,234.50"
    assert yuan(-123450) == "-¥1,234.50"


def test_a_long_number_is_called_by_its_tail() -> None:
    assert tail(NUMBER) == "…5678"
    assert tail("12345678") == "12345678"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("26112000000012345668", "第19位应为7，填成了6"),
        ("26112000000012345687", "第19、20位颠倒了"),
        ("2611200000001234567", "少了第20位的8"),
        ("261120000000123456788", "多了第21位的8"),
        ("26112000000012345", "少了第18位的678"),
        ("1612000000012345678", "少了1位"),
        ("36112000000012345679", "第1位应为2，填成了3；第20位应为8，填成了9"),
        (NUMBER, "没有不同"),
    ],
)
def test_a_difference_is_said_so_that_it_can_be_checked(typed: str, said: str) -> None:
    assert difference(typed, NUMBER) == said


@given(st.sampled_from(one_edit_variants(NUMBER)))
def test_one_edit_is_always_alike_and_names_a_place(typed: str) -> None:
    assert alike(typed, NUMBER)
    assert "第" in difference(typed, NUMBER)


@pytest.mark.parametrize("other", ["", "87650000", "99999999999999999999", "1"])
def test_another_number_is_not_alike(other: str) -> None:
    assert not alike(NUMBER, other)


def test_names_are_the_same_however_they_are_written() -> None:
    assert same_name("北京云杉科技（集团）有限公司", "北京云杉科技 (集团)有限公司")
    assert not same_name("北京云杉科技有限公司", "北京云杉科技有限公司第一分公司")


NAMES = st.text(alphabet="北京云雲杉集團团（()) ·.A", max_size=8)


@given(NAMES, NAMES)
def test_the_first_letters_never_part_what_is_the_same(one: str, other: str) -> None:
    """The quick look decides as the whole names would, written in the letters of one kind."""
    assert same_name(one, other) == (_same_plainly(one, other) or one == other)
    assert same_name(one, one)
    assert same_name(one, other) == same_name(other, one)
