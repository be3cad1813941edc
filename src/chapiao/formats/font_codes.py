"""Which character a shape of a TrueType font is: its table `cmap`, read backwards.

Some programs put numbers of shapes into a PDF and no list of what they mean; the font
in the file still knows.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

MAX_BYTES: Final = 32 * 1024 * 1024
_MOST_TABLES: Final = 64
_MOST_CODES: Final = 70_000
# (platform, encoding) of tables that hold Unicode, the fullest first.
_UNICODE: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


def characters(font: bytes) -> dict[int, str]:
    """Return number of shape → character; empty where the font does not say, or is broken."""
    if len(font) > MAX_BYTES:
        return {}
    try:
        found: dict[int, str] = {}
        for shape, code in _pairs(font):
            # Of several characters with one shape, the first is the plainest.
            if shape and code not in range(0xD800, 0xE000):
                found.setdefault(shape, chr(code))
    except (struct.error, IndexError, ValueError):
        return {}
    return found


def _pairs(font: bytes) -> Iterator[tuple[int, int]]:
    """Yield shape and code of the best table, by rising code."""
    (tables,) = struct.unpack_from(">H", font, 4)
    for place in range(min(tables, _MOST_TABLES)):
        tag, _, start, _ = struct.unpack_from(">4s3I", font, 12 + 16 * place)
        if tag == b"cmap":
            break
    else:
        return
    _, many = struct.unpack_from(">2H", font, start)
    listed = {}
    for place in range(min(many, _MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">2HI", font, start + 4 + 8 * place)
        listed[platform, encoding] = start + offset
    for which in _UNICODE:
        if which in listed:
            yield from _table(font, listed[which])
            return


def _table(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    (form,) = struct.unpack_from(">H", font, start)
    if form == 4:  # noqa: PLR2004 - the usual one
        yield from _segments(font, start)
    elif form == 6:  # noqa: PLR2004 - one unbroken row of codes
        first, many = struct.unpack_from(">2H", font, start + 6)
        shapes = struct.unpack_from(f">{many}H", font, start + 10)
        yield from zip(shapes, range(first, first + many), strict=True)
    elif form == 12:  # noqa: PLR2004 - codes above 65,535 as well
        (many,) = struct.unpack_from(">I", font, start + 12)
        left = _MOST_CODES
        for place in range(many):
            first, last, shape = struct.unpack_from(">3I", font, start + 16 + 12 * place)
            left -= max(last - first, 0) + 1
            if left < 0:
                return
            yield from zip(
                range(shape, shape + last - first + 1), range(first, last + 1), strict=True
            )


def _segments(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    (twice,) = struct.unpack_from(">H", font, start + 6)
    many = twice // 2
    ends = struct.unpack_from(f">{many}H", font, start + 14)
    firsts = struct.unpack_from(f">{many}H", font, start + 16 + twice)
    deltas = struct.unpack_from(f">{many}H", font, start + 16 + 2 * twice)
    places = start + 16 + 3 * twice
    offsets = struct.unpack_from(f">{many}H", font, places)
    left = _MOST_CODES
    for place, (first, last, delta, offset) in enumerate(
        zip(firsts, ends, deltas, offsets, strict=True)
    ):
        left -= max(last - first + 1, 0)
        if left < 0:
            return
        for code in range(first, last + 1):
            if code == 0xFFFF:  # noqa: PLR2004 - marks the end
                return
            shape = code
            if offset:
                at = places + 2 * place + offset + 2 * (code - first)
                (shape,) = struct.unpack_from(">H", font, at)
            if shape or not offset:
                yield (shape + delta) & 0xFFFF, code
