"""JBIG2 pictures, in which many OFDs keep their QR code.

No picture library reads them, but pdfium does inside a PDF; so the picture is
put on a page of a PDF of its own and that page is drawn.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from chapiao.formats import pdf

if TYPE_CHECKING:
    from PIL.Image import Image

MAGIC: Final = b"\x97JB2\r\n\x1a\n"
MAX_BYTES: Final = 4 * 1024 * 1024
MAX_SIDE: Final = 8_000
_SEQUENTIAL, _PAGES_UNKNOWN = 0x1, 0x2
_PAGE_INFORMATION, _LONG_PAGE_NUMBER = 48, 0x40
_SHORT_REFERENCES = 4


class BadJbig2(Exception):
    """The bytes are no such picture, or of a shape that is not read. The message can be shown."""


def open_jbig2(data: bytes) -> Image:
    """Return the picture in grey.

    Raises:
        BadJbig2: broken, too large, or not sequential.
    """
    segments = _segments(data)
    width, height = _size(segments)
    try:
        with pdf.opened(_pdf(segments, width, height)) as document:
            return document.picture(0, dpi=72)
    except pdf.BadPdf as error:
        raise BadJbig2(_BROKEN) from error


_BROKEN: Final = "JBIG2图片已损坏或不完整"


def _segments(data: bytes) -> bytes:
    """Return the file without its own header, as a PDF wants it."""
    if len(data) > MAX_BYTES or len(data) < 13 or not data.startswith(MAGIC):  # noqa: PLR2004
        raise BadJbig2(_BROKEN)
    flags = data[8]
    if not flags & _SEQUENTIAL:
        raise BadJbig2(_BROKEN)
    return data[9:] if flags & _PAGES_UNKNOWN else data[13:]


def _size(segments: bytes) -> tuple[int, int]:
    """Width and height, from the first page information segment."""
    place = 0
    try:
        for _ in range(64):
            flags, referred = segments[place + 4], segments[place + 5] >> 5
            if referred > _SHORT_REFERENCES:
                break
            at = place + 6 + referred + (4 if flags & _LONG_PAGE_NUMBER else 1)
            (length,) = struct.unpack_from(">I", segments, at)
            if flags & 0x3F == _PAGE_INFORMATION:
                width, height = struct.unpack_from(">II", segments, at + 4)
                if 0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE:
                    return width, height
                break
            place = at + 4 + length
    except (IndexError, struct.error):
        pass
    raise BadJbig2(_BROKEN)


def _pdf(segments: bytes, width: int, height: int) -> bytes:
    draw = b"%d 0 0 %d 0 0 cm /I Do" % (width, height)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>" % (width, height),
        b"<</Length %d>>stream\n%s\nendstream" % (len(draw), draw),
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 1"
        b"/ColorSpace/DeviceGray/Filter/JBIG2Decode/Length %d>>stream\n%s\nendstream"
        % (width, height, len(segments), segments),
    )
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)
