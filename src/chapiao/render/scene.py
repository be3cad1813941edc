"""What is at hand while a page is drawn: the document, its resources, and the sheet drawn on."""

from __future__ import annotations

import posixpath
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

    The last two fields remember what was unpacked, by path: None for what could not be.
    """

    ofd: Ofd
    body: Body
    document: Element | None
    resources: Resources
    folder: str
    pictures: dict[str, str | None] = field(default_factory=dict)
    fonts: dict[str, Outlines | None] = field(default_factory=dict)


class Sheet:
    """Gathers what one SVG defines once and uses often: pictures, glyphs, clips, gradients."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}  # SVG without id → id, name

    def define(self, name: str, attributes: Attributes, inner: str = "") -> str:
        """Keep a definition and return its id; the same one again gets the same id."""
        ident = f"d{len(self._known) + 1}"
        given = tag(name, attributes, inner)
        return self._known.setdefault(given, (ident, name))[0]

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
    nested: bool = False  # inside the picture of a seal


def open_book(ofd: Ofd, body: Body, budget: Budget) -> Book:
    """Open one document of the file for drawing."""
    folder = posixpath.dirname(body.path)
    document = read_xml(ofd, body.path, budget)
    shared = Resources({}) if document is None else of_document(ofd, document, folder, budget)
    return Book(ofd, body, document, shared, folder)


def template_order(book: Book, ident: str) -> str | None:
    """Return where the document itself wants a template drawn; None when it does not say."""
    common = None if book.document is None else safe_xml.at(book.document, "CommonData")
    if common is None:
        return None
    for one in safe_xml.children(common):
        if safe_xml.name(one) == "TemplatePage" and one.get("ID") == ident:
            return one.get("ZOrder")
    return None
