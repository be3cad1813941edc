"""What is printed in a picture, character by character with its place and how sure it is.

The last resort: a hundred times slower than a text layer. The library and its models
come with the extra `ocr`; without it nothing here is called. A picture may be turned
any way or a little askew: it is set upright by its own lines before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chapiao.formats import ocr_engine
from chapiao.formats.layout import Glyph, Page
from chapiao.formats.ocr_engine import is_on
from chapiao.formats.upright import Level, around, set_upright

if TYPE_CHECKING:
    from PIL.Image import Image

    from chapiao.formats.ocr_engine import Box, Char, Line

__all__ = ["PAGE_WIDTH", "Sight", "is_on", "look", "look_closer"]

PAGE_WIDTH: Final = 612.0  # points: an invoice's own width, so that letters have their usual size
_LONG_SIDE = 2_000
_TALL = 1.5
_NEARLY = 0.2  # of a line's height: how far its edges may be from those of the same line
_LABEL = 5  # letters at most in a word written downwards
_ALIKE = str.maketrans("￥〔〕★", "¥()*")  # stars stand where there is no tax

Place = tuple[str, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture that was read: the page, how sure each glyph is, and the lines with their boxes.

    `found` are the lines as the library gave them.
    """

    page: Page
    sure: dict[tuple[str, float, float], float]
    lines: tuple[tuple[str, tuple[float, float, float, float]], ...]
    found: tuple[Line, ...]
    picture: Image

    def sureness(self, glyphs: Sequence[Glyph]) -> float:
        """Return how sure the least sure of some glyphs is, 0 to 1."""
        return min((self.sure.get((g.text, g.x0, g.x1), 0.0) for g in glyphs), default=0.0)

    def sharpness(self, pattern: re.Pattern[str]) -> float | None:
        """Return how many of the picture's edges would find room in a letter's height.

        An edge of sharp print is one or two pixels wide, of a blurred photograph several;
        with fewer than ten in a letter, strokes that lie together become one. None when
        no line holds the pattern.
        """
        found = [
            ocr_engine.steepness(self.picture.crop(box)) * (box[3] - box[1])
            for box in self._holding(pattern)
        ]
        return max(found, default=None)

    def second_look(self, pattern: re.Pattern[str], times: float) -> Iterator[str]:
        """Read each line that holds something once more, larger and with other edges."""
        for x0, y0, x1, y1 in self._holding(pattern):
            edge = (y1 - y0) * 0.12
            box = (x0 - edge * 3, y0 - edge, x1 + edge * 3, y1 + edge)
            part = self.picture.crop(box)
            larger = part.resize((int(part.width * times), int(part.height * times)))
            yield "".join(_plain(ocr_engine.text(larger)).split())

    def _holding(self, pattern: re.Pattern[str]) -> Iterator[tuple[float, float, float, float]]:
        return (box for seen, box in self.lines if pattern.search(seen))


def look(image: Image) -> Sight:
    """Read a picture, whichever way it is turned."""
    upright, boxes = set_upright(
        _shrunk(image.convert("RGB")), ocr_engine.boxes, ocr_engine.is_upside_down
    )
    return _sight(upright, tuple(ocr_engine.lines(upright, boxes)))


def look_closer(sight: Sight) -> Sight:
    """Look for lines once more in a larger copy; those that are found again are not read again."""
    boxes = ocr_engine.boxes(sight.picture, ocr_engine.FINE)
    known = [_same(box, sight.found) for box in boxes]
    fresh = [box for box, line in zip(boxes, known, strict=True) if line is None]
    read = iter(ocr_engine.lines(sight.picture, fresh))
    return _sight(sight.picture, (*(line for line in known if line is not None), *read))


def _same(box: Box, lines: Sequence[Line]) -> Line | None:
    """Return the line that stands in nearly the same place."""
    x0, y0, x1, y1 = around(box)
    near = (y1 - y0) * _NEARLY
    for line in lines:
        a0, b0, a1, b1 = around(line.box)
        if max(abs(x0 - a0), abs(y0 - b0), abs(x1 - a1), abs(y1 - b1)) < near:
            return line
    return None


def _sight(upright: Image, lines: tuple[Line, ...]) -> Sight:
    level = Level.of([line.box for line in lines])
    scale = PAGE_WIDTH / upright.width
    glyphs: list[Glyph] = []
    sure: dict[tuple[str, float, float], float] = {}
    for line in lines:
        for char, share, x0, y0, x1, y1 in _placed(
            _plain(line.text), line.sure, line.box, line.chars
        ):
            rise = level.rise((x0 + x1) / 2, (y0 + y1) / 2)
            place = (x0 * scale, (y0 - rise) * scale, x1 * scale, (y1 - rise) * scale)
            glyphs.append(Glyph(char, *place))
            key = (char, place[0], place[2])
            sure[key] = min(share, sure.get(key, 1.0))
    return Sight(
        page=Page(PAGE_WIDTH, upright.height * scale, tuple(glyphs)),
        sure=sure,
        lines=tuple(("".join(_plain(line.text).split()), around(line.box)) for line in lines),
        found=lines,
        picture=upright,
    )


def _shrunk(image: Image) -> Image:
    long = max(image.size)
    if long <= _LONG_SIDE:
        return image
    share = _LONG_SIDE / long
    return image.resize((max(int(image.width * share), 1), max(int(image.height * share), 1)))


def _placed(text: str, score: float, box: Box, chars: Sequence[Char] | None) -> Iterator[Place]:
    """Place the characters of a line: where each was seen, or evenly shared out.

    The line may slope, and each character stands on it. What runs down the margin of
    a paper is no part of its rows; a short word written downwards is a label.
    """
    x0, top, x1, bottom = around(box)
    bare = "".join(text.split())
    if len(bare) > 1 and bottom - top > _TALL * (x1 - x0):
        step = (bottom - top) / len(bare)
        for place, char in enumerate(bare if len(bare) <= _LABEL else ""):
            yield char, score, x0, top + place * step, x1, top + (place + 1) * step
        return
    left, right = (box[0][1] + box[3][1]) / 2, (box[1][1] + box[2][1]) / 2
    half = (box[3][1] - box[0][1] + box[2][1] - box[1][1]) / 4
    for char, share, c0, c1 in _spread(bare, score, x0, x1, chars):
        middle = left + (right - left) * ((c0 + c1) / 2 - x0) / max(x1 - x0, 1.0)
        yield char, share, c0, middle - half, c1, middle + half


def _spread(
    bare: str, score: float, x0: float, x1: float, chars: Sequence[Char] | None
) -> Iterator[tuple[str, float, float, float]]:
    seen = [(_plain(char), share, points) for char, share, points in chars or () if char.strip()]
    if "".join(char for char, _, _ in seen) == bare:
        for char, share, points in seen:
            left, _, right, _ = around(points)
            yield char, float(share), left, right
        return
    widths = [1.0 if ord(char) > 0x2E7F else 0.5 for char in bare]  # noqa: PLR2004 - Chinese ones
    unit, left = (x1 - x0) / max(sum(widths), 1.0), x0
    for char, width in zip(bare, widths, strict=True):
        yield char, score, left, left + width * unit
        left += width * unit


def _plain(text: str) -> str:
    """Write what looks alike as an invoice prints it."""
    return text.translate(_ALIKE)
