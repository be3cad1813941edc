"""A page of an OFD as the picture that its image objects make: what a scanner put into it.

Text and lines are left out; they are read as what they are. An image fills a square of
one by one, which its CTM turns and stretches and its Boundary moves on the page.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from chapiao.formats import jbig2, pictures, safe_xml
from chapiao.formats.ofd_text import floats, page_size

if TYPE_CHECKING:
    from PIL.Image import Image

    from chapiao.formats.ofd import Body, Ofd, PageRef
    from chapiao.formats.safe_xml import Element

_LONG_SIDE: Final = 2_000  # pixels
_MOST_PER_MM: Final = 12.0  # of what is smaller than a sheet
_MOST: Final = 60  # image objects: a scanner cuts a page into strips


class _Place(NamedTuple):
    """Where an image stands in the picture: what takes its square there, and its box."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float
    box: tuple[int, int, int, int]


def page_picture(document: Ofd, body: Body, ref: PageRef) -> Image | None:
    """Return the images of a page on white paper, as they lie on one another; None without any."""
    from PIL import Image as Pictures

    layers = document.layers(body, ref)
    if not layers:
        return None
    wide, high = page_size(layers[-1])
    scale = min(_LONG_SIDE / max(wide, high), _MOST_PER_MM)
    size = max(round(wide * scale), 1), max(round(high * scale), 1)
    paper = Pictures.new("RGB", size, "white")
    objects = [one for layer in layers for one in safe_xml.named(layer, "ImageObject")]
    drawn = False
    for element in objects[:_MOST]:
        place = _place(element, scale, size)
        image = None if place is None else _image(document, body, element)
        if place is not None and image is not None:
            _lay(paper, image, place)
            drawn = True
    return paper if drawn else None


def _image(document: Ofd, body: Body, element: Element) -> Image | None:
    path = body.media.get(element.get("ResourceID", ""))
    data = None if path is None else document.file(path)
    if data is None:
        return None
    try:
        if data.startswith(jbig2.MAGIC):
            return jbig2.open_jbig2(data)
        return next(pictures.frames(data))
    except (pictures.BadImage, jbig2.BadJbig2):
        return None


def _place(element: Element, scale: float, size: tuple[int, int]) -> _Place | None:
    box = floats(element.get("Boundary", ""))
    if len(box) != 4 or min(box[2:]) <= 0 or element.get("Visible") == "false":  # noqa: PLR2004
        return None
    given = floats(element.get("CTM") or "")
    a, b, c, d, e, f = given if len(given) == 6 else (box[2], 0.0, 0.0, box[3], 0.0, 0.0)  # noqa: PLR2004
    if abs(a * d - b * c) < 1e-6:  # noqa: PLR2004 - pressed flat
        return None
    left, top = (e + box[0]) * scale, (f + box[1]) * scale
    a, b, c, d = a * scale, b * scale, c * scale, d * scale
    across, down = (0.0, a, c, a + c), (0.0, b, d, b + d)
    # What sticks out of the boundary or the page is cut off.
    seen = (
        max(math.floor(left + min(across)), math.floor(box[0] * scale), 0),
        max(math.floor(top + min(down)), math.floor(box[1] * scale), 0),
        min(math.ceil(left + max(across)), math.ceil((box[0] + box[2]) * scale), size[0]),
        min(math.ceil(top + max(down)), math.ceil((box[1] + box[3]) * scale), size[1]),
    )
    if seen[0] >= seen[2] or seen[1] >= seen[3]:
        return None
    return _Place(a, b, c, d, left, top, seen)


def _lay(paper: Image, image: Image, place: _Place) -> None:
    """Lay an image on the paper: made small first, then turned."""
    from PIL import Image as Pictures

    a, b, c, d, e, f, (x0, y0, x1, y1) = place
    long = max(math.hypot(a, b), math.hypot(c, d), 1.0)
    seen = image.convert("RGB")
    seen.thumbnail((math.ceil(long), math.ceil(long)))
    wide, high = seen.width / (a * d - b * c), seen.height / (a * d - b * c)
    # From a pixel of the paper back to one of the image.
    back = (
        *(d * wide, -c * wide, (c * (f - y0) - d * (e - x0)) * wide),
        *(-b * high, a * high, (b * (e - x0) - a * (f - y0)) * high),
    )
    size = x1 - x0, y1 - y0
    smooth = Pictures.Resampling.BILINEAR
    mask = Pictures.new("L", seen.size, 255).transform(size, Pictures.Transform.AFFINE, back)
    part = seen.transform(size, Pictures.Transform.AFFINE, back, smooth)
    paper.paste(part, (x0, y0), mask)
