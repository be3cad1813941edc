"""What is at hand while a page is drawn: the document, its resources, and the sheet drawn on."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from chapiao.formats import safe_xml
from chapiao.formats.ofd import Body, Ofd
from chapiao.formats.safe_xml import Element
from chapiao.render.limits import Budget
from chapiao.render.outline import Outlines
from chapiao.render.resources import Resources, of_document, read_xml
from chapiao.render.svg import Attributes, tag


@dataclass(frozen=True, slots=True)
class Book:
    """One document of the file, opened for drawing.

    The last fields remember what was unpacked, by path or bytes: None for what could not be.
    """

    ofd: Ofd
    body: Body
    document: Element | None
    resources: Resources
    folder: str
    template_orders: Mapping[str, str]  # where the document itself wants them drawn
    pictures: dict[str, str | None] = field(default_factory=dict)
    fonts: dict[str, Outlines | None] = field(default_factory=dict)
    seals: dict[bytes, Book | str | None] = field(default_factory=dict)


class Sheet:
    """Gathers what one SVG defines once and uses often: pictures, glyphs, clips, gradients."""

    def __init__(self) -> None:
        self._pictures: dict[str, str] = {}
        self._known: dict[str, tuple[str, str]] = {}  # SVG without id → id, name

    def define(self, name: str, attributes: Attributes, inner: str = "") -> str:
        """Keep a definition and return its id; the same one again gets the same id."""
        ident = f"d{len(self._known) + 1}"
        given = tag(name, attributes, inner)
        return self._known.setdefault(given, (ident, name))[0]

    def picture(self, address: str) -> str:
        """Keep a picture in a square of one by one and return its id."""
        ident = self._pictures.get(address)
        if ident is None:
            square = {"width": "1", "height": "1", "preserveAspectRatio": "none"}
            ident = self.define("image", {**square, "href": address})
            self._pictures[address] = ident
        return ident

    def definitions(self) -> str:
        """Return all definitions as SVG."""
        return "".join(
            f'<{name} id="{ident}"{given[len(name) + 1 :]}'
            for given, (ident, name) in self._known.items()
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """What a drawing function is given beside the object."""

    book: Book
    sheet: Sheet
    budget: Budget
    resources: Resources  # the book's, and the page's own
    depth: int = 0


def open_book(ofd: Ofd, body: Body, budget: Budget) -> Book:
    """Open one document of the file for drawing."""
    folder = posixpath.dirname(body.path)
    document = read_xml(ofd, body.path, budget)
    if document is None:
        return Book(ofd, body, None, Resources({}), folder, {})
    shared = of_document(ofd, document, folder, budget)
    return Book(ofd, body, document, shared, folder, _template_orders(document))


def _template_orders(document: Element) -> dict[str, str]:
    common = safe_xml.at(document, "CommonData")
    return {
        one.get("ID", ""): one.get("ZOrder", "")
        for one in (() if common is None else safe_xml.children(common))
        if safe_xml.name(one) == "TemplatePage"
    }
