"""QR codes in pictures; nothing but QR is looked for, and no picture is larger than the limit."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_PIXELS: Final = 80_000_000
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_SMALL_SIDE = 400  # a code of one pixel a module has to be drawn larger
_LARGE_SIDE = 1_800
_MAX_CODES = 8


class BadImage(Exception):
    """The bytes are no picture that can be read. The message can be shown to the user."""


def is_image(head: bytes) -> bool:
    """Tell from the first bytes whether this is a picture of a kind that is read here."""
    return head.startswith(_MAGIC) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def open_image(data: bytes) -> Image:
    """Return the first picture of a file, in grey.

    Raises:
        BadImage: broken, of another kind, or too large.
    """
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    if len(data) > MAX_BYTES:
        msg = f"图片超过{MAX_BYTES // 1024 // 1024}MB，不予读取"
        raise BadImage(msg)
    broken = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)
    try:
        with warnings.catch_warnings():
            # The pixels are counted below, before anything is unpacked; other
            # warnings are about notes in the file that nobody reads.
            warnings.simplefilter("ignore")
            image = Pictures.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise BadImage(_too_large(image.width, image.height))
            image.load()
            return _grey(image)
    except Pictures.DecompressionBombError as error:
        msg = f"图片超过{MAX_PIXELS // 1_000_000}百万像素，不予读取"
        raise BadImage(msg) from error
    except (UnidentifiedImageError, *broken, TypeError, OverflowError, MemoryError) as error:
        msg = "图片已损坏或不完整，打不开"
        raise BadImage(msg) from error


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


def _grey(image: Image) -> Image:
    """Grey on white: what is transparent is paper."""
    from PIL import Image as Pictures

    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        paper = Pictures.new("RGBA", seen.size, (255, 255, 255, 255))
        return Pictures.alpha_composite(paper, seen).convert("L")
    return image.convert("L")


def _too_large(width: int, height: int) -> str:
    return f"图片有{width}×{height}像素，超过{MAX_PIXELS // 1_000_000}百万，不予读取"
