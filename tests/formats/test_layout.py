from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from chapiao.formats.layout import Glyph, Page, Words, words


def line(text: str, x: float, y: float, size: float = 9) -> list[Glyph]:
    return [
        Glyph(char, x + at * size, y, x + (at + 1) * size, y + size) for at, char in enumerate(text)
    ]


def page(*lines: list[Glyph]) -> Page:
    return Page(600, 400, tuple(glyph for one in lines for glyph in one))


def test_rows_come_from_places_and_not_from_the_order_of_drawing() -> None:
    made = page(line("乙丙", 50, 100), line("丁", 10, 200), line("甲", 10, 102))

    assert [row.text for row in made.rows] == ["甲乙丙", "丁"]
    assert made.text == "甲乙丙\n丁"


def test_a_row_does_not_creep_down_the_page() -> None:
    steps = [line("字", 10 + 20 * at, 100 + 2 * at) for at in range(10)]

    assert len(page(*steps).rows) > 1


def test_runs_are_cut_where_the_pen_jumps() -> None:
    made = page(line("名称", 10, 100), line("某某公司", 90, 100))

    assert [run.text for run in made.runs] == ["名称", "某某公司"]


def test_words_are_cut_at_wide_gaps() -> None:
    [row] = page(line("合计", 10, 100), line("100", 200, 100), line("6", 300, 100)).rows

    assert [one.text for one in words(row)] == ["合计", "100", "6"]


def test_a_match_knows_where_it_stands() -> None:
    [row] = page(line("开票日期2025", 10, 100)).rows

    [(match, covered)] = row.find(re.compile("日期"))

    assert match[0] == "日期"
    assert (covered.x0, covered.x1) == (28, 46)


def test_latin_words_keep_their_blanks_and_chinese_ones_have_none() -> None:
    glyphs = [
        Glyph("A", 0, 0, 5, 9),
        Glyph("B", 8, 0, 13, 9, after_blank=True),
        Glyph("公", 14, 0, 23, 9, after_blank=True),
        Glyph("司", 23, 0, 32, 9),
    ]

    assert Words(tuple(glyphs)).spaced == "A B公司"


@given(
    st.lists(
        st.tuples(st.floats(0, 600), st.floats(0, 400), st.floats(1, 30)), min_size=1, max_size=60
    )
)
def test_no_character_is_lost_or_doubled(places: list[tuple[float, float, float]]) -> None:
    glyphs = tuple(Glyph("字", x, y, x + size, y + size) for x, y, size in places)
    made = Page(600, 400, glyphs)

    assert sorted(g for row in made.rows for g in row.glyphs) == sorted(glyphs)
    assert [g for run in made.runs for g in run.glyphs] == list(glyphs)
