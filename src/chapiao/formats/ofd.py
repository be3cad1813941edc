"""OFD (GB/T 33190): the container, its documents, pages, attachments, tags and pictures.

An OFD is a ZIP of XML files that name one another. Real ones name files that are
not there, give paths with and without a leading slash, and put the pages where
they like; what is missing is left out. Only a file without any page is broken.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from chapiao.formats import safe_xml, safe_zip
from chapiao.formats.layout import Page
from chapiao.formats.ofd_files import Files, files_of, key
from chapiao.formats.ofd_files import join as join  # noqa: PLC0414 - given on
from chapiao.formats.ofd_text import A4 as A4  # noqa: PLC0414 - given on
from chapiao.formats.ofd_text import Placed, floats, page_of, page_size, text_objects, texts_of
from chapiao.formats.safe_xml import Element

MAX_PAGES: Final = 300
MAX_BODIES: Final = 50
MAX_ATTACHMENTS: Final = 50
MAX_IMAGES: Final = 12  # of one page


class BadOfd(Exception):
    """The bytes are no OFD that can be read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """Where a page lies, and the id by which tags point at it."""

    id: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Body:
    """One document of the file. `data` is what its author noted: 发票号码, 合计金额 …

    The lists that a document keeps in files of their own are read when they are asked for.
    """

    path: str
    data: Mapping[str, str]
    signatures: str  # where they are listed; "" when there are none
    pages: tuple[PageRef, ...]
    files: Files = field(compare=False, repr=False)
    document: Element = field(compare=False, repr=False)

    @property
    def folder(self) -> str:
        """Where the paths of the document start."""
        return posixpath.dirname(self.path)

    @cached_property
    def size(self) -> tuple[float, float]:
        """Width and height of a page that says nothing of its own, in millimetres."""
        area = safe_xml.at(self.document, "CommonData/PageArea")
        return A4 if area is None else page_size(area)

    @cached_property
    def signed(self) -> bool:
        """Whether any signature is listed."""
        listed = self.files.once(self.signatures) if self.signatures else None
        return listed is not None and any(True for _ in safe_xml.named(listed, "Signature"))

    @cached_property
    def templates(self) -> Mapping[str, str]:
        """Where the templates lie, by id."""
        return {ref.id: ref.path for ref in _refs(self.document, "TemplatePage", self.folder)}

    @cached_property
    def attachments(self) -> tuple[tuple[str, str], ...]:
        """The names of the attached files, and where they lie."""
        listed, base = self._listed("Attachments")
        return tuple(
            (element.get("Name", ""), join(base, place))
            for element in safe_xml.named(listed, "Attachment")
            if (place := safe_xml.text_at(element, "FileLoc"))
        )

    @cached_property
    def tags(self) -> tuple[str, ...]:
        """Where the tag files lie."""
        listed, base = self._listed("CustomTags")
        return tuple(
            join(base, place)
            for element in safe_xml.named(listed, "FileLoc")
            if (place := safe_xml.text(element))
        )

    @cached_property
    def media(self) -> Mapping[str, str]:
        """Where the pictures lie, by id."""
        found: dict[str, str] = {}
        for element in safe_xml.named(self.document, "DocumentRes", "PublicRes"):
            path = join(self.folder, element.text.strip()) if element.text else ""
            resources = self.files.once(path) if path else None
            if resources is None:
                continue
            base = join(posixpath.dirname(path), resources.get("BaseLoc", ""))
            for item in safe_xml.named(resources, "MultiMedia"):
                place = safe_xml.text_at(item, "MediaFile")
                if place:
                    found[item.get("ID", "")] = join(base, place)
        return found

    def _listed(self, name: str) -> tuple[Element | None, str]:
        """Return the list file that the document names, and the folder it stands in."""
        given = safe_xml.text_at(self.document, name)
        if not given:
            return None, self.folder
        path = join(self.folder, given)
        return self.files.once(path), posixpath.dirname(path)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it stands on a page: its bytes, and its box in millimetres."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ofd(Files):
    """An opened OFD."""

    bodies: tuple[Body, ...] = ()

    def attachments(self, body: Body) -> Iterator[tuple[str, bytes]]:
        """Yield the attached files with their names."""
        for name, path in body.attachments[:MAX_ATTACHMENTS]:
            data = self.file(path)
            if data is not None:
                yield name, data

    def tags(self, body: Body) -> Iterator[Element]:
        """Yield the tag files, mended where they are not well formed."""
        for path in body.tags:
            data = self.file(path)
            if data is None:
                continue
            try:
                yield safe_xml.parse(data, blanks=False)
            except safe_xml.BadXml:
                try:
                    yield safe_xml.parse_broken(data)
                except safe_xml.BadXml:
                    continue

    def layers(self, body: Body, ref: PageRef) -> tuple[Element, ...]:
        """Return the templates and then the content of a page, as XML."""
        content = self.xml(ref.path)
        return () if content is None else (*self._below(body, content), content)

    def _below(self, body: Body, content: Element) -> Iterator[Element]:
        for use in safe_xml.children(content, "Template"):
            path = body.templates.get(use.get("TemplateID", ""))
            template = None if path is None else self.xml(path)
            if template is not None:
                yield template

    def texts(self, body: Body, wanted: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the texts of these objects, each given by the ids of its page and its own.

        Only the pages asked for are read, and templates only for what no page holds.
        """
        found: dict[tuple[str, str], str] = {}
        for ref in body.pages:
            ids = {ident for page, ident in wanted if page == ref.id}
            content = self.xml(ref.path) if ids else None
            if content is None:
                continue
            here = texts_of(content, ids)
            if len(here) < len(ids):
                below: dict[str, str] = {}
                for layer in self._below(body, content):
                    below |= texts_of(layer, ids)
                here = below | here
            found |= {(ref.id, ident): text for ident, text in here.items()}
        return found

    def page(self, body: Body, ref: PageRef) -> tuple[Page, tuple[Placed, ...]]:
        """Return a page as glyphs, and its text objects by id."""
        layers = self.layers(body, ref)
        placed = tuple(one for layer in layers for one in text_objects(layer))
        return page_of(placed, page_size(layers[-1]) if layers else body.size), placed

    def pictures(self, body: Body, ref: PageRef) -> Iterator[Picture]:
        """Yield the pictures of a page, squarest first: a QR code is square."""
        found = []
        for layer in self.layers(body, ref):
            for element in safe_xml.named(layer, "ImageObject"):
                box = floats(element.get("Boundary", ""))
                path = body.media.get(element.get("ResourceID", ""))
                if path is not None and len(box) == 4 and min(box[2:]) > 0:  # noqa: PLR2004
                    found.append((path, box[2], box[3]))
        found.sort(key=lambda one: abs(one[1] - one[2]) / max(one[1], one[2]))
        for path, width, height in found[:MAX_IMAGES]:
            data = self.file(path)
            if data is not None:
                yield Picture(data, width, height)


def is_ofd(archive: safe_zip.Archive) -> bool:
    """Tell an OFD from any other ZIP: it has an OFD.xml at its root."""
    return "OFD.xml" in archive or any(
        key(name).rpartition("/")[2] == "ofd.xml" for name in archive.names
    )


def open_ofd(data: bytes | safe_zip.Archive) -> Ofd:
    """Return the container with its documents; the ZIP may be open already.

    Raises:
        BadOfd: no ZIP, no OFD.xml, or no page in it.
    """
    try:
        archive = safe_zip.open_zip(data) if isinstance(data, bytes) else data
    except safe_zip.BadZip as error:
        msg = "OFD文件已损坏或不完整，请重新下载"
        raise BadOfd(msg) from error
    files = files_of(archive)
    roots = sorted((n for n in files.names if n.rpartition("/")[2] == "ofd.xml"), key=len)
    root = files.once(roots[0]) if roots else None
    if root is None:
        msg = "OFD文件缺少OFD.xml或它已损坏，请重新下载"
        raise BadOfd(msg)
    base = posixpath.dirname(roots[0])
    entries = islice(safe_xml.named(root, "DocBody"), MAX_BODIES)
    bodies = tuple(body for entry in entries if (body := _body(files, entry, base)) is not None)
    if not bodies:
        msg = "OFD文件里没有页面，文件不完整，请重新下载"
        raise BadOfd(msg)
    pages = sum(len(body.pages) for body in bodies)
    if pages > MAX_PAGES:
        msg = f"OFD有{pages}页，超过{MAX_PAGES}页，请拆成几份"
        raise BadOfd(msg)
    return Ofd(archive, files.names, bodies=bodies)


def _body(files: Files, entry: Element, base: str) -> Body | None:
    texts = safe_xml.texts(entry, but={"DocInfo", "Versions"})
    path = join(base, texts.get("DocRoot", ""))
    document = files.once(path)
    if document is None:
        return None
    pages = tuple(_refs(document, "Page", posixpath.dirname(path)))
    if not pages:
        return None
    listed = texts.get("Signatures")
    return Body(
        path=path,
        data=_custom_data(entry),
        signatures=join(base, listed) if listed else "",
        pages=pages,
        files=files,
        document=document,
    )


def _refs(document: Element, name: str, folder: str) -> Iterator[PageRef]:
    for element in safe_xml.named(document, name):
        place = element.get("BaseLoc")
        if place:
            yield PageRef(element.get("ID", ""), join(folder, place))


def _custom_data(entry: Element) -> dict[str, str]:
    return {
        "".join(element.get("Name", "").split()): safe_xml.text(element)
        for element in safe_xml.named(entry, "CustomData")
    }
