"""Tiny fonts: 票 is a square of 500 in a grid of 1000, and the glyph after it a triangle."""

from __future__ import annotations

import struct
from collections.abc import Mapping

TICKET = 0x7968
SQUARE, TRIANGLE, BOTH = 1, 2, 3


def truetype(*, kind: int = 4, tables: Mapping[str, bytes] | None = None) -> bytes:
    """Return a TrueType font with a cmap of that format."""
    glyphs = [b"", _outline((0, 0), (0, 500), (500, 500), (500, 0)), _curved(), _composite()]
    places = [0]
    for one in glyphs:
        places.append(places[-1] + len(one))
    return _font(
        {
            "head": _head(),
            "hhea": bytes(34) + struct.pack(">H", 1),
            "hmtx": struct.pack(">Hh", 600, 0),
            "maxp": struct.pack(">IH", 0x10000, len(glyphs)),
            "loca": struct.pack(f">{len(places)}I", *places),
            "glyf": b"".join(glyphs),
            "cmap": _cmap(kind),
        }
        | dict(tables or {})
    )


def opentype() -> bytes:
    """Return an OpenType font with CFF outlines."""
    return _font({"head": _head(), "CFF ": cff(), "cmap": _cmap(12)})


def cff() -> bytes:
    """Return a bare CFF font."""
    square = _numbers(0, 0) + b"\x15" + _numbers(500) + b"\x07" + _numbers(500) + b"\x06"
    square += _numbers(-500) + b"\x07\x0e"
    called = _numbers(0, 0) + b"\x15" + _numbers(-107) + b"\x0a\x0e"
    part = _numbers(0, 300, 200, 100, 0, 100) + b"\x08\x0b"
    glyphs = _index(b"\x0e", square, called)
    header = b"\1\0\4\1"
    names, strings, shared = _index(b"made up"), _index(), _index()
    size = len(_top(0, 0, 0))
    at = len(header) + len(names) + (size + 5) + len(strings) + len(shared)
    own = _numbers(4) + b"\x13"  # its parts lie right behind it
    private = at + len(glyphs)
    top = _index(_top(at, len(own), private))
    return header + names + top + strings + shared + glyphs + own + _index(part)


def _font(tables: Mapping[str, bytes]) -> bytes:
    head = struct.pack(">IHHHH", 0x10000, len(tables), 0, 0, 0)
    at = len(head) + 16 * len(tables)
    rows, body = b"", b""
    for name, data in tables.items():
        rows += struct.pack(">4sIII", name.encode(), 0, at + len(body), len(data))
        body += data
    return head + rows + body


def _head() -> bytes:
    return bytes(18) + struct.pack(">H", 1000) + bytes(30) + struct.pack(">hh", 1, 0)


def _outline(*points: tuple[int, int]) -> bytes:
    steps = [
        (x - before[0], y - before[1])
        for (x, y), before in zip(points, [(0, 0), *points], strict=False)
    ]
    return (
        struct.pack(">hhhhh", 1, 0, 0, 500, 500)
        + struct.pack(">HH", len(points) - 1, 0)
        + bytes([1]) * len(points)
        + b"".join(struct.pack(">h", x) for x, _ in steps)
        + b"".join(struct.pack(">h", y) for _, y in steps)
    )


def _curved() -> bytes:
    """A triangle whose last side is drawn to one point between."""
    plain = bytearray(_outline((0, 0), (500, 0), (500, 500)))
    plain[10 + 2 + 2 + 2] = 0  # the last flag: not on the line
    return bytes(plain)


def _composite() -> bytes:
    """The square, and the square again at half its size, moved by (100, 200)."""
    head = struct.pack(">hhhhh", -1, 0, 0, 500, 500)
    first = struct.pack(">HHbb", 0x22, SQUARE, 0, 0)
    second = struct.pack(">HHhhh", 0x0B, SQUARE, 100, 200, 8192)
    return head + first + second


def _cmap(kind: int) -> bytes:
    code, platform = {
        0: (65, (1, 0)),
        4: (TICKET, (3, 1)),
        6: (TICKET, (0, 3)),
        12: (TICKET, (3, 10)),
    }[kind]
    table = {
        0: struct.pack(">HHH", 0, 262, 0) + bytes(65) + bytes([SQUARE]) + bytes(190),
        4: struct.pack(">HHHHHHH", 4, 32, 0, 4, 0, 0, 0)
        + struct.pack(">HH", code, 0xFFFF)
        + bytes(2)
        + struct.pack(">HH", code, 0xFFFF)
        + struct.pack(">HH", (SQUARE - code) & 0xFFFF, 1)
        + bytes(4),
        6: struct.pack(">HHHHHH", 6, 12, 0, code, 1, SQUARE),
        12: struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, code, code, SQUARE),
    }[kind]
    return struct.pack(">HHHHI", 0, 1, *platform, 12) + table


def _index(*items: bytes) -> bytes:
    if not items:
        return b"\0\0"
    places = [1]
    for one in items:
        places.append(places[-1] + len(one))
    return struct.pack(">HB", len(items), 1) + bytes(places) + b"".join(items)


def _numbers(*values: int) -> bytes:
    return b"".join(b"\x1c" + struct.pack(">h", one) for one in values)


def _top(glyphs: int, size: int, private: int) -> bytes:
    long = [b"\x1d" + struct.pack(">i", one) for one in (glyphs, size, private)]
    return long[0] + b"\x11" + long[1] + long[2] + b"\x12"


def ring() -> bytes:
    """Return a font whose glyph is put together of itself, sixty-four times."""
    head = struct.pack(">hhhhh", -1, 0, 0, 500, 500)
    parts = struct.pack(">HHbb", 0x22, SQUARE, 0, 0) * 63 + struct.pack(">HHbb", 2, SQUARE, 0, 0)
    glyph = head + parts
    places = struct.pack(">III", 0, 0, len(glyph))
    return truetype(tables={"glyf": glyph, "loca": places})
