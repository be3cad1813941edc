"""Photographs of a page as people take them: turned, askew, seen from the side, dim, blurred."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageFilter

from chapiao.formats import pdf as pdf_format

DESK = (146, 124, 98)


@dataclass(frozen=True, kw_only=True)
class Photo:
    """How a page is photographed. Angles in degrees, counter-clockwise."""

    dpi: int = 150
    turned: float = 0.0
    from_side: float = 0.0  # of the page's width: how much narrower its upper edge looks
    blur: float = 0.0  # pixels
    shade: float = 0.0  # how much darker one corner is, 0 to 1
    desk: bool = False  # shows around the page
    exif: int = 1  # the orientation that the camera noted
    quality: int = 85
    form: str = "JPEG"


def page_picture(data: bytes, dpi: int = 150, place: int = 0) -> Image.Image:
    """Return a page of a PDF as a picture."""
    with pdf_format.opened(data) as document:
        return document.picture(place, dpi, colour=True)


def photo(data: bytes, how: Photo) -> bytes:
    """Return a photograph of the first page of a PDF."""
    picture = page_picture(data, how.dpi)
    around = DESK if how.desk else (255, 255, 255)
    if how.desk:
        picture = _on_a_desk(picture)
    if how.from_side:
        picture = _from_the_side(picture, how.from_side, around)
    if how.turned:
        picture = picture.rotate(
            how.turned, expand=True, fillcolor=around, resample=Image.Resampling.BICUBIC
        )
    if how.shade:
        picture = _shaded(picture, how.shade)
    if how.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(how.blur))
    out = io.BytesIO()
    noted = Image.Exif()
    noted[0x0112] = how.exif
    picture = picture.transpose(_HELD[how.exif]) if how.exif in _HELD else picture
    picture.save(out, how.form, quality=how.quality, exif=noted)
    return out.getvalue()


# How the sensor saw it, when a viewer is told to turn it back.
_HELD = {
    3: Image.Transpose.ROTATE_180,
    6: Image.Transpose.ROTATE_90,
    8: Image.Transpose.ROTATE_270,
}


def _on_a_desk(picture: Image.Image) -> Image.Image:
    edge = picture.width // 12
    desk = Image.new("RGB", (picture.width + 2 * edge, picture.height + 2 * edge), DESK)
    desk.paste(picture, (edge, edge))
    return desk


def _from_the_side(picture: Image.Image, share: float, around: tuple[int, int, int]) -> Image.Image:
    """Return the picture with its upper edge further away: narrower, and a little lower."""
    wide, high = picture.size
    cut = share * wide / 2
    target = [(cut, cut / 2), (wide - cut, 0), (wide, high), (0, high)]
    source = [(0, 0), (wide, 0), (wide, high), (0, high)]
    return picture.transform(
        picture.size,
        Image.Transform.PERSPECTIVE,
        _perspective(target, source),
        Image.Resampling.BICUBIC,
        fillcolor=around,
    )


def _perspective(
    target: list[tuple[float, float]], source: list[tuple[float, float]]
) -> list[float]:
    """Solve the eight numbers that take the corners of the target to those of the source."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(target, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for row in range(8):
            if row != at:
                times = rows[row][at]
                rows[row] = [a - times * b for a, b in zip(rows[row], rows[at], strict=True)]
    return [row[8] for row in rows]


def _shaded(picture: Image.Image, share: float) -> Image.Image:
    light = Image.linear_gradient("L").rotate(45).resize(picture.size)
    dark = light.point([round(255 * (1 - share * (255 - at) / 255)) for at in range(256)])
    black = Image.new("RGB", picture.size)
    return Image.composite(picture, black, dark)
