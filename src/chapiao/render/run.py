"""The characters of a text object, each where it stands.

A TextCode gives the place of its first character; DeltaX and DeltaY give the steps
to the next ones, "g 3 1.5" standing for 1.5 three times, the last one going on. A
CGTransform says that some characters are drawn as these glyphs of the font, and
then a step leads to the next glyph, not to the next character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import real, whole
from chapiao.render.limits import Budget

MAX_CODES: Final = 20_000
_BREAKS: Final = re.compile(r"[\r\n]+[ \t]*")
_WIDE: Final = "WF"
_DIRECTIONS: Final = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


class Cluster(NamedTuple):
    """Characters drawn together, their glyph if the document names one, and their place.

    `flows` when only what comes before says where it stands.
    """

    text: str
    glyph: int | None
    x: float
    y: float
    flows: bool


class _Transform(NamedTuple):
    codes: int
    glyphs: tuple[int, ...]


def clusters(element: Element, size: float, budget: Budget) -> Iterator[Cluster]:
    """Yield what a text object draws, in the coordinates of the object."""
    transforms = _transforms(element, budget)
    way = _DIRECTIONS.get(whole(element.get("ReadDirection")) % 360, (1, 0))
    start = (0.0, 0.0)
    place = 0
    for code in safe_xml.children(element):
        if safe_xml.name(code) != "TextCode" or not code.text:
            continue
        text = _BREAKS.sub("", code.text[: 2 * MAX_CODES])[:MAX_CODES]
        budget.spend(4 * len(text))
        start = (real(code.get("X"), start[0]), real(code.get("Y"), start[1]))
        pieces = list(_pieces(text, place, transforms))
        steps_x = _steps(code.get("DeltaX"), len(pieces) - 1, budget)
        steps_y = _steps(code.get("DeltaY"), len(pieces) - 1, budget)
        place += len(text)
        yield from _placed(pieces, start, (steps_x, steps_y), (way, size))


def natural(text: str) -> float:
    """Return how wide characters are, as a share of the size.

    >>> natural("价税 12")
    3.5
    """
    return sum(1 if unicodedata.east_asian_width(char) in _WIDE else 0.5 for char in text)


def _placed(
    pieces: list[tuple[str, int | None]],
    start: tuple[float, float],
    steps: tuple[list[float] | None, list[float] | None],
    way: tuple[tuple[int, int], float],
) -> Iterator[Cluster]:
    (x, y), (steps_x, steps_y) = start, steps
    (across, down), size = way
    stepless = steps_x is None and steps_y is None
    for place, (text, glyph) in enumerate(pieces):
        yield Cluster(text, glyph, x, y, stepless and place > 0 and across == 1)
        if stepless:
            x += across * natural(text) * size
            y += down * natural(text) * size
        elif place < len(pieces) - 1:
            x += steps_x[place] if steps_x else 0
            y += steps_y[place] if steps_y else 0


def _pieces(
    text: str, place: int, transforms: Mapping[int, _Transform]
) -> Iterator[tuple[str, int | None]]:
    """Cut a text into what one step leads to."""
    at = 0
    while at < len(text):
        transform = transforms.get(place + at)
        if transform is None:
            yield text[at], None
            at += 1
            continue
        covered = text[at : at + transform.codes]
        at += transform.codes
        if len(transform.glyphs) == len(covered):
            yield from zip(covered, transform.glyphs, strict=True)
            continue
        # Fewer or more glyphs than characters: the first glyph stands for all the characters.
        for number, glyph in enumerate(transform.glyphs):
            yield covered if number == 0 else "", glyph


def _transforms(element: Element, budget: Budget) -> dict[int, _Transform]:
    found: dict[int, _Transform] = {}
    for one in safe_xml.children(element):
        if safe_xml.name(one) != "CGTransform":
            continue
        glyphs = (safe_xml.text_at(one, "Glyphs") or "").split()[:MAX_CODES]
        budget.spend(10 + len(glyphs))
        codes = min(max(whole(one.get("CodeCount"), 1), 1), MAX_CODES)
        if glyphs:
            numbers = tuple(whole(glyph, -1) for glyph in glyphs)
            found[whole(one.get("CodePosition"))] = _Transform(codes, numbers)
    return found


def _steps(given: str | None, wanted: int, budget: Budget) -> list[float] | None:
    """Unfold the steps, as many as are wanted; None when none are given."""
    if not given or not given.strip():
        return None
    steps: list[float] = []
    budget.spend(len(given) // 8)
    pieces = iter(given.replace("g", " g ").replace(",", " ").split())
    for piece in pieces:
        if len(steps) >= wanted:
            break
        if piece == "g":
            times = min(max(whole(next(pieces, "0")), 0), wanted - len(steps))
            steps.extend([real(next(pieces, "0"))] * times)
        else:
            steps.append(real(piece))
    last = steps[-1] if steps else 0.0
    return (steps + [last] * (wanted - len(steps)))[: max(wanted, 0)]
