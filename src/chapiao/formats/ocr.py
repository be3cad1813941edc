"""What is printed in a picture, character by character with its place and how sure it is.

The last resort: a hundred times slower than a text layer. The library and its models
come with the extra `ocr`; without it nothing here is called. A picture may be turned
any way or a little askew: it is set upright by its own lines before it is read.
"""

from __future__ import annotations

import importlib
import math
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from chapiao.formats.layout import Glyph, Page

if TYPE_CHECKING:
    from PIL.Image import Image

PAGE_WIDTH: Final = 612.0  # points: an invoice's own width, so that letters have their usual size
_LONG_SIDE = 2_000
_SMALL_SIDE = 1_000
_LONG = 2.5  # times as long as high: a box that shows which way its line runs
_ASKEW = 0.4  # degrees
_TALL = 1.5
_ENOUGH = 6  # long lines to tell a slope by
_VOTERS = 9
_LABEL = 5  # letters at most in a word written downwards
_MOST_LINES = 600

Box = Sequence[Sequence[float]]  # four corners, from the upper left one around
Char = tuple[str, float, Box]
Place = tuple[str, float, float, float, float, float]


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


@dataclass(frozen=True, slots=True)
class Sight:
    """A picture that was read: the page, how sure each glyph is, and the lines' boxes."""

    page: Page
    sure: dict[tuple[str, float, float], float]
    lines: tuple[tuple[str, tuple[float, float, float, float]], ...]
    picture: Image

    def sureness(self, glyphs: Sequence[Glyph]) -> float:
        """Return how sure the least sure of some glyphs is, 0 to 1."""
        return min((self.sure.get((g.text, g.x0, g.x1), 0.0) for g in glyphs), default=0.0)

    def second_look(self, pattern: re.Pattern[str]) -> Iterator[str]:
        """Read each line that holds something once more, larger and with other edges."""
        for seen, (x0, y0, x1, y1) in self.lines:
            if not pattern.search(seen):
                continue
            edge = (y1 - y0) * 0.12
            box = (x0 - edge * 3, y0 - edge, x1 + edge * 3, y1 + edge)
            part = self.picture.crop(box)
            larger = part.resize((int(part.width * 1.6), int(part.height * 1.6)))
            found = _engine()(_pixels(larger), use_det=False, use_cls=False, use_rec=True)
            yield "".join(_plain("".join(found.txts or ())).split())


def is_on() -> bool:
    """Whether the extra `ocr` is there, and not switched off by CHAPIAO_OCR=0."""
    return os.environ.get("CHAPIAO_OCR") != "0" and _is_installed()


@cache
def _is_installed() -> bool:
    return all(find_spec(name) is not None for name in ("rapidocr", "onnxruntime"))


def look(image: Image) -> Sight:
    """Read a picture, whichever way it is turned."""
    upright = _set_upright(_shrunk(image.convert("RGB")))
    found = _engine()(
        _pixels(upright),
        use_det=True,
        use_cls=False,  # short pieces are easily taken to be upside down; the page no longer is
        use_rec=True,
        return_word_box=True,
        return_single_char_box=True,
    )
    lines = list(_found(found))
    level = Level.of([box for box, _, _, _ in lines])
    scale = PAGE_WIDTH / upright.width
    glyphs: list[Glyph] = []
    sure: dict[tuple[str, float, float], float] = {}
    for box, text, score, chars in lines:
        for char, share, x0, y0, x1, y1 in _placed(_plain(text), float(score), box, chars):
            rise = level.rise((x0 + x1) / 2, (y0 + y1) / 2)
            place = (x0 * scale, (y0 - rise) * scale, x1 * scale, (y1 - rise) * scale)
            glyphs.append(Glyph(char, *place))
            key = (char, place[0], place[2])
            sure[key] = min(share, sure.get(key, 1.0))
    return Sight(
        page=Page(PAGE_WIDTH, upright.height * scale, tuple(glyphs)),
        sure=sure,
        lines=tuple(("".join(_plain(text).split()), _around(box)) for box, text, _, _ in lines),
        picture=upright,
    )


def _found(answer: Any) -> Iterator[tuple[Any, str, float, Any]]:  # noqa: ANN401
    """Yield the lines of an answer; one about a blank picture has no boxes."""
    if answer.boxes is not None:
        lines = zip(answer.boxes, answer.txts, answer.scores, answer.word_results, strict=True)
        yield from islice(lines, _MOST_LINES)


@cache
def _engine() -> Any:  # noqa: ANN401 - the library has no types
    rapidocr = importlib.import_module("rapidocr")
    importlib.import_module("cv2").setNumThreads(1)
    return rapidocr.RapidOCR(
        params={
            "Global.log_level": "critical",
            # One thread a picture: more only wait for one another on a busy machine.
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _pixels(image: Image) -> Any:  # noqa: ANN401 - an array of numpy, which comes with the extra
    numpy = importlib.import_module("numpy")
    return numpy.ascontiguousarray(numpy.asarray(image)[:, :, ::-1])


def _shrunk(image: Image) -> Image:
    long = max(image.size)
    if long <= _LONG_SIDE:
        return image
    share = _LONG_SIDE / long
    return image.resize((max(int(image.width * share), 1), max(int(image.height * share), 1)))


def _set_upright(image: Image) -> Image:
    """Turn a picture until its lines run from left to right and stand on their feet.

    A small copy shows which way they run.
    """
    from PIL.Image import Transpose as Turn

    small = image.copy()
    small.thumbnail((_SMALL_SIDE, _SMALL_SIDE))
    boxes = _boxes(small)
    angle = _angle(boxes)
    if abs(angle) > _ASKEW:
        image, small = _turned(image, angle), _turned(small, angle)
        boxes = _boxes(small)
    return image.transpose(Turn.ROTATE_180) if _is_upside_down(small, boxes) else image


def _boxes(image: Image) -> Sequence[Box]:
    found = _engine()(_pixels(image), use_det=True, use_cls=False, use_rec=False).boxes
    return () if found is None else found


def _turned(image: Image, angle: float) -> Image:
    from PIL import Image as Pictures

    if abs(angle - 90) < _ASKEW:  # a clean quarter turn
        return image.transpose(Pictures.Transpose.ROTATE_90)
    smooth = Pictures.Resampling.BILINEAR
    return image.rotate(angle, resample=smooth, expand=True, fillcolor="white")


def _angle(boxes: Sequence[Box]) -> float:
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


def _is_upside_down(image: Image, boxes: Sequence[Box]) -> bool:
    """Ask which way up the longest lines are; most of them decide."""
    around = sorted((_around(box) for box in boxes), key=lambda b: b[0] - b[2])
    votes = 0
    voters = [b for b in around if b[2] - b[0] > _LONG * (b[3] - b[1])][:_VOTERS]
    for box in voters:
        part = _pixels(image.crop(box))
        found = _engine()(part, use_det=False, use_cls=True, use_rec=False).cls_res
        votes += bool(found and str(found[0][0]) == "180")
    return votes * 2 > len(voters)


def _around(box: Box) -> tuple[float, float, float, float]:
    xs, ys = [float(p[0]) for p in box], [float(p[1]) for p in box]
    return min(xs), min(ys), max(xs), max(ys)


def _placed(text: str, score: float, box: Box, chars: Sequence[Char] | None) -> Iterator[Place]:
    """Place the characters of a line: where each was seen, or evenly shared out.

    The line may slope, and each character stands on it. What runs down the margin of
    a paper is no part of its rows; a short word written downwards is a label.
    """
    x0, top, x1, bottom = _around(box)
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
            left, _, right, _ = _around(points)
            yield char, float(share), left, right
        return
    widths = [1.0 if ord(char) > 0x2E7F else 0.5 for char in bare]  # noqa: PLR2004 - Chinese ones
    unit, left = (x1 - x0) / max(sum(widths), 1.0), x0
    for char, width in zip(bare, widths, strict=True):
        yield char, score, left, left + width * unit
        left += width * unit


def _plain(text: str) -> str:
    """Write what looks alike as an invoice prints it."""
    return text.replace("￥", "¥").replace("〔", "(").replace("〕", ")")
