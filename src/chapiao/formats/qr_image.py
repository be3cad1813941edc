"""QR codes in pictures; nothing but QR is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_SMALL_SIDE = 400  # a code of one pixel a module has to be drawn larger
_LARGE_SIDE = 1_800
_LONGEST_SIDE = 65_535  # the library looks at no longer one
_MAX_CODES = 8


def qr_texts(image: Image, *, once: bool = False) -> tuple[str, ...]:
    """Return the texts of the QR codes in a grey picture, each once.

    `once` looks at the picture as it is and no further, for one that can be drawn again.
    """
    for attempt in _attempts(image):
        found = _decode(attempt)
        if found or once:
            return found
    return ()


def _decode(image: Image) -> tuple[str, ...]:
    import zxingcpp

    if max(image.size) > _LONGEST_SIDE:
        return ()
    codes = zxingcpp.read_barcodes(image, formats=zxingcpp.barcode_formats_from_str("QRCode"))
    return tuple(dict.fromkeys(code.text for code in codes[:_MAX_CODES] if code.valid))


def _attempts(image: Image) -> Iterator[Image]:
    """Give the picture as it is, and then larger or smaller where that has been seen to help."""
    from PIL import Image as Pictures

    yield image
    long, short = max(image.size), max(min(image.size), 1)
    if long < _SMALL_SIDE:
        times = 4 if long * 2 < _SMALL_SIDE else 2
        framed = Pictures.new("L", (image.width + 16, image.height + 16), 255)
        framed.paste(image, (8, 8))
        yield framed.resize((framed.width * times, framed.height * times), 0)
    elif long > _LARGE_SIDE and short > _SMALL_SIDE:
        share = _LARGE_SIDE / long
        yield image.resize((int(image.width * share), int(image.height * share)))
    else:
        yield image.resize((image.width * 2, image.height * 2))
