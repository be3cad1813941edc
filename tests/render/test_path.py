"""Path objects: the path language, pens, fills, and what sticks out of its box."""

from __future__ import annotations

import pytest
from tests.render.make_ofd import drawn, every, one, path, target

RED = '<ofd:FillColor Value="255 0 0"/>'


@pytest.mark.parametrize(
    ("given", "drawn_as"),
    [
        ("M 0 0 L 10 0 L 10 5 C", "M0 0L10 0L10 5Z"),
        ("S 1 2 L 3 4", "M1 2L3 4"),
        ("M 0 0 Q 1 2 3 4", "M0 0Q1 2 3 4"),
        ("M 0 0 B 1 2 3 4 5 6", "M0 0C1 2 3 4 5 6"),
        ("M 0 0 A 3 2 30 1 0 5 5", "M0 0A3 2 30 1 0 5 5"),
        ("M 0 0 A -3 2 0 7 0 5 5", "M0 0A3 2 0 1 0 5 5"),
        ("L 4 5", "M0 0L4 5"),
        ("M0 0L10,0", "M0 0L10 0"),
        ("M 0 0 L 1e1 -.5", "M0 0L10 -0.5"),
        ("M 0 0 L 5 5 L 7", "M0 0L5 5"),
        ("M 0 0 L 5 5 L C", "M0 0L5 5"),
    ],
)
def test_the_path_language_becomes_that_of_svg(given: str, drawn_as: str) -> None:
    assert one(drawn(path(given, where="0 0 210 140")), "path").get("d") == drawn_as


@pytest.mark.parametrize("given", ["", "M 0 0", "Z", "L", "M 0"])
def test_a_path_that_draws_nothing_is_left_out(given: str) -> None:
    assert every(drawn(path(given)), "path") == []


def test_a_path_is_a_thin_black_line_unless_it_says_otherwise() -> None:
    found = one(drawn(path("M 0 0 L 5 0")), "path")

    assert (found.get("stroke"), found.get("stroke-width"), found.get("fill")) == (
        "#000",
        "0.353",
        "none",
    )
    assert found.get("transform") == "translate(10 20)"


def test_a_filled_path_has_no_line_unless_it_asks_for_one() -> None:
    found = one(drawn(path("M 0 0 L 5 0 L 5 5 C", inside=RED, Fill="true", Stroke="false")), "path")

    assert (found.get("fill"), found.get("stroke")) == ("#ff0000", None)


def test_a_path_with_neither_is_left_out() -> None:
    assert every(drawn(path("M 0 0 L 5 0", Stroke="false")), "path") == []


def test_the_inside_is_told_the_way_the_path_asks_for() -> None:
    shape = path("M 0 0 L 5 0 L 5 5 C", inside=RED, Fill="true", Rule="Even-Odd")

    assert one(drawn(shape), "path").get("fill-rule") == "evenodd"


def test_pens_have_ends_corners_and_dashes() -> None:
    found = one(
        drawn(
            path(
                "M 0 0 L 5 0",
                LineWidth="0.5",
                Cap="Round",
                Join="Bevel",
                DashPattern="3 1",
                DashOffset="2",
                MiterLimit="3",
            )
        ),
        "path",
    )

    assert found.get("stroke-width") == "0.5"
    assert found.get("stroke-linecap") == "round"
    assert found.get("stroke-linejoin") == "bevel"
    assert found.get("stroke-dasharray") == "3 1"
    assert found.get("stroke-dashoffset") == "2"
    assert found.get("stroke-miterlimit") == "3"


def test_a_line_of_no_width_is_still_seen() -> None:
    assert one(drawn(path("M 0 0 L 5 0", LineWidth="0")), "path").get("stroke-width") == "0.05"


def test_what_sticks_far_out_of_its_box_is_cut() -> None:
    page = drawn(path("M 0 0 L 500 500", where="10 20 60 5"))

    frame = one(target(page, one(page, "g").get("clip-path")), "rect")

    assert [frame.get(side) for side in ("x", "y", "width", "height")] == ["10", "20", "60", "5"]


def test_what_sticks_out_by_the_width_of_its_line_is_not() -> None:
    assert every(drawn(path("M 0 0 L 60.4 0", where="10 20 60 0.4")), "clipPath") == []


def test_a_box_turned_inside_out_still_says_where() -> None:
    found = one(drawn(path("M 0 0 L 5 0", where="10 20 -9 5")), "path")

    assert found.get("transform") == "translate(10 20)"
