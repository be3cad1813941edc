"""The text objects of an OFD page, with the place of every character.

A TextCode gives the place of its first character; DeltaX and DeltaY give the
steps to the next ones, "g 3 1.5" standing for 1.5 three times. The object's CTM
turns and stretches; its Boundary moves it on the page.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from typing import Final, NamedTuple

from chapiao.formats import safe_xml
from chapiao.formats.layout import POINTS_PER_MM, Glyph, Page
from chapiao.formats.safe_xml import Element

A4: Final = (210.0, 297.0)
MAX_GLYPHS: Final = 60_000
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
    box = floats(element.get("Boundary", ""))
    left, top = (box[0], box[1]) if len(box) >= 2 else (0.0, 0.0)  # noqa: PLR2004
    size = _float(element.get("Size")) or 3.175
    matrix = _matrix(element.get("CTM"))
    texts: list[str] = []
    glyphs: list[Glyph] = []
    start = (0.0, 0.0)
    for code in safe_xml.named(element, "TextCode"):
        if not code.text:
            continue
        text = code.text[:budget]
        texts.append(text)
        start = (_float(code.get("X"), start[0]), _float(code.get("Y"), start[1]))
        if not _is_slanted(matrix):
            glyphs.extend(_glyphs(code, text, start, size, matrix, (left, top)))
    return Placed(element.get("ID", ""), "".join(texts), tuple(glyphs))


def _glyphs(
    code: Element,
    text: str,
    start: tuple[float, float],
    size: float,
    matrix: _Matrix,
    corner: tuple[float, float],
) -> Iterator[Glyph]:
    steps_x = _deltas(code.get("DeltaX"), len(text) - 1)
    steps_y = _deltas(code.get("DeltaY"), len(text) - 1)
    x, y = start
    high = size * abs(matrix.d or 1.0)
    wide = abs(matrix.a) or abs(matrix.d) or 1.0
    blank = False
    for place, char in enumerate(text):
        natural = size if ord(char) > 0xFF else size / 2  # noqa: PLR2004 - the end of Latin-1
        step = steps_x[place] if place < len(steps_x) else None
        advance = step if step is not None and 0 < step <= 1.3 * size else natural
        if char.strip():
            on_x = matrix.a * x + matrix.c * y + matrix.e + corner[0]
            on_y = matrix.b * x + matrix.d * y + matrix.f + corner[1]
            yield Glyph(
                char,
                on_x * POINTS_PER_MM,
                (on_y - _ABOVE * high) * POINTS_PER_MM,
                (on_x + min(advance, natural) * wide) * POINTS_PER_MM,
                (on_y + (1 - _ABOVE) * high) * POINTS_PER_MM,
                blank,
            )
        blank = not char.strip()
        # Without DeltaX the characters follow their own width, unless DeltaY says "downwards".
        x += step if step is not None else (0.0 if steps_y else natural)
        y += steps_y[place] if place < len(steps_y) else 0.0


def _deltas(given: str | None, wanted: int) -> list[float]:
    """Unfold "g 3 1.5 2" to 1.5 1.5 1.5 2, no further than there are characters."""
    if not given or wanted <= 0:
        return []
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
    numbers = floats(given or "")
    return _Matrix(*numbers) if len(numbers) == 6 else _IDENTITY  # noqa: PLR2004


def _is_slanted(matrix: _Matrix) -> bool:
    """Whether the text is turned away from the horizontal, as on the arc of a seal."""
    return abs(matrix.b) > _TILT * max(abs(matrix.a), 1e-9)


def floats(given: str) -> list[float]:
    """Return the numbers of an attribute; what is no number counts as nought."""
    return [_float(piece) for piece in given.split()]


def _float(given: str | None, otherwise: float = 0.0) -> float:
    try:
        number = float(given) if given is not None else otherwise
    except ValueError:
        return otherwise
    return number if math.isfinite(number) and abs(number) < 1e6 else otherwise  # noqa: PLR2004
