"""One page: its templates and layers in order, its annotations, its seals → SVG."""

from __future__ import annotations

import posixpath
from typing import Final

from chapiao.formats import ofd as ofd_format
from chapiao.formats import safe_xml
from chapiao.formats.ofd import A4, PageRef
from chapiao.formats.safe_xml import Element
from chapiao.render import annotation, block, clip, image, picture
from chapiao.render.geometry import Box, Matrix, box, joined, moved, number, turned
from chapiao.render.limits import Budget, NotDrawn
from chapiao.render.resources import read_xml, with_page
from chapiao.render.scene import Book, Scene, Sheet, open_book
from chapiao.render.seal_picture import Emblem
from chapiao.render.stamp import Stamp
from chapiao.render.style import Style, of_object
from chapiao.render.svg import XMLNS, group, tag

UNREAD: Final = "本页内容读不出来，文件可能已损坏"
LONGEST_SIDE: Final = 5_000.0  # millimetres; a page is never that large
_ORDER: Final = {"Background": 0, "Body": 1, "Foreground": 2}
_MAX_TEMPLATES: Final = 32
_MAX_LAYERS: Final = 1_000
_MULTIPLY: Final = "mix-blend-mode:multiply"  # a stamp lets what is under it be seen
_PER_SEAL: Final = 100_000  # opening a container costs as much as it may
_ZIP: Final = b"PK\x03\x04"


def page_svg(book: Book, ref: PageRef, stamps: tuple[Stamp, ...], budget: Budget) -> bytes:
    """Return one page as an SVG of its own, in millimetres.

    Raises:
        NotDrawn: too much, too deep, too large.
    """
    sheet = Sheet()
    inner, (width, height) = _content(book, ref, sheet, budget)
    scene = Scene(book, sheet, budget, book.resources)
    inner += "".join(_stamp(one, scene) for one in stamps if one.page == ref.id)
    size = {"width": number(width), "height": number(height)}
    defined = sheet.definitions()
    whole = tag(
        "svg",
        {
            "xmlns": XMLNS,
            "width": f"{number(width)}mm",
            "height": f"{number(height)}mm",
            "viewBox": f"0 0 {number(width)} {number(height)}",
            "text-rendering": "geometricPrecision",
        },
        (tag("defs", {}, defined) if defined else "")
        + tag("rect", {**size, "fill": "#fff"})
        + inner,
    ).encode()
    budget.spend_written(len(whole))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + whole


def _content(
    book: Book, ref: PageRef, sheet: Sheet, budget: Budget
) -> tuple[str, tuple[float, float]]:
    """Return what stands on a page, and its width and height."""
    page = read_xml(book.ofd, ref.path, budget)
    if page is None:
        return image.missing(Box(0, 0, *book.body.size), UNREAD), book.body.size
    folder = posixpath.dirname(ref.path)
    resources = with_page(book.resources, book.ofd, page, folder, budget)
    scene = Scene(book, sheet, budget, resources)
    out = [
        block.draw(layer, of_object(Style(), layer, resources), scene)
        for layer in _layers(book, page, budget)
    ]
    out.extend(_appearance(one, scene) for one in annotation.appearances(book, ref.id, budget))
    return "".join(out), _size(book, page)


def _layers(book: Book, page: Element, budget: Budget) -> list[Element]:
    """Return the layers from the lowest to the highest; of equals the template's is lower."""
    found: list[tuple[int, Element]] = []
    uses = [one for one in safe_xml.children(page) if safe_xml.name(one) == "Template"]
    for use in uses[:_MAX_TEMPLATES]:
        ident = use.get("TemplateID", "")
        path = book.body.templates.get(ident)
        template = None if path is None else read_xml(book.ofd, path, budget)
        if template is not None:
            order = use.get("ZOrder") or book.template_orders.get(ident)
            rank = _ORDER.get(order or "", 0)
            found.extend((rank, layer) for layer in _own_layers(template))
    found.extend((_ORDER.get(layer.get("Type", "Body"), 1), layer) for layer in _own_layers(page))
    return [layer for _, layer in sorted(found, key=lambda one: one[0])][:_MAX_LAYERS]


def _own_layers(page: Element) -> list[Element]:
    content = safe_xml.at(page, "Content")
    layers = () if content is None else safe_xml.children(content)
    return [one for one in layers if safe_xml.name(one) == "Layer"]


def _appearance(element: Element, scene: Scene) -> str:
    place = box(element.get("Boundary"))
    drawn = block.draw(element, Style(), scene)
    return group(drawn, {"transform": "" if place is None else moved(place.x, place.y)})


def _size(book: Book, page: Element) -> tuple[float, float]:
    """Return the page's own size, or that of all pages."""
    own = safe_xml.text_at(page, "Area/PhysicalBox")
    found = box(own)
    wide, high = found[2:] if found and min(found[2:]) > 0 else book.body.size
    if max(wide, high) > LONGEST_SIDE:
        msg = f"页面有{wide:.0f}×{high:.0f}毫米，大得不合理，画不出来"
        raise NotDrawn(msg)
    return (wide, high) if min(wide, high) > 0 else A4


def _stamp(stamp: Stamp, scene: Scene) -> str:
    """Return a seal in its place; where it cannot be shown, a frame that says so."""
    place = stamp.place
    drawn = None if stamp.emblem is None else _emblem(stamp.emblem, place, scene)
    if drawn is None:
        return image.missing(place)
    if stamp.clip is not None:
        left, top, wide, high = stamp.clip
        drawn = clip.to_box(drawn, Box(place.x + left, place.y + top, wide, high), scene)
    return tag("g", {"style": _MULTIPLY}, drawn)


def _emblem(looks: Emblem, place: Box, scene: Scene) -> str | None:
    """Return the look of a seal in its box; None when it cannot be shown."""
    known = scene.book.seals
    if looks.data not in known:
        known[looks.data] = _opened(looks.data, scene)
    shown = known[looks.data]
    corner = moved(place.x, place.y)
    if shown is None:
        return None
    if isinstance(shown, str):
        square = Matrix(place.width, 0, 0, place.height, 0, 0)
        return image.shown(shown, joined(corner, turned(square)), scene)
    inner, (wide, high) = _content(shown, shown.body.pages[0], scene.sheet, scene.budget)
    scale = Matrix(place.width / wide, 0, 0, place.height / high, 0, 0)
    inside = clip.to_box(inner, Box(0, 0, wide, high), scene)
    return group(inside, {"transform": joined(corner, turned(scale))})


def _opened(data: bytes, scene: Scene) -> Book | str | None:
    """Return the picture of a seal: a data address, or an OFD whose own seals do not count."""
    try:
        if not data.startswith(_ZIP):
            return picture.address(data, scene.budget)
        scene.budget.spend(_PER_SEAL)
        opened = ofd_format.open_ofd(data)
        return open_book(opened, opened.bodies[0], scene.budget)
    except (picture.BadPicture, ofd_format.BadOfd):
        return None
