"""A font that came with the document: each of its glyphs as a path."""

from __future__ import annotations

from collections.abc import Callable

from chapiao.render import cff, charstring, glyf
from chapiao.render.limits import Budget
from chapiao.render.sfnt import BROKEN, BadFont, Finder, Sfnt, advance, finder, open_sfnt, units

_BARE_CFF = b"\1\0"


class Outlines:
    """The glyphs of one font, each drawn at most once."""

    def __init__(
        self, size: int, draw: Callable[[int, Budget], str], find: Finder, tables: Sfnt | None
    ) -> None:
        self.units = size
        self._draw, self._find, self._tables = draw, find, tables
        self._paths: dict[int, str | None] = {}

    def glyph(self, char: str) -> int | None:
        """Return the glyph of a character; None when the font has none."""
        return self._find(ord(char)) or None

    def path(self, glyph: int, budget: Budget) -> str | None:
        """Return a glyph as an SVG path, y upwards: "" for a blank, None when it has none."""
        if glyph not in self._paths:
            try:
                self._paths[glyph] = self._draw(glyph, budget)
            except (BadFont, *BROKEN):
                self._paths[glyph] = None
        return self._paths[glyph]

    def advance(self, glyph: int) -> float | None:
        """Return how far a glyph moves the pen, as a share of the size."""
        width = None if self._tables is None else advance(self._tables, glyph)
        return None if width is None else width / self.units


def open_outlines(data: bytes) -> Outlines:
    """Return the glyphs of a TrueType, OpenType or bare CFF font.

    Raises:
        BadFont: neither, or broken.
    """
    try:
        if data.startswith(_BARE_CFF):
            bare = cff.open_cff(memoryview(data))
            return Outlines(bare.units, _cff(bare), _none, None)
        font = open_sfnt(data)
        if "CFF " in font.tables:
            inside = cff.open_cff(font.table("CFF "))
            return Outlines(inside.units, _cff(inside), finder(font), font)
        outlines = glyf.open_glyf(font)
        return Outlines(units(font), _glyf(outlines), finder(font), font)
    except BROKEN as error:
        msg = "字体已损坏"
        raise BadFont(msg) from error


def _cff(font: cff.Cff) -> Callable[[int, Budget], str]:
    return lambda glyph, budget: charstring.path(font, glyph, budget)


def _glyf(font: glyf.Glyf) -> Callable[[int, Budget], str]:
    return lambda glyph, budget: glyf.path(font, glyph, budget)


def _none(code: int) -> int:
    del code
    return 0
