"""Set a picture upright by its own lines: whichever way it was held, or a little askew."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from chapiao.formats.ocr_engine import Box

_LONG = 2.5  # times as long as high: a box that shows which way its line runs
_ASKEW = 0.4  # degrees
_ENOUGH = 6  # long lines to tell a slope by
_VOTERS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """How the lines of a photograph slope: a sheet seen from the side slopes more below."""

    slope: float = 0.0
    change: float = 0.0  # of the slope, a pixel further down

    @classmethod
    def of(cls, boxes: Sequence[Box]) -> Level:
        """Fit the slopes of the long lines."""
        points = []
        for (x0, y0), (x1, y1), (_, y2), (_, y3) in boxes:
            wide, high = float(x1 - x0), max(float(y3 - y0), 1.0)
            if wide > 2 * _LONG * high:
                points.append((float(y0 + y3) / 2, float(y1 - y0 + y2 - y3) / 2 / wide, wide))
        if len(points) < _ENOUGH:
            return cls()
        weight = sum(w for _, _, w in points)
        mean_y = sum(y * w for y, _, w in points) / weight
        mean_s = sum(s * w for _, s, w in points) / weight
        spread = sum(w * (y - mean_y) ** 2 for y, _, w in points)
        change = sum(w * (y - mean_y) * (s - mean_s) for y, s, w in points) / max(spread, 1.0)
        return cls(mean_s - change * mean_y, change)

    def rise(self, x: float, y: float) -> float:
        """Return how much lower than at the left edge a level line is here."""
        return (self.slope + self.change * y) * x


def set_upright(
    image: Image, find: Callable[[Image], Sequence[Box]], on_its_head: Callable[[Image], bool]
) -> tuple[Image, Sequence[Box]]:
    """Turn a picture until its lines run from left to right and stand on their feet.

    `find` tells where its lines are, `on_its_head` of one line whether it is upside down.
    The boxes come with the picture: they are looked for again only where it was turned.
    """
    boxes = find(image)
    angle = angle_of(boxes)
    if abs(angle) > _ASKEW:
        image = _turned(image, angle)
        boxes = find(image)
    if _is_upside_down(image, boxes, on_its_head):
        from PIL.Image import Transpose

        image = image.transpose(Transpose.ROTATE_180)
        boxes = find(image)
    return image, boxes


def around(box: Box) -> tuple[float, float, float, float]:
    """Return the upright box around four corners: left, top, right, bottom."""
    xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
    return min(xs), min(ys), max(xs), max(ys)


def angle_of(boxes: Sequence[Box]) -> float:
    """Return how many degrees, counter-clockwise, the picture must be turned: -45 to 135."""
    runs: list[tuple[float, float]] = []
    for box in boxes:
        (x0, y0), (x1, y1), (x2, y2) = (map(float, point) for point in box[:3])
        wide, high = math.hypot(x1 - x0, y1 - y0), math.hypot(x2 - x1, y2 - y1)
        if max(wide, high) < _LONG * max(min(wide, high), 1.0):
            continue
        along = (x1 - x0, y1 - y0) if wide >= high else (x2 - x1, y2 - y1)
        degrees = math.degrees(math.atan2(along[1], along[0]))
        runs.append(((degrees + 45) % 180 - 45, max(wide, high)))
    level = [(a, w) for a, w in runs if a < 45]  # noqa: PLR2004 - nearer to level than upright
    steep = [(a, w) for a, w in runs if a >= 45]  # noqa: PLR2004
    most = max(level, steep, key=lambda side: sum(weight for _, weight in side))
    half, passed = sum(weight for _, weight in most) / 2, 0.0
    for angle, weight in sorted(most):
        passed += weight
        if passed >= half:
            return angle
    return 0.0


def _turned(image: Image, angle: float) -> Image:
    from PIL import Image as Pictures

    if abs(angle - 90) < _ASKEW:  # a clean quarter turn
        return image.transpose(Pictures.Transpose.ROTATE_90)
    smooth = Pictures.Resampling.BILINEAR
    return image.rotate(angle, resample=smooth, expand=True, fillcolor="white")


def _is_upside_down(
    image: Image, boxes: Sequence[Box], on_its_head: Callable[[Image], bool]
) -> bool:
    """Ask which way up the longest lines are; most of them decide."""
    longest = sorted((around(box) for box in boxes), key=lambda b: b[0] - b[2])
    voters = [b for b in longest if b[2] - b[0] > _LONG * (b[3] - b[1])][:_VOTERS]
    return sum(on_its_head(image.crop(box)) for box in voters) * 2 > len(voters)
