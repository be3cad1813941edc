from __future__ import annotations

import math

import pytest

from chapiao.formats.upright import Level, angle_of

Box = tuple[tuple[float, float], ...]


def line(x: float, y: float, wide: float, high: float, degrees: float = 0.0) -> Box:
    """A box that runs from its upper left corner at an angle, clockwise on the page."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    corners = ((0.0, 0.0), (wide, 0.0), (wide, high), (0.0, high))
    return tuple((x + a * cos - b * sin, y + a * sin + b * cos) for a, b in corners)


@pytest.mark.parametrize("degrees", [-30.0, -7.0, 0.0, 0.5, 7.0, 44.0, 90.0, 97.0])
def test_the_longest_lines_tell_how_far_a_picture_is_turned(degrees: float) -> None:
    boxes = [line(100, 40 * at, 300, 20, degrees) for at in range(5)]
    boxes += [line(10, 40 * at, 20, 20) for at in range(20)]  # short ones tell nothing

    assert angle_of(boxes) == pytest.approx(degrees, abs=0.01)


def test_a_picture_without_lines_stays_as_it_is() -> None:
    assert angle_of([]) == 0.0
    assert angle_of([line(0, 0, 20, 20, 30)]) == 0.0


def test_lines_that_slope_more_below_are_levelled() -> None:
    boxes = [line(0, 100 * at, 400, 20, 0.3 * at) for at in range(8)]

    level = Level.of(boxes)

    for at, box in enumerate(boxes[:6]):
        (left, top), (right, end) = box[0], box[1]
        below = 100 * at + 10
        assert end - level.rise(right, below) == pytest.approx(
            top - level.rise(left, below), abs=2.0
        )


def test_few_lines_tell_no_slope() -> None:
    assert Level.of([line(0, 0, 400, 20, 3)] * 3) == Level()
