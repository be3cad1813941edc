"""The characters of a PDF page, and where they stand, upright from the top left.

One call of pdfium gives all characters, and one each their boxes: they go into one
piece of memory, from which they are taken together. What else costs a call a character
is asked only where something looks odd.
"""

from __future__ import annotations

import ctypes
import math
import re
import struct
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, Final

from pypdfium2 import raw

from chapiao.formats import font_codes
from chapiao.formats.layout import Glyph

MAX_GLYPHS: Final = 60_000  # a page of small print has 10,000
_TILT = math.radians(5)
_SAMPLED = 30
_SAME_LINE = 0.04  # of a character's height
# Radicals and compatibility ideographs only look like the characters they stand for.
_LOOKS_LIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_LOST = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffd\ufffe\ue000-\uf8ff]")
_HYPHENS = ("\x02", "\ufffe")  # pdfium's own marks of one at the end of a line
_SURROGATES = re.compile("[\ud800-\udfff]")
_LAST_CHARACTER = 0x10FFFF
_Box = tuple[float, float, float, float]


def _address(pointer: Any) -> int:  # noqa: ANN401 - of any C type
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


# Called for every character: with plain numbers for pointers they take half the time.
_POINTER, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float
_loose_box = ctypes.PYFUNCTYPE(_INT, _POINTER, _INT, _POINTER)(
    _address(raw.FPDFText_GetLooseCharBox)
)
_angle = ctypes.PYFUNCTYPE(_FLOAT, _POINTER, _INT)(_address(raw.FPDFText_GetCharAngle))


def read(
    text_page: Any,  # noqa: ANN401 - pypdfium2 has no types
    page: Any,  # noqa: ANN401
    *,
    closely: bool,
) -> tuple[float, float, tuple[Glyph, ...]]:
    """Return width and height of the upright page and its glyphs, as they were drawn.

    Slanted characters (the arc of a seal) are left out. `closely` asks for every
    character whether its font says what it means; else some are asked.
    """
    count = min(text_page.count_chars(), MAX_GLYPHS)
    chars = _characters(text_page.raw, count, closely=closely)
    handle = _address(text_page.raw)
    turned = _turned(handle, chars)
    rotation = page.get_rotation() if turned is None else turned
    left, bottom, right, top = box = page.get_bbox()
    width, height = right - left, top - bottom
    if rotation in (90, 270):
        width, height = height, width
    return width, height, tuple(_glyphs(handle, chars, box, rotation))


def plain(char: str) -> str:
    """Turn radicals and compatibility ideographs, which only look right, into characters."""
    return unicodedata.normalize("NFKC", char) if _LOOKS_LIKE.match(char) else char


def _characters(handle: Any, count: int, *, closely: bool) -> list[str]:  # noqa: ANN401
    """Return the characters, one for each that pdfium counts; "" for one without a code."""
    into = (ctypes.c_ushort * (2 * count + 2))()
    units = raw.FPDFText_GetText(handle, 0, count, into) - 1  # it counts the end as well
    text = bytes(into)[: 2 * max(units, 0)].decode("utf-16-le", "surrogatepass")
    if units != count or _SURROGATES.search(text) or len(text) != count:
        # It left some out: then only each by itself is sure.
        codes = [raw.FPDFText_GetUnicode(handle, index) for index in range(count)]
        chars = [chr(code) if 0 < code <= _LAST_CHARACTER else "" for code in codes]
        text = "".join(chars)
    else:
        chars = list(text)
    asked = range(0, count, max(count // _SAMPLED, 1))
    if (
        closely
        or _LOST.search(text)
        or any(raw.FPDFText_HasUnicodeMapError(handle, index) == 1 for index in asked)
    ):
        _find_lost(handle, chars)
        text = "".join(chars)
    if _LOOKS_LIKE.search(text):
        chars = [plain(char) for char in chars]
    return chars


def _find_lost(handle: Any, chars: list[str]) -> None:  # noqa: ANN401
    """Put hyphens and the characters that only the embedded fonts know into their places."""
    fonts: dict[int | None, dict[int, str]] = {}
    for index, char in enumerate(chars):
        if char in _HYPHENS and raw.FPDFText_IsHyphen(handle, index) == 1:
            chars[index] = "-"
        elif raw.FPDFText_HasUnicodeMapError(handle, index) == 1:
            font = raw.FPDFTextObj_GetFont(raw.FPDFText_GetTextObject(handle, index))
            key = ctypes.cast(font, ctypes.c_void_p).value
            if key not in fonts:
                fonts[key] = font_codes.characters(_font_data(font))
            # Without a meaning, pdfium gives the number of the shape for the character's.
            chars[index] = fonts[key].get(ord(char or "\0"), char)


def _font_data(font: Any) -> bytes:  # noqa: ANN401
    """Return the font that is in the file; b"" for one that is not."""
    size = ctypes.c_size_t(0)
    if not font or raw.FPDFFont_GetIsEmbedded(font) != 1:
        return b""
    if not raw.FPDFFont_GetFontData(font, None, 0, size) or size.value > font_codes.MAX_BYTES:
        return b""
    into = (ctypes.c_uint8 * size.value)()
    return bytes(into) if raw.FPDFFont_GetFontData(font, into, size.value, size) else b""


def _turned(handle: int, chars: Sequence[str]) -> int | None:
    """Return how far the page must be turned for most of its text to stand upright.

    A page is not always shown upright: somebody turned the file, or scanned it so.
    None where there is no text.
    """
    quarters: Counter[int] = Counter()
    for index in range(0, len(chars), max(len(chars) // _SAMPLED, 1)):
        if chars[index] > " ":
            angle = _angle(handle, index)
            if math.isfinite(angle):
                quarters[round(-angle / (math.tau / 4)) % 4] += 1
    return quarters.most_common(1)[0][0] * 90 if quarters else None


def _glyphs(handle: int, chars: Sequence[str], page: _Box, rotation: int) -> Iterator[Glyph]:
    seen = [index for index, char in enumerate(chars) if char and not char.isspace()]
    boxes = (raw.FS_RECTF * len(seen))()
    first, size = ctypes.addressof(boxes), ctypes.sizeof(raw.FS_RECTF)
    where = range(first, first + size * len(seen), size)
    known = list(map(_loose_box, repeat(handle), seen, where))
    straight = -math.radians(rotation)
    new = tuple.__new__  # what a named tuple does as well, a little slower
    left, _, _, top = page
    expected, is_straight, blank, end, line = 0, False, False, 0.0, 0.0
    for index, is_known, edges in zip(seen, known, struct.iter_unpack("4f", boxes), strict=True):
        if not is_known:
            continue
        blank = blank or index != expected
        expected = index + 1
        if rotation:
            x0, y0, x1, y1 = _upright(edges, page, rotation)
        else:
            x0, y1, x1, y0 = edges
            x0, y0, x1, y1 = x0 - left, top - y1, x1 - left, top - y0
        high = y1 - y0
        # Of the letters on one line, the first tells how they are turned.
        if not (is_straight and abs(y1 - line) < _SAME_LINE * high and abs(x0 - end) < high):
            turned = _angle(handle, index) - straight
            is_straight = math.isfinite(turned) and abs(math.remainder(turned, math.tau)) <= _TILT
        end, line = x1, y1
        if is_straight and math.isfinite(x0 + y0 + x1 + y1):
            yield new(Glyph, (chars[index], x0, y0, x1, y1, blank))
            blank = False


def _upright(edges: Sequence[float], page: _Box, rotation: int) -> _Box:
    """Return a box (left, top, right, bottom) as it is after one, two or three quarter turns."""
    left, bottom, right, top = page
    x0, y1, x1, y0 = edges
    if rotation == 90:  # noqa: PLR2004 - a quarter turn
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left
    if rotation == 180:  # noqa: PLR2004 - a half turn
        return right - x1, y0 - bottom, right - x0, y1 - bottom
    return top - y1, right - x1, top - y0, right - x0
