"""Pictures out of a document → data addresses a browser can show.

PNG and JPEG go through as they are, once their size is known; everything else is
unpacked here and written anew as PNG. Nothing but pictures is ever let through.
"""

from __future__ import annotations

import base64
import io
import struct
import warnings
from typing import TYPE_CHECKING, Final

from chapiao.formats.jbig2 import MAGIC as JBIG2
from chapiao.formats.jbig2 import BadJbig2, open_jbig2
from chapiao.formats.ofd import Ofd
from chapiao.render.limits import Budget

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES: Final = 24 * 1024 * 1024
MAX_PIXELS: Final = 40_000_000
MAX_UNPACKED: Final = 16_000_000  # pixels that have to be written anew
FORMATS: Final = ("PNG", "JPEG", "BMP", "GIF", "TIFF", "WEBP")
_AS_THEY_ARE: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_MODES: Final = ("1", "L", "LA", "RGB", "RGBA", "P")
_PIXELS_A_UNIT: Final = 60  # a microsecond's worth, where pixels have to be touched


class BadPicture(Exception):
    """The bytes are no picture that can be shown. The message can be shown to the user."""


def address(data: bytes, budget: Budget) -> str:
    """Return a picture as a data address.

    Raises:
        BadPicture: broken, of another kind, or too large.
        NotDrawn: with the others it is too much.
    """
    budget.spend(100 + len(data) // 1000)
    if data.startswith(JBIG2):
        kind, shown = "image/png", _unpacked(_jbig2(data), budget)
    else:
        kind, shown = _shown(data, budget)
    coded = base64.b64encode(shown).decode()
    return f"data:{kind};base64,{coded}"


def file_address(path: str, ofd: Ofd, budget: Budget) -> str | None:
    """Return a picture of the container as a data address; None when it cannot be shown."""
    data = ofd.file(path)
    if data is None:
        return None
    budget.spend_read(len(data))
    try:
        return address(data, budget)
    except BadPicture:
        return None


def _shown(data: bytes, budget: Budget) -> tuple[str, bytes]:
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    if len(data) > MAX_BYTES:
        msg = f"图片超过{MAX_BYTES // 1024 // 1024}MB，不予显示"
        raise BadPicture(msg)
    broken = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)
    try:
        with warnings.catch_warnings():
            # The pixels are counted below; other warnings are about notes nobody reads.
            warnings.simplefilter("ignore")
            image = Pictures.open(io.BytesIO(data), formats=FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise BadPicture(_too_many(MAX_PIXELS))
            kind = _AS_THEY_ARE.get(image.format or "")
            if kind is not None:
                return kind, data
            if image.width * image.height > MAX_UNPACKED:
                raise BadPicture(_too_many(MAX_UNPACKED))
            budget.spend(image.width * image.height // _PIXELS_A_UNIT)
            image.load()
            return "image/png", _unpacked(image, budget)
    except Pictures.DecompressionBombError as error:
        raise BadPicture(_too_many(MAX_PIXELS)) from error
    except (UnidentifiedImageError, *broken, TypeError, OverflowError, MemoryError) as error:
        msg = "图片已损坏或不完整，打不开"
        raise BadPicture(msg) from error


def _jbig2(data: bytes) -> Image:
    try:
        return open_jbig2(data).convert("1")
    except BadJbig2 as error:
        raise BadPicture(str(error)) from error


def _unpacked(image: Image, budget: Budget) -> bytes:
    """Return a picture as PNG."""
    budget.spend(image.width * image.height // _PIXELS_A_UNIT)
    out = io.BytesIO()
    shown = image if image.mode in _MODES else image.convert("RGBA" if "A" in image.mode else "RGB")
    shown.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _too_many(pixels: int) -> str:
    return f"图片超过{pixels // 1_000_000}百万像素，不予显示"
