"""Find printed labels, and what stands beside them.

A label's letters may be far apart ("名      称"), its value a little higher or lower,
in another font, or on two rows. So a label is looked for in rows without blanks,
and a value by the space it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from chapiao.formats.layout import Glyph, Page, Words, rows_of

_EDGE = re.compile(r"^[:：\s]+|\s+$")


@dataclass(frozen=True)
class Label:
    """A label where it stands, with the match that found it."""

    words: Words
    row: Words
    match: re.Match[str]

    @property
    def after(self) -> str:
        """What follows in the same row."""
        return self.row.text[self.match.end() :]

    @cached_property
    def size(self) -> float:
        """The height of its letters."""
        return max(min(glyph.height for glyph in self.words.glyphs), 1.0)


def find(page: Page, pattern: re.Pattern[str], word: str = "") -> Iterator[Label]:
    """Yield the labels of a page, top to bottom.

    `word` is a part of all that the pattern matches: rows without it need no longer look.
    """
    for row in page.rows:
        if word in row.text:
            for match, words in row.find(pattern):
                yield Label(words, row, match)


def beside(page: Page, labels: Sequence[Label], right: float, wanted: int = 1) -> list[str]:
    """Return what stands to the right of the `wanted` first labels of a block, up to an edge.

    Every character goes to the label whose row is nearest, so a name on two rows
    stays together and does not run into the next field: that of a label not wanted.
    """
    if not labels:
        return []
    reach = _reach(labels)
    own = {glyph for label in labels for glyph in label.words.glyphs}
    shares: list[list[Glyph]] = [[] for _ in labels]
    # The colon is often printed as wide as a character, and the value over its blank half.
    rows: dict[float, tuple[float, list[Glyph]]] = {}
    for label, share in zip(labels, shares, strict=True):
        rows.setdefault(label.words.middle, (label.words.glyphs[-1].x0, share))
    downwards = sorted(rows)
    height = downwards[0]
    left, share = rows[height]
    below = iter(downwards[1:])
    following = next(below, None)
    for glyph in page.band(height - reach, downwards[-1] + reach):
        _, x0, y0, x1, y1, _ = glyph
        down = (y0 + y1) / 2
        while following is not None and abs(following - down) < abs(height - down):
            height, following = following, next(below, None)
            left, share = rows[height]
        is_near = (x0 + x1) / 2 > left and x1 <= right and abs(height - down) <= reach
        if is_near and glyph not in own:
            share.append(glyph)
    return [joined(rows_of(tuple(share))) for share in shares[:wanted]]


def joined(rows: Sequence[Words]) -> str:
    """Return the rows of one value as one text."""
    text = ""
    for row in rows:
        latin = text[-1:].isascii() and text[-1:].isalpha() and row.spaced[:1].isascii()
        text += (" " if latin and row.spaced[:1].isalpha() else "") + row.spaced
    return _EDGE.sub("", _EDGE.sub("", text))


def _reach(labels: Sequence[Label]) -> float:
    """How far from a label's row its value may stand: half way to the next, or a letter."""
    heights = sorted(label.words.middle for label in labels)
    steps = [below - above for above, below in pairwise(heights)]
    between = min((step for step in steps if step > 1), default=0.0)
    return max(between * 0.62, labels[0].size * 0.9)
