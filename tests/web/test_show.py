"""How values look on a page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.store.queries.ledger import Filters
from chapiao.web.periods import periods
from chapiao.web.templatetags import show

fens = st.integers(-(10**13), 10**13)
texts = st.text(max_size=30)


@given(fens)
def test_money_shows_every_fen_and_its_sign(value: int) -> None:
    shown = re.sub(r"<[^>]+>", "", str(show.fen(value)))

    assert int(re.sub(r"[¥,.]", "", shown)) == value
    assert re.fullmatch(r"-?¥\d{1,3}(,\d{3})*\.\d\d", shown)


@given(fens)
def test_money_of_the_contracts_looks_the_same(value: int) -> None:
    sign = "-" if value < 0 else ""
    told = f"{sign}{abs(value) // 100}.{abs(value) % 100:02d}"

    assert show.money(told) == show.fen(value)


@pytest.mark.parametrize("value", [None, ""])
def test_money_that_is_not_known_is_a_dash(value: str | None) -> None:
    assert show.money(value) == "–"


@given(texts, texts)
def test_marking_differences_loses_and_adds_no_character(value: str, typed: str) -> None:
    import html

    shown = show.differ(value, typed)

    assert html.unescape(re.sub(r"</?mark>", "", shown)) == value


@given(texts)
def test_what_is_the_same_is_not_marked(value: str) -> None:
    assert "<mark>" not in show.differ(value, value)


@given(texts)
def test_any_word_is_safe_as_a_state(word: str) -> None:
    shown = re.sub(r'^<span class="[a-z -]+">|</span>$', "", show.state(word))

    assert "<" not in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("110101199003078515", "110101********8515"),
        ("11010119900307851X", "110101********851X"),
        ("911101081234567890", "911101081234567890"),
        ("110108123456789", "110108123456789"),
        (None, ""),
    ],
)
def test_an_identity_number_is_masked_and_a_companys_id_is_not(
    text: str | None, shown: str
) -> None:
    assert show.tax_id(text) == shown


@pytest.mark.parametrize(
    ("word", "colour"),
    [("一致", "green"), ("已作废", "red"), ("已红冲-部分", "orange"), ("不查验", "grey")],
)
def test_a_state_is_a_dot_and_its_word(word: str, colour: str) -> None:
    assert show.state(word) == f'<span class="state state-{colour}">{word}</span>'


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2026, 11, 24, 1, 12, tzinfo=UTC), "2026-11-24 09:12"),
        ("2026-11-24T09:12:33+08:00", "2026-11-24 09:12"),
        ("2026-11-24", "2026-11-24"),
        ("很快", "很快"),
        (None, "–"),
    ],
)
def test_a_time_is_told_in_beijing(value: datetime | str | None, shown: str) -> None:
    assert show.moment(value) == shown


@given(st.dates(date(2000, 2, 1), date(2100, 1, 1)))
def test_the_periods_hold_today_and_follow_one_another(today: date) -> None:
    every, this, last, quarter, year = periods(Filters(), today)

    assert every.chosen
    for one in (this, quarter, year):
        assert one.first is not None
        assert one.last is not None
        assert one.first <= today <= one.last
    assert last.last is not None
    assert this.first is not None
    assert (this.first - last.last).days == 1
    assert quarter.first is not None
    assert quarter.first.month in {1, 4, 7, 10}
