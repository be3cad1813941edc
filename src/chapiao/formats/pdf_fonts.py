"""One small stand-in for every font that a PDF names and does not bring.

pdfium reads the whole file of a Chinese font, 20 to 30 MB, for each such font of each
document: nine tenths of the time of reading an invoice's text. Where the system has
none, it leaves out characters that stand alone, as 年, 月 and 日 do on many faces. To
know which characters stand where, no shape is needed: widths, codes and places are in
the PDF. So text is read with a font of one small shape, and pictures are drawn with
the system's fonts as before.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from pypdfium2 import PdfSysfontBase

_EM: Final = 1000
_ASCENT, _DESCENT = 880, -120  # as the usual Chinese fonts have
# Small enough to lie inside the box of a full stop: pdfium adds the shape to the box.
_SHAPE: Final = (50, 0, 250, 700)
_LAST_CHARACTER: Final = 0x10FFFF
_SIMPLIFIED: Final = 134  # the number of the character set
_WHOLE, _COLLECTION = 0, 0x74746366
# pdfium brings these itself, with their true widths, when it is given none.
_OWN: Final = (b"Courier", b"Helvetica", b"Times", b"Symbol", b"ZapfDingbats")


@contextmanager
def stand_in() -> Iterator[None]:
    """Give pages loaded inside the stand-in for every font of the system.

    To be used under the lock of `pdf.opened` only: pdfium has one set of fonts for all.
    """
    fonts = _Fonts.installed()
    before, fonts.standing_in = fonts.standing_in, True
    try:
        yield
    finally:
        fonts.standing_in = before


def _font() -> bytes:
    """Return a TrueType collection of one font, whose every character is a small box."""
    left, low, right, high = _SHAPE
    ends, on_curve = struct.pack(">HH", 3, 0), b"\x01" * 4
    across = struct.pack(">4h", left, 0, right - left, 0)
    up = struct.pack(">4h", low, high - low, 0, low - high)
    shape = struct.pack(">5h", 1, *_SHAPE) + ends + on_curve + across + up
    shape += b"\0" * (-len(shape) % 4)
    # Format 13: all characters have one shape. The other one stands for what is no character.
    all_alike = struct.pack(">HHIII", 13, 0, 28, 0, 1) + struct.pack(">3I", 33, _LAST_CHARACTER, 1)
    tables = {
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + all_alike,
        b"glyf": shape * 2,
        b"head": struct.pack(
            ">4I2H2Q4h2H3h",
            *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0),
            *(*_SHAPE, 0, 8, 2, 1, 0),
        ),
        b"hhea": struct.pack(
            ">I3hH11hH", 0x10000, _ASCENT, _DESCENT, 0, _EM, 0, 0, right, 1, *(0,) * 7, 1
        ),
        b"hmtx": struct.pack(">H2h", _EM, left, left),
        b"loca": struct.pack(">3I", 0, len(shape), 2 * len(shape)),
        b"maxp": struct.pack(">I14H", 0x10000, 2, 4, 1, 0, 0, 1, *(0,) * 8),
    }
    start = 16 + 12 + 16 * len(tables)
    listed, bodies = b"", b""
    for tag, body in tables.items():
        listed += struct.pack(">4s3I", tag, 0, start + len(bodies), len(body))
        bodies += body + b"\0" * (-len(body) % 4)
    head = struct.pack(">4sIII", b"ttcf", 0x10000, 1, 16)
    whole = head + struct.pack(">I4H", 0x10000, len(tables), 64, 2, 48) + listed + bodies
    return whole.ljust(1024, b"\0")  # pdfium knows a collection by its first kilobyte


class _Fonts(PdfSysfontBase):  # type: ignore[misc]  # pypdfium2 has no types
    """The system's fonts, or the stand-in for all of them.

    The stand-in is a collection, because pdfium keeps those apart by what is in them,
    and other fonts by their names: a page drawn next must not get it from there.
    """

    _installed: _Fonts | None = None

    def __init__(self) -> None:
        super().__init__()
        self.standing_in = False
        data = _font()
        self._size = len(data)
        self._data = ctypes.create_string_buffer(data, self._size)
        self._handle = ctypes.addressof(self._data)

    @classmethod
    def installed(cls) -> _Fonts:
        """Return the one that pdfium asks, put in its place at the first call."""
        if cls._installed is None:
            cls._installed = cls()
            cls._installed.setup()
        return cls._installed

    # The names are pdfium's own.
    def MapFont(  # noqa: N802
        self,
        _: Any,  # noqa: ANN401
        weight: int,
        italic: int,
        charset: int,
        pitch: int,
        face: Any,  # noqa: ANN401
        ignored: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        if not self.standing_in:
            return super().MapFont(_, weight, italic, charset, pitch, face, ignored)
        name = ctypes.cast(face, ctypes.c_char_p).value or b""
        return None if name.startswith(_OWN) else self._handle

    def GetFontData(  # noqa: N802
        self,
        _: Any,  # noqa: ANN401
        font: Any,  # noqa: ANN401
        table: int,
        into: Any,  # noqa: ANN401
        room: int,
    ) -> int:
        if font != self._handle:
            return int(super().GetFontData(_, font, table, into, room))
        if table not in (_WHOLE, _COLLECTION):
            return 0
        if into and room:
            ctypes.memmove(into, self._data, min(room, self._size))
        return self._size if table == _COLLECTION else self._size - 16

    def GetFaceName(self, _: Any, font: Any, into: Any, room: int) -> int:  # noqa: ANN401, N802
        if font != self._handle:
            return int(super().GetFaceName(_, font, into, room))
        return 0

    def GetFontCharset(self, _: Any, font: Any) -> int:  # noqa: ANN401, N802
        return _SIMPLIFIED if font == self._handle else int(super().GetFontCharset(_, font))

    def DeleteFont(self, _: Any, font: Any) -> None:  # noqa: ANN401, N802
        if font != self._handle:
            super().DeleteFont(_, font)
