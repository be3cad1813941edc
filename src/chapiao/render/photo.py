"""A picture file → a picture made anew: upright, not too large, with nothing in it but pixels."""

from __future__ import annotations

import io
from typing import Final

from chapiao.formats import pictures
from chapiao.render.limits import NotDrawn

LONGEST_SIDE: Final = 2000
_QUALITY: Final = 85
_TIFF: Final = (b"II*\0", b"MM\0*")


def photo_jpg(data: bytes, page: int = 1) -> bytes:
    """Return a picture, or one of the several of a TIFF, as JPEG; the first is 1.

    What a camera noted beside it, where it was taken for one, is left out.

    Raises:
        NotDrawn: broken, too large, no such picture.
    """
    count = 0
    try:
        for frame in pictures.frames(data):
            count += 1
            if count == page:
                frame.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                out = io.BytesIO()
                frame.save(out, "JPEG", quality=_QUALITY)
                return out.getvalue()
    except pictures.BadImage as error:
        raise NotDrawn(str(error)) from error
    msg = f"这份文件只有{count}页，没有第{page}页"
    raise NotDrawn(msg)


def photo_pages(data: bytes) -> int:
    """Return how many pictures a file holds: of a fax machine's TIFF one a page, else one.

    Raises:
        NotDrawn: broken, or too large.
    """
    if not data.startswith(_TIFF):
        return 1
    try:
        return sum(1 for _ in pictures.frames(data))
    except pictures.BadImage as error:
        raise NotDrawn(str(error)) from error
