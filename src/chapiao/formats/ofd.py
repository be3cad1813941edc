"""OFD (GB/T 33190): the container, its documents, pages, attachments, tags and pictures.

An OFD is a ZIP of XML files that name one another. Real ones name files that are
not there, give paths with and without a leading slash, and put the pages where
they like; what is missing is left out. Only a file without any page is broken.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from chapiao.formats import safe_xml, safe_zip
from chapiao.formats.layout import Page
from chapiao.formats.ofd_text import A4 as A4  # noqa: PLC0414 - given on
from chapiao.formats.ofd_text import Placed, floats, page_of, page_size, text_objects
from chapiao.formats.safe_xml import Element

MAX_PAGES: Final = 300
MAX_BODIES: Final = 50
MAX_ATTACHMENTS: Final = 50
MAX_IMAGES: Final = 12  # of one page
_MOST_TREES = 32  # kept in memory at a time


class BadOfd(Exception):
    """The bytes are no OFD that can be read. The message can be shown to the user."""


@dataclass(frozen=True, slots=True)
class PageRef:
    """Where a page lies, and the id by which tags point at it."""

    id: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One document of the file. `data` is what its author noted: 发票号码, 合计金额 …"""

    path: str
    data: Mapping[str, str]
    signatures: str  # where they are listed; "" when there are none
    signed: bool
    pages: tuple[PageRef, ...]
    templates: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    media: Mapping[str, str] = field(default_factory=dict)
    size: tuple[float, float] = A4


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it stands on a page: its bytes, and its box in millimetres."""

    data: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Ofd:
    """An opened OFD."""

    archive: safe_zip.Archive
    names: Mapping[str, str]
    bodies: tuple[Body, ...] = ()
    _trees: dict[str, Element | None] = field(default_factory=dict, compare=False, repr=False)

    def file(self, path: str) -> bytes | None:
        """Return a file of the container; None when it is not there or not readable."""
        name = self.names.get(_key(path))
        if name is None:
            return None
        try:
            return self.archive.read(name)
        except safe_zip.BadZip:
            return None

    def xml(self, path: str) -> Element | None:
        """Return an XML file of the container, parsed once; None when it is not one."""
        if path not in self._trees:
            if len(self._trees) >= _MOST_TREES:
                self._trees.clear()
            self._trees[path] = self._parsed(path)
        return self._trees[path]

    def _parsed(self, path: str) -> Element | None:
        data = self.file(path)
        if data is None:
            return None
        try:
            return safe_xml.parse(data)
        except safe_xml.BadXml:
            return None

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
                yield safe_xml.parse(data)
            except safe_xml.BadXml:
                try:
                    yield safe_xml.parse_broken(data)
                except safe_xml.BadXml:
                    continue

    def layers(self, body: Body, ref: PageRef) -> tuple[Element, ...]:
        """Return the templates and then the content of a page, as XML."""
        content = self.xml(ref.path)
        if content is None:
            return ()
        below = []
        for use in safe_xml.children(content):
            if safe_xml.name(use) == "Template":
                path = body.templates.get(use.get("TemplateID", ""))
                template = None if path is None else self.xml(path)
                if template is not None:
                    below.append(template)
        return (*below, content)

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
    return any(_key(name).rpartition("/")[2] == "ofd.xml" for name in archive.names)


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
    ofd = Ofd(archive, {_key(name): name for name in archive.names})
    roots = sorted((n for n in ofd.names if n.rpartition("/")[2] == "ofd.xml"), key=len)
    root = ofd.xml(roots[0]) if roots else None
    if root is None:
        msg = "OFD文件缺少OFD.xml或它已损坏，请重新下载"
        raise BadOfd(msg)
    base = posixpath.dirname(roots[0])
    entries = [e for e in safe_xml.descendants(root) if safe_xml.name(e) == "DocBody"]
    bodies = tuple(
        body for entry in entries[:MAX_BODIES] if (body := _body(ofd, entry, base)) is not None
    )
    if not bodies:
        msg = "OFD文件里没有页面，文件不完整，请重新下载"
        raise BadOfd(msg)
    pages = sum(len(body.pages) for body in bodies)
    if pages > MAX_PAGES:
        msg = f"OFD有{pages}页，超过{MAX_PAGES}页，请拆成几份"
        raise BadOfd(msg)
    return replace(ofd, bodies=bodies)


def _body(ofd: Ofd, entry: Element, base: str) -> Body | None:
    path = join(base, safe_xml.text_at(entry, "DocRoot") or "")
    document = ofd.xml(path)
    if document is None:
        return None
    folder = posixpath.dirname(path)
    pages = tuple(_refs(document, "Page", folder))
    if not pages:
        return None
    area = safe_xml.at(document, "CommonData/PageArea")
    listed = safe_xml.text_at(entry, "Signatures")
    signatures = join(base, listed) if listed else ""
    return Body(
        path=path,
        data=_custom_data(entry),
        signatures=signatures,
        signed=_is_signed(ofd, signatures),
        pages=pages,
        templates={ref.id: ref.path for ref in _refs(document, "TemplatePage", folder)},
        attachments=_attachments(ofd, document, folder),
        tags=_tags(ofd, document, folder),
        media=_media(ofd, document, folder),
        size=A4 if area is None else page_size(area),
    )


def _refs(document: Element, name: str, folder: str) -> Iterator[PageRef]:
    for element in safe_xml.descendants(document):
        if safe_xml.name(element) == name and element.get("BaseLoc"):
            yield PageRef(element.get("ID", ""), join(folder, element.get("BaseLoc", "")))


def _custom_data(entry: Element) -> dict[str, str]:
    return {
        "".join(element.get("Name", "").split()): safe_xml.text(element)
        for element in safe_xml.descendants(entry)
        if safe_xml.name(element) == "CustomData"
    }


def _is_signed(ofd: Ofd, path: str) -> bool:
    listed = ofd.xml(path) if path else None
    return listed is not None and any(
        safe_xml.name(element) == "Signature" for element in safe_xml.descendants(listed)
    )


def _listed(ofd: Ofd, document: Element, folder: str, name: str) -> tuple[Element | None, str]:
    """Return the list file that the document names, and the folder it stands in."""
    given = safe_xml.text_at(document, name)
    if not given:
        return None, folder
    path = join(folder, given)
    return ofd.xml(path), posixpath.dirname(path)


def _attachments(ofd: Ofd, document: Element, folder: str) -> tuple[tuple[str, str], ...]:
    listed, base = _listed(ofd, document, folder, "Attachments")
    if listed is None:
        return ()
    return tuple(
        (element.get("Name", ""), join(base, place))
        for element in safe_xml.descendants(listed)
        if safe_xml.name(element) == "Attachment"
        and (place := safe_xml.text_at(element, "FileLoc"))
    )


def _tags(ofd: Ofd, document: Element, folder: str) -> tuple[str, ...]:
    listed, base = _listed(ofd, document, folder, "CustomTags")
    if listed is None:
        return ()
    return tuple(
        join(base, safe_xml.text(element))
        for element in safe_xml.descendants(listed)
        if safe_xml.name(element) == "FileLoc" and safe_xml.text(element)
    )


def _media(ofd: Ofd, document: Element, folder: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in safe_xml.descendants(document):
        if safe_xml.name(element) not in ("DocumentRes", "PublicRes") or not element.text:
            continue
        path = join(folder, element.text.strip())
        resources = ofd.xml(path)
        if resources is None:
            continue
        base = join(posixpath.dirname(path), resources.get("BaseLoc", ""))
        for item in safe_xml.descendants(resources):
            place = safe_xml.text_at(item, "MediaFile")
            if safe_xml.name(item) == "MultiMedia" and place:
                found[item.get("ID", "")] = join(base, place)
    return found


def join(folder: str, path: str) -> str:
    """Read a path as the standard means it: from the root with a slash, else from the folder."""
    return posixpath.normpath(posixpath.join("/", folder, path.strip().replace("\\", "/")))


def _key(path: str) -> str:
    return posixpath.normpath("/" + path.replace("\\", "/")).lstrip("/").lower()
