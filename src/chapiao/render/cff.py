"""The tables of a CFF font (Compact Font Format): where its outlines and their parts lie."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from chapiao.render.sfnt import BadFont

_MAX_GLYPHS: Final = 65_535
_MAX_DICT: Final = 8_192
_CHARSTRINGS, _PRIVATE, _SUBRS = (17,), (18,), (19,)
_MATRIX, _FD_ARRAY, _FD_SELECT = (12, 7), (12, 36), (12, 37)
_ESCAPE: Final = 12
_DIGITS: Final = "0123456789.EE -"  # the nibbles of a real number; C is "E-"
_Dict = dict[tuple[int, ...], list[float]]


@dataclass(frozen=True, slots=True)
class Index:
    """A list of byte strings, cut when asked for: its offsets, and what they count from."""

    data: memoryview
    count: int
    size: int  # bytes of an offset
    first: int
    start: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, place: int) -> memoryview:
        if not 0 <= place < self.count:
            raise IndexError(place)
        return self.data[self.end(place) : self.end(place + 1)]

    def end(self, place: int) -> int:
        """Return where the string before a place ends."""
        at = self.first + place * self.size
        offset = self.data[at : at + self.size]
        if len(offset) < self.size:
            raise IndexError(place)
        return self.start + int.from_bytes(offset)


EMPTY: Final = Index(memoryview(b""), 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Cff:
    """The outlines as programs, and the parts they call: everybody's, and each family's own."""

    glyphs: Index
    shared: Index
    own: tuple[Index, ...]
    families: bytes | memoryview | None  # which family a glyph is of; None when there is one
    units: int

    def parts(self, glyph: int) -> Index:
        """Return the parts that only the family of a glyph calls."""
        family = 0 if self.families is None else self.families[glyph]
        return self.own[family] if family < len(self.own) else EMPTY


def open_cff(data: memoryview) -> Cff:
    """Return the outlines of a font.

    Raises:
        BadFont: no such font.
        struct.error, IndexError, ValueError: cut short.
    """
    if len(data) < 4 or data[0] != 1:  # noqa: PLR2004 - its version
        msg = "不是CFF字体"
        raise BadFont(msg)
    _, at = _index(data, data[2])
    tops, at = _index(data, at)
    _, at = _index(data, at)
    shared, _ = _index(data, at)
    top = _dict(tops[0])
    glyphs, _ = _index(data, _offset(top, _CHARSTRINGS))
    if _FD_ARRAY in top:
        rows, _ = _index(data, _offset(top, _FD_ARRAY))
        tops_of = [_dict(rows[place]) for place in range(min(len(rows), 256))]
        families = _families(data, _offset(top, _FD_SELECT), len(glyphs))
        units = _units(top if _MATRIX in top else tops_of[0])
        return Cff(glyphs, shared, tuple(_own(data, one) for one in tops_of), families, units)
    return Cff(glyphs, shared, (_own(data, top),), None, _units(top))


def _index(data: memoryview, at: int) -> tuple[Index, int]:
    """Return an INDEX and the place behind it."""
    (count,) = struct.unpack_from(">H", data, at)
    if count == 0:
        return EMPTY, at + 2
    size = data[at + 2]
    if not 1 <= size <= 4:  # noqa: PLR2004 - bytes of an offset
        msg = "CFF字体已损坏"
        raise BadFont(msg)
    first = at + 3
    found = Index(data, count, size, first, first + (count + 1) * size - 1)
    return found, found.end(count)


def _dict(data: memoryview) -> _Dict:
    """Return a DICT: operator → the numbers before it."""
    found: _Dict = {}
    numbers: list[float] = []
    at = 0
    data = data[:_MAX_DICT]
    while at < len(data):
        first = data[at]
        if first <= 21:  # noqa: PLR2004 - the operators
            operator = (first, data[at + 1]) if first == _ESCAPE else (first,)
            at += len(operator)
            found[operator] = numbers
            numbers = []
        else:
            value, at = _number(data, at)
            numbers.append(value)
    return found


def _number(data: memoryview, at: int) -> tuple[float, int]:
    first = data[at]
    if 32 <= first <= 246:  # noqa: PLR2004 - the ranges are the format's
        return first - 139, at + 1
    if 247 <= first <= 250:  # noqa: PLR2004
        return (first - 247) * 256 + data[at + 1] + 108, at + 2
    if 251 <= first <= 254:  # noqa: PLR2004
        return -(first - 251) * 256 - data[at + 1] - 108, at + 2
    if first == 28:  # noqa: PLR2004
        return struct.unpack_from(">h", data, at + 1)[0], at + 3
    if first == 29:  # noqa: PLR2004
        return struct.unpack_from(">i", data, at + 1)[0], at + 5
    return _real(data, at + 1)


def _real(data: memoryview, at: int) -> tuple[float, int]:
    text = ""
    for place in range(at, len(data)):
        for nibble in (data[place] >> 4, data[place] & 15):
            if nibble == 15:  # noqa: PLR2004 - the end
                return float(text or 0), place + 1
            text += "E-" if nibble == 12 else _DIGITS[nibble]  # noqa: PLR2004
    raise IndexError(at)


def _offset(given: _Dict, operator: tuple[int, ...]) -> int:
    numbers = given.get(operator)
    if not numbers or numbers[-1] < 0:
        msg = "CFF字体已损坏"
        raise BadFont(msg)
    return int(numbers[-1])


def _own(data: memoryview, given: _Dict) -> Index:
    """Return the parts of one family: its Private DICT says where."""
    private = given.get(_PRIVATE, [])
    if len(private) != 2 or min(private) < 0:  # noqa: PLR2004 - size and place
        return EMPTY
    size, start = int(private[0]), int(private[1])
    inside = _dict(data[start : start + size])
    return _index(data, start + _offset(inside, _SUBRS))[0] if _SUBRS in inside else EMPTY


def _units(given: _Dict) -> int:
    matrix = given.get(_MATRIX)
    return round(1 / matrix[0]) if matrix and 1e-5 < matrix[0] < 1 else 1000  # noqa: PLR2004


def _families(data: memoryview, at: int, count: int) -> bytes | memoryview:
    """Return the family of every glyph, from formats 0 and 3."""
    if data[at] == 0:
        return data[at + 1 : at + 1 + count]
    (ranges,) = struct.unpack_from(">H", data, at + 1)
    out = bytearray()
    for row in range(ranges):
        first, family, end = struct.unpack_from(">HBH", data, at + 3 + 3 * row)
        if first != len(out) or end < first or end > _MAX_GLYPHS:
            msg = "CFF字体已损坏"
            raise BadFont(msg)
        out += bytes([family]) * (end - first)
    return bytes(out)
