from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.names import Likeness, compare_names, normal_name

NAME = "北京云杉科技（集团）有限公司"


@pytest.mark.parametrize(
    "other",
    [
        "北京云杉科技(集团)有限公司",
        " 北京云杉科技（集团）有限公司 ",
        "北京 云杉科技（集团）有限公司",
        "北京云杉科技【集团】有限公司",
        "北京云杉科技﹙集团﹚有限公司",
    ],
)
def test_brackets_and_blanks_are_only_form(other: str) -> None:
    assert compare_names(NAME, other).likeness is Likeness.FORM


@pytest.mark.parametrize(
    ("one", "other"), [("云杉·北", "云杉•北"), ("云杉・北", "云杉．北"), ("ABC公司", "ａｂｃ公司")]
)
def test_dots_and_width_are_only_form(one: str, other: str) -> None:
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(
    "other", ["北京云衫科技（集团）有限公司", f"{NAME}上海分公司", "北京云杉科技有限公司", ""]
)
def test_another_company_stays_different(other: str) -> None:
    assert compare_names(NAME, other).likeness is Likeness.DIFFERENT


def test_the_same_name_is_exact() -> None:
    comparison = compare_names(NAME, NAME)

    assert comparison.likeness is Likeness.EXACT
    assert not any(piece.differs for piece in comparison.one + comparison.other)


def test_the_differing_character_is_marked_on_both_sides() -> None:
    comparison = compare_names("北京云杉有限公司", "北京云衫有限公司")

    assert [piece.text for piece in comparison.one if piece.differs] == ["杉"]
    assert [piece.text for piece in comparison.other if piece.differs] == ["衫"]


@given(st.text(max_size=20), st.text(max_size=20))
def test_marking_loses_no_character(one: str, other: str) -> None:
    comparison = compare_names(one, other)

    assert "".join(piece.text for piece in comparison.one) == one
    assert "".join(piece.text for piece in comparison.other) == other


@given(st.text(alphabet="云杉科技Aa１1（）()【】 ·•\u3000．", max_size=20))
def test_a_normal_name_stays_as_it_is(name: str) -> None:
    assert normal_name(normal_name(name)) == normal_name(name)
