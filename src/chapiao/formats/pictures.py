"""Pictures of every usual format, upright as the camera noted it, never larger than the limit."""

from __future__ import annotations

import importlib
import io
import struct
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFile import ImageFile

MAX_BYTES: Final = 50 * 1024 * 1024
MAX_MEMORY: Final = 490_000_000  # bytes to open a picture and look for codes in it
# Bytes a pixel takes at its dearest moment, as measured; of what is changed into colour, more.
_COST: Final = {"1": 6, "L": 5, "RGB": 7}
_COST_CHANGED, _COST_WEBP = 12, 20
_COST_HEIC = 10  # reckoned: its planes, the colours, and the picture made of them
MAX_SIDE: Final = 60_000  # a long picture of a telephone's screen has 20,000
MAX_FRAMES: Final = 50
FORMATS: Final = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
_MAGIC: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_HEIC: Final = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1", b"heim", b"heis")
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, struct.error)


class BadImage(Exception):
    """The bytes are no picture that can be read. The message can be shown to the user."""


def is_image(head: bytes) -> bool:
    """Tell from the first bytes whether this is a picture of a kind that is read here."""
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return head.startswith(_MAGIC) or webp or is_heic(head)


def is_heic(head: bytes) -> bool:
    """Tell a telephone's HEIC or HEIF."""
    return head[4:8] == b"ftyp" and head[8:12] in _HEIC


def frames(data: bytes) -> Iterator[Image]:
    """Yield the pictures of a file in colour: a TIFF of a fax machine has one a page.

    Raises:
        BadImage: broken, of another kind, too large, or HEIC without its library.
    """
    from PIL import Image as Pictures
    from PIL import UnidentifiedImageError

    if len(data) > MAX_BYTES:
        msg = f"图片超过{MAX_BYTES // 1024 // 1024}MB，不予读取"
        raise BadImage(msg)
    try:
        with warnings.catch_warnings():
            # The pixels are counted below, before anything is unpacked; other
            # warnings are about notes in the file that nobody reads.
            warnings.simplefilter("ignore")
            if is_heic(data[:16]):
                yield from _heic(data)
                return
            file = Pictures.open(io.BytesIO(data), formats=FORMATS)
            many = getattr(file, "n_frames", 1) if file.format == "TIFF" else 1
            for frame in range(min(many, MAX_FRAMES)):
                if frame:
                    file.seek(frame)
                _check_size(file.size, _cost(file, single=many == 1))
                yield _upright(file, single=many == 1)
    except Pictures.DecompressionBombError as error:
        msg = "图片的像素太多，不予读取，请缩小后再交"
        raise BadImage(msg) from error
    except (UnidentifiedImageError, *_BROKEN, TypeError, OverflowError, MemoryError) as error:
        msg = "图片已损坏或不完整，打不开"
        raise BadImage(msg) from error


def grey(image: Image) -> Image:
    """Grey on white: what is transparent is paper."""
    return on_paper(image).convert("L")


def on_paper(image: Image) -> Image:
    """Lay a picture with clear parts on white paper; another stays as it is."""
    from PIL import Image as Pictures

    if image.mode not in ("RGBA", "LA", "PA") and "transparency" not in image.info:
        return image
    seen = image if image.mode == "RGBA" else image.convert("RGBA")
    paper = Pictures.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen)
    return paper


def _upright(file: Image, *, single: bool) -> Image:
    """Unpack a picture and turn it as the camera noted that it was held.

    A single one that is right already is not copied: the largest takes 320 MB each time.
    """
    from PIL import ImageOps

    file.load()
    if single:
        ImageOps.exif_transpose(file, in_place=True)
    turned = file if single else ImageOps.exif_transpose(file)
    seen = on_paper(turned)
    if seen.mode == "1":
        return seen.convert("L")
    return seen if seen.mode in ("L", "RGB") else seen.convert("RGB")


def _heic(data: bytes) -> Iterator[Image]:
    try:
        pi_heif = importlib.import_module("pi_heif")  # it comes with the extra `heic`
    except ImportError as error:
        msg = "这是HEIC照片，打不开，请在手机上转成JPG再交"
        raise BadImage(msg) from error
    file = pi_heif.open_heif(io.BytesIO(data), convert_hdr_to_8bit=True)
    _check_size(file.size, _COST_HEIC)
    picture: Image = file.to_pillow()
    # Turned by the library as the file says.
    yield picture if picture.mode == "RGB" else picture.convert("RGB")


def _cost(file: ImageFile, *, single: bool) -> int:
    if file.format == "WEBP":  # unpacked whole, then copied
        return _COST_WEBP
    return _COST.get(file.mode, _COST_CHANGED) if single else _COST_CHANGED


def _check_size(size: tuple[int, int], cost: int) -> None:
    width, height = size
    if width * height * cost > MAX_MEMORY:
        most = MAX_MEMORY // cost // 1_000_000
        msg = f"图片有{width}×{height}像素，超过{most}百万，不予读取"
        raise BadImage(msg)
    if max(width, height) > MAX_SIDE:
        msg = f"图片有{width}×{height}像素，长边超过{MAX_SIDE}，不予读取，请裁成几张再交"
        raise BadImage(msg)
