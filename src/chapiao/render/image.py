"""ImageObject → SVG: the picture in a square of one by one, turned and stretched by the CTM."""

from __future__ import annotations

from typing import Final

from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import Box, Matrix, matrix, number
from chapiao.render.picture import file_address
from chapiao.render.scene import Scene
from chapiao.render.svg import tag

MISSING: Final = "图片无法显示"
SQUARE: Final = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
_LARGEST: Final = 3.0  # millimetres a letter of what is said is high at most
_SMALLEST: Final = 0.2


def address_of(element: Element, scene: Scene) -> str | None:
    """Return the picture of an image object as a data address; None when it cannot be shown."""
    path = scene.resources.path("MultiMedia", element.get("ResourceID"), "MediaFile")
    if path is None:
        return None
    known = scene.book.pictures
    if path not in known:
        known[path] = file_address(path, scene.book.ofd, scene.budget)
    return known[path]


def is_wanting(element: Element, scene: Scene) -> bool:
    """Whether there should be a picture: a resource that names no file is an empty place."""
    ident = element.get("ResourceID")
    known = scene.resources.get("MultiMedia", ident) is not None
    return not known or scene.resources.path("MultiMedia", ident, "MediaFile") is not None


def shape(element: Element, place: Box) -> Matrix:
    """Return what the CTM makes of the square; without one the picture fills its box."""
    return matrix(element.get("CTM")) or Matrix(place.width, 0, 0, place.height, 0, 0)


def shown(address: str, transform: str, scene: Scene) -> str:
    """Return a picture in what a transform makes of the square."""
    ident = scene.sheet.picture(address)
    return tag("use", {"href": f"#{ident}", "transform": transform})


def missing(place: Box, says: str = MISSING) -> str:
    """Return a frame that says what is wanting; nothing where it would be too small to see."""
    size = min(_LARGEST, place.width / (len(says) + 1), place.height / 2)
    if size <= _SMALLEST:
        return ""
    frame = {
        "x": number(place.x),
        "y": number(place.y),
        "width": number(place.width),
        "height": number(place.height),
        "fill": "none",
        "stroke": "#999",
        "stroke-width": "0.2",
        "stroke-dasharray": "1 1",
    }
    said = {
        "x": number(place.x + place.width / 2),
        "y": number(place.y + place.height / 2 + size / 3),
        "font-size": number(size),
        "font-family": "sans-serif",
        "text-anchor": "middle",
        "fill": "#777",
    }
    return tag("rect", frame) + tag("text", said, says)
