"""The text objects of an OFD page, with the place of every character.

A TextCode gives the place of its first character; DeltaX and DeltaY give the
steps to the next ones, "g 3 1.5" standing for 1.5 three times. The object's CTM
turns and stretches; its Boundary moves it on the page.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from itertools import chain, repeat
from typing import Final, NamedTuple

from chapiao.formats import safe_xml
from chapiao.formats.layout import POINTS_PER_MM, Glyph, Page
from chapiao.formats.safe_xml import Element

A4: Final = (210.0, 297.0)
MAX_GLYPHS: Final = 60_000
_FAR = 1e6  # millimetres: nothing stands there
_LAST_LATIN = "\xff"  # the characters up to here are half as wide as others
_glyph = tuple.__new__
_TILT = math.tan(math.radians(5))
_ABOVE = 0.86  # of the font size: how far a character stands above its baseline


class Placed(NamedTuple):
    """One text object: its id, its text as written, and its glyphs in points."""

    id: str
    text: str
    glyphs: tuple[Glyph, ...]


class _Matrix(NamedTuple):
    a: float
    b: float
    c: float
    d: float
    e: float
    f: float


_IDENTITY = _Matrix(1, 0, 0, 1, 0, 0)


def text_objects(layer: Element) -> Iterator[Placed]:
    """Yield the text objects of a page or template that are to be seen."""
    budget = MAX_GLYPHS
    for element in safe_xml.named(layer, "TextObject"):
        if element.get("Visible") == "false":
            continue
        placed = _placed(element, budget)
        budget -= len(placed.text)
        yield placed
        if budget <= 0:
            return


def texts_of(layer: Element, wanted: Container[str]) -> dict[str, str]:
    """Return the texts of the objects with these ids, wherever they stand; the last counts."""
    found = {}
    for element in safe_xml.named(layer, "TextObject"):
        ident = element.get("ID", "")
        if ident in wanted:
            codes = safe_xml.named(element, "TextCode")
            found[ident] = "".join(code.text or "" for code in codes)
    return found


def page_size(area: Element) -> tuple[float, float]:
    """Return width and height of the physical box, in millimetres."""
    for element in safe_xml.named(area, "PhysicalBox"):
        box = floats(safe_xml.text(element))
        if len(box) == 4 and min(box[2:]) > 0:  # noqa: PLR2004 - x y width height
            return box[2], box[3]
    return A4


def page_of(placed: tuple[Placed, ...], size: tuple[float, float]) -> Page:
    """Return the objects as one page; size is in millimetres."""
    return Page(
        size[0] * POINTS_PER_MM,
        size[1] * POINTS_PER_MM,
        tuple(glyph for one in placed for glyph in one.glyphs),
    )


def _placed(element: Element, budget: int) -> Placed:
    box = element.get("Boundary", "").split(None, 2)
    corner = (_float(box[0]), _float(box[1])) if len(box) > 1 else (0.0, 0.0)
    size = _float(element.get("Size")) or 3.175
    matrix = _matrix(element.get("CTM"))
    slanted = _is_slanted(matrix)
    texts: list[str] = []
    glyphs: list[Glyph] = []
    start = (0.0, 0.0)
    for code in element:
        text = code.text
        if not text or safe_xml.name(code) != "TextCode":
            continue
        text = text[:budget]
        texts.append(text)
        start = (_float(code.get("X"), start[0]), _float(code.get("Y"), start[1]))
        if not slanted:
            glyphs += _glyphs(code, text, start, size, matrix, corner)
    return Placed(element.get("ID", ""), "".join(texts), tuple(glyphs))


def _glyphs(
    code: Element,
    text: str,
    start: tuple[float, float],
    size: float,
    matrix: _Matrix,
    corner: tuple[float, float],
) -> list[Glyph]:
    # Every character of every page comes through here: what does not change is worked out
    # first, and the glyphs are made without a call of Python.
    steps = _deltas(code.get("DeltaX"), len(text) - 1)
    downwards = _deltas(code.get("DeltaY"), len(text) - 1)
    x, y = start
    a, b, c, d, e, f = matrix
    left, top = corner
    high = size * abs(d or 1.0)
    wide = (abs(a) or abs(d) or 1.0) * POINTS_PER_MM
    above, below = _ABOVE * high, (1 - _ABOVE) * high
    blank = False
    found: list[Glyph] = []
    for char, step, fall in zip(
        text, chain(steps, repeat(None)), chain(downwards, repeat(0.0)), strict=False
    ):
        natural = size if char > _LAST_LATIN else size / 2
        if char.isspace():
            blank = True
        else:
            # No wider than to the next character, where that one follows on.
            breadth = natural if step is None or not 0 < step < natural else step
            x0 = (a * x + c * y + e + left) * POINTS_PER_MM
            on_y = b * x + d * y + f + top
            y0, y1 = (on_y - above) * POINTS_PER_MM, (on_y + below) * POINTS_PER_MM
            found.append(_glyph(Glyph, (char, x0, y0, x0 + breadth * wide, y1, blank)))
            blank = False
        # Without DeltaX the characters follow their own width, unless DeltaY says "downwards".
        x += step if step is not None else (0.0 if downwards else natural)
        y += fall
    return found


def _deltas(given: str | None, wanted: int) -> list[float]:
    """Unfold "g 3 1.5 2" to 1.5 1.5 1.5 2, no further than there are characters."""
    if not given or wanted <= 0:
        return []
    if "g" not in given:
        return floats(given)[:wanted]
    steps: list[float] = []
    pieces = iter(given.replace("g", " g ").split())
    for piece in pieces:
        if piece == "g":
            times = min(int(_float(next(pieces, "0"))), wanted - len(steps))
            steps.extend([_float(next(pieces, "0"))] * times)
        else:
            steps.append(_float(piece))
        if len(steps) >= wanted:
            break
    return steps


def _matrix(given: str | None) -> _Matrix:
    numbers = floats(given) if given else ()
    return _Matrix(*numbers) if len(numbers) == 6 else _IDENTITY  # noqa: PLR2004


def _is_slanted(matrix: _Matrix) -> bool:
    """Whether the text is turned away from the horizontal, as on the arc of a seal."""
    return abs(matrix.b) > _TILT * max(abs(matrix.a), 1e-9)


def floats(given: str) -> list[float]:
    """Return the numbers of an attribute; what is no number counts as nought."""
    pieces = given.split()
    try:
        numbers = [*map(float, pieces)]
    except ValueError:
        return [*map(_float, pieces)]
    # What is no number is neither small nor large, so it is known by how it is written.
    if numbers and -_FAR < min(numbers) <= max(numbers) < _FAR and "n" not in given.lower():
        return numbers
    return [*map(_float, pieces)]


def _float(given: str | None, otherwise: float = 0.0) -> float:
    try:
        number = float(given) if given is not None else otherwise
    except ValueError:
        return otherwise
    return number if -_FAR < number < _FAR else otherwise
