"""The tables of a TrueType or OpenType font: characters → glyphs, widths, size of the grid.

Fonts come out of strangers' files. Nothing of them is handed on: only the outlines
are read and drawn as paths, so a font that would trouble a browser never meets one.
"""

from __future__ import annotations

import bisect
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

MAGIC: Final = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
BROKEN: Final = (struct.error, IndexError, ValueError, OverflowError, ZeroDivisionError)
MAX_BYTES: Final = 24 * 1024 * 1024
Finder = Callable[[int], int]
_MAX_TABLES: Final = 64
_MAX_GROUPS: Final = 100_000
_LAST_BYTE: Final = 0xFF
_SYMBOLS: Final = 0xF000  # where symbol fonts keep their 256 characters
# The subtables of cmap that are understood, the best first: (platform, encoding).
_RANKS: Final = {
    (3, 10): 0,
    (0, 6): 1,
    (0, 4): 1,
    (3, 1): 2,
    (0, 3): 3,
    (0, 2): 4,
    (0, 1): 4,
    (0, 0): 4,
    (3, 0): 5,
    (1, 0): 6,
}


class BadFont(Exception):
    """The bytes are no font that is understood here."""


@dataclass(frozen=True, slots=True)
class Sfnt:
    """The tables by name."""

    tables: Mapping[str, memoryview]

    def table(self, name: str) -> memoryview:
        """Return a table.

        Raises:
            BadFont: it is not there.
        """
        found = self.tables.get(name)
        if found is None:
            msg = f"字体缺少{name}"
            raise BadFont(msg)
        return found


def open_sfnt(data: bytes) -> Sfnt:
    """Return the tables of a font, of the first one in a collection.

    Raises:
        BadFont: no such font, cut short, or too large.
    """
    if not data.startswith(MAGIC) or len(data) > MAX_BYTES:
        msg = "不是TrueType或OpenType字体"
        raise BadFont(msg)
    try:
        start = struct.unpack_from(">I", data, 12)[0] if data.startswith(b"ttcf") else 0
        (count,) = struct.unpack_from(">H", data, start + 4)
        rows = [
            struct.unpack_from(">4s4xII", data, start + 12 + 16 * row)
            for row in range(min(count, _MAX_TABLES))
        ]
    except BROKEN as error:
        msg = "字体已损坏"
        raise BadFont(msg) from error
    view = memoryview(data)  # tables may lie about their length, and are not copied
    return Sfnt(
        {
            name.decode("latin-1"): view[offset : offset + length]
            for name, offset, length in rows
            if offset < len(data)
        }
    )


def units(font: Sfnt) -> int:
    """Return how many units the grid of a font has to its size.

    Raises:
        BadFont: it does not say.
    """
    head = font.table("head")
    if len(head) < 54 or not 16 <= (size := int.from_bytes(head[18:20])) <= 16384:  # noqa: PLR2004
        msg = "字体的head已损坏"
        raise BadFont(msg)
    return size


def advance(font: Sfnt, glyph: int) -> int | None:
    """Return how far a glyph moves the pen, in units; None when the font does not say."""
    widths, header = font.tables.get("hmtx"), font.tables.get("hhea")
    if widths is None or header is None:
        return None
    try:
        (count,) = struct.unpack_from(">H", header, 34)
        (width,) = struct.unpack_from(">H", widths, 4 * min(glyph, count - 1))
    except BROKEN:
        return None
    return int(width)


def finder(font: Sfnt) -> Finder:
    """Return the function from a character to its glyph; 0 stands for none."""
    table = font.tables.get("cmap", memoryview(b""))
    best: tuple[int, int, tuple[int, int]] | None = None
    try:
        (count,) = struct.unpack_from(">H", table, 2)
        for row in range(min(count, _MAX_TABLES)):
            platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * row)
            rank = _RANKS.get((platform, encoding))
            if rank is not None and (best is None or rank < best[0]):
                best = (rank, offset, (platform, encoding))
        if best is None:
            return _nothing
        found = _subtable(table[best[1] :])
    except BROKEN:
        return _nothing
    return _symbols(found) if best[2] == (3, 0) else found


def _nothing(code: int) -> int:
    del code
    return 0


def _symbols(find: Finder) -> Finder:
    def found(code: int) -> int:
        return find(code) or (find(_SYMBOLS + code) if code <= _LAST_BYTE else 0)

    return found


def _subtable(table: memoryview) -> Finder:
    """Read formats 0, 4, 6 and 12; there are hardly others."""
    (kind,) = struct.unpack_from(">H", table)
    make = {0: _bytes, 4: _segments, 6: _trimmed, 12: _groups}.get(kind)
    return _nothing if make is None else make(table)


def _bytes(table: memoryview) -> Finder:
    glyphs = table[6 : 6 + _LAST_BYTE + 1]
    return lambda code: glyphs[code] if code < len(glyphs) else 0


def _trimmed(table: memoryview) -> Finder:
    first, count = struct.unpack_from(">HH", table, 6)
    glyphs = struct.unpack_from(f">{count}H", table, 10)
    return lambda code: int(glyphs[code - first]) if 0 <= code - first < count else 0


def _segments(table: memoryview) -> Finder:
    count = int.from_bytes(table[6:8]) // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts = struct.unpack_from(f">{count}H", table, 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", table, 16 + 4 * count)
    ranges = struct.unpack_from(f">{count}H", table, 16 + 6 * count)

    def found(code: int) -> int:
        at = bisect.bisect_left(ends, code)
        if at == count or code < starts[at]:
            return 0
        if not ranges[at]:
            return (code + int(deltas[at])) & 0xFFFF
        place = 16 + 6 * count + 2 * at + ranges[at] + 2 * (code - starts[at])
        glyph = int.from_bytes(table[place : place + 2])
        return (glyph + int(deltas[at])) & 0xFFFF if glyph else 0

    return found


def _groups(table: memoryview) -> Finder:
    (count,) = struct.unpack_from(">I", table, 12)
    rows = list(struct.iter_unpack(">III", table[16 : 16 + 12 * min(count, _MAX_GROUPS)]))
    starts = [int(row[0]) for row in rows]

    def found(code: int) -> int:
        at = bisect.bisect_right(starts, code) - 1
        if at < 0 or code > rows[at][1]:
            return 0
        return int(rows[at][2]) + code - starts[at]

    return found
