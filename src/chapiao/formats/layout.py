"""Where the characters of a page stand: the common ground of OFD and PDF.

A page is a flat tuple of glyphs in points, origin top left, upright. Rows are
made from positions, because the order of drawing says nothing about reading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

POINTS_PER_MM = 72 / 25.4
_SAME_ROW = 0.42  # of a glyph's height: labels and values are often a little apart
_WORD_GAP = 0.9  # of a glyph's height
_left = itemgetter(1)


class Glyph(NamedTuple):
    """One character and its box; `after_blank` when a blank was drawn before it."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    after_blank: bool = False

    @property
    def middle(self) -> float:
        """The height on the page at which the character stands."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """The height of the box."""
        return self.y1 - self.y0


@dataclass(frozen=True)
class Words:
    """Glyphs that are read together, left to right, and their text without blanks."""

    glyphs: tuple[Glyph, ...]

    @cached_property
    def text(self) -> str:
        """The characters without any blank between them."""
        return "".join([glyph[0] for glyph in self.glyphs])

    @cached_property
    def spaced(self) -> str:
        """The characters, with a blank where Latin words are set apart."""
        return _spaced(self.glyphs)

    @cached_property
    def x0(self) -> float:
        """The left edge."""
        return min([glyph[1] for glyph in self.glyphs])

    @cached_property
    def x1(self) -> float:
        """The right edge."""
        return max([glyph[3] for glyph in self.glyphs])

    @cached_property
    def y0(self) -> float:
        """The upper edge."""
        return min([glyph[2] for glyph in self.glyphs])

    @cached_property
    def y1(self) -> float:
        """The lower edge."""
        return max([glyph[4] for glyph in self.glyphs])

    @property
    def middle(self) -> float:
        """The height on the page at which the words stand."""
        return (self.y0 + self.y1) / 2

    @property
    def height(self) -> float:
        """The height of the box around all."""
        return self.y1 - self.y0

    def part(self, start: int, end: int | None = None) -> Words | None:
        """Return the words from one place of `text` to another; None when there are none."""
        # A glyph can hold more than one character (a ligature), so count the text.
        kept, place = [], 0
        stop = len(self.text) if end is None else end
        for glyph in self.glyphs:
            if start <= place < stop:
                kept.append(glyph)
            place += len(glyph.text)
        return Words(tuple(kept)) if kept else None

    def find(self, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Words]]:
        """Yield each match in `text` with the words it covers."""
        for match in pattern.finditer(self.text):
            covered = self.part(match.start(), match.end())
            if covered is not None:
                yield match, covered


@dataclass(frozen=True)
class Page:
    """One page. `glyphs` are in the order they were drawn."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]

    @cached_property
    def rows(self) -> tuple[Words, ...]:
        """The glyphs by rows, top to bottom, each left to right."""
        return tuple(_rows(*self._downwards))

    @cached_property
    def runs(self) -> tuple[Words, ...]:
        """The glyphs as drawn, cut where the pen jumps."""
        return tuple(_runs(self.glyphs))

    @cached_property
    def text(self) -> str:
        """The rows as lines of text."""
        return "\n".join(row.text for row in self.rows)

    def band(self, top: float, bottom: float) -> list[Glyph]:
        """Return the glyphs whose middle is not above `top` or below `bottom`, downwards."""
        middles, glyphs = self._downwards
        return glyphs[bisect_left(middles, top) : bisect_right(middles, bottom)]

    @cached_property
    def _downwards(self) -> tuple[list[float], list[Glyph]]:
        return _downwards(self.glyphs)

    def of(self, char: str) -> list[Glyph]:
        """Return the glyphs of one character, in the order they were drawn."""
        return self._by_character.get(char, [])

    @cached_property
    def _by_character(self) -> dict[str, list[Glyph]]:
        places: dict[str, list[Glyph]] = {}
        for glyph in self.glyphs:
            places.setdefault(glyph[0], []).append(glyph)
        return places

    def between(self, x0: float, y0: float, x1: float, y1: float) -> tuple[Glyph, ...]:
        """Return the glyphs whose middle stands inside the box."""
        return tuple(
            glyph
            for glyph in self.glyphs
            if x0 <= (glyph.x0 + glyph.x1) / 2 < x1 and y0 <= (glyph.y0 + glyph.y1) / 2 < y1
        )


def words(row: Words, gap: float = _WORD_GAP) -> list[Words]:
    """Cut a row where the blank is wider than `gap` times the height of its glyphs."""
    cut: list[list[Glyph]] = []
    for glyph in row.glyphs:
        last = cut[-1][-1] if cut else None
        if last is None or glyph.x0 - last.x1 > gap * max(last.height, glyph.height):
            cut.append([glyph])
        else:
            cut[-1].append(glyph)
    return [Words(tuple(glyphs)) for glyphs in cut]


def rows_of(glyphs: tuple[Glyph, ...]) -> tuple[Words, ...]:
    """Return any glyphs by rows, top to bottom."""
    return tuple(_rows(*_downwards(glyphs)))


def _downwards(glyphs: tuple[Glyph, ...]) -> tuple[list[float], list[Glyph]]:
    """Return the glyphs that are no blanks from the top of the page down, and their middles."""
    printed = [glyph for glyph in glyphs if glyph[0].strip()]
    middles = [(glyph[2] + glyph[4]) / 2 for glyph in printed]
    order = sorted(range(len(printed)), key=middles.__getitem__)
    return [middles[place] for place in order], [printed[place] for place in order]


def _rows(middles: list[float], glyphs: list[Glyph]) -> Iterator[Words]:
    """Gather glyphs whose middles are close. A row's middle is that of its first glyphs."""
    row: list[Glyph] = []
    middle = height = 0.0
    # Every face is cut into rows, glyph by glyph: the sums are written out for that.
    for own, glyph in zip(middles, glyphs, strict=True):
        high = glyph[4] - glyph[2]
        step = (own - middle) / _SAME_ROW
        if row and step > 1.0 and (step > high or step > height):
            yield Words(tuple(sorted(row, key=_left)))
            row = []
        row.append(glyph)
        # The running mean keeps a row from creeping down the page glyph by glyph.
        count = len(row)
        if count == 1:
            middle, height = own, high
        else:
            middle += (own - middle) / count
            height += (high - height) / count
    if row:
        yield Words(tuple(sorted(row, key=_left)))


def _runs(glyphs: tuple[Glyph, ...]) -> Iterator[Words]:
    run: list[Glyph] = []
    last_middle = last_right = last_high = 0.0
    for glyph in glyphs:
        text, left, top, right, bottom, _ = glyph
        if not text.strip():
            continue
        middle, high = (top + bottom) / 2, bottom - top
        size = max(last_high, high, 1.0)
        if run and (
            abs(middle - last_middle) > _SAME_ROW * size
            or not -0.5 * size < left - last_right < _WORD_GAP * size
        ):
            yield Words(tuple(run))
            run = []
        run.append(glyph)
        last_middle, last_right, last_high = middle, right, high
    if run:
        yield Words(tuple(run))


def _spaced(glyphs: tuple[Glyph, ...]) -> str:
    """Join, keeping the blanks between Latin words: "ABC Trading 有限公司"."""
    out: list[str] = []
    for glyph in glyphs:
        if glyph.after_blank and glyph.text.isascii() and out and out[-1].isascii():
            out.append(" ")
        out.append(glyph.text)
    return "".join(out)
