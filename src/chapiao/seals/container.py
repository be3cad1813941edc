"""An OFD as a seal sees it: members by path, their digests, and what the documents show.

`formats.ofd` forgives what is missing or written twice. A seal must not: of two
members with one path each reader may pick another, so both have to be as sealed.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from chapiao.formats import safe_xml, safe_zip
from chapiao.formats.safe_xml import Element
from chapiao.seals.algorithms import Undecided, digest

MAX_SEALED_BYTES: Final = 256 * 1024 * 1024
MAX_SEARCHED: Final = 4 * 1024 * 1024
MAX_DOCUMENTS: Final = 50
MAX_PAGES: Final = 2_000
Resolve = Callable[[str, str], tuple[str, ...]]
_AGAIN = re.compile(r"(.+) \(([0-9]+)\)")
_OF_THE_SYSTEM = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
_SEARCHED = (".xml", ".xbrl")
_SIGNING = ("signature.xml", "signedvalue.dat", "signatures.xml", "seal.esl")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the file: where its signatures are listed, and its pages."""

    number: int
    root: str
    signatures: str | None
    pages: tuple[str, ...]
    alone: bool = True

    def holds(self, path: str) -> bool:
        """Tell whether the member lies in the document's folder."""
        return key(path).startswith(f"{posixpath.dirname(key(self.root))}/")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature is described, and which document lists it (None: none does)."""

    path: str
    document: Document | None = None
    list_path: str | None = None
    index: int = 0


@dataclass(frozen=True, slots=True)
class Container:
    """The members, by the path without a leading slash and in small letters."""

    archive: safe_zip.Archive
    members: dict[str, tuple[str, ...]]
    _kept: dict[tuple[str, str], bytes | None] = field(default_factory=dict)

    def __contains__(self, path: object) -> bool:
        return isinstance(path, str) and key(path) in self.members

    @property
    def is_ofd(self) -> bool:
        """Whether it is an OFD, or was one before somebody took a part away."""
        names = {path.rpartition("/")[2] for path in self.members}
        return "ofd.xml" in names or not names.isdisjoint(_SIGNING)

    @property
    def paths(self) -> tuple[str, ...]:
        """The path of every member, as written."""
        return tuple(names[0] for names in self.members.values())

    def name(self, path: str) -> str:
        """Return the path as the container writes it, or as it was asked for."""
        names = self.members.get(key(path))
        return names[0] if names else path.lstrip("/")

    def resolve(self, folder: str, path: str) -> tuple[str, ...]:
        """Return the members that a path may mean, nearest first; never none.

        The standard wants a slash where the root is meant; many vendors leave it out, so
        every folder further up is tried. Where two are there, nobody knows which is meant.
        """
        places = [join(folder, path)]
        while folder:
            folder = posixpath.dirname(folder)
            places.append(join(folder, path))
        there = tuple(dict.fromkeys(place for place in places if place in self))
        return there or (places[-1],)

    def read(self, path: str) -> bytes | None:
        """Return the member; None when it is not there or broken."""
        names = self.members.get(key(path))
        return self._read(names[-1]) if names else None

    def all_read(self, path: str) -> tuple[bytes | None, ...]:
        """Return every member with this path."""
        return tuple(self._read(name) for name in self.members.get(key(path), ()))

    def digests(self, path: str, algorithm: str) -> tuple[bytes | None, ...]:
        """Return the digest of every member with this path; None for one that is broken.

        Raises:
            Undecided: the members are too large to be checked here.
        """
        found = []
        for name in self.members.get(key(path), ()):
            if (name, algorithm) not in self._kept:
                data = self._read(name)
                made = None if data is None else digest(algorithm, data)
                self._kept[name, algorithm] = made
            found.append(self._kept[name, algorithm])
        return tuple(found)

    def serves_signing(self, path: str) -> bool:
        """Tell whether the member belongs to a signature: its list, description, value or seal."""
        folder, _, name = key(path).rpartition("/")
        return name in _SIGNING or any(f"{folder}/{one}" in self.members for one in _SIGNING[:2])

    def documents(self) -> tuple[Document, ...]:
        """Return the documents that OFD.xml names; none when it cannot be read."""
        roots = sorted((p for p in self.members if p.rpartition("/")[2] == "ofd.xml"), key=len)
        top = self._xml(roots[0]) if roots else None
        if top is None:
            return ()
        folder = posixpath.dirname(self.name(roots[0]))
        entries = [one for one in safe_xml.descendants(top) if safe_xml.name(one) == "DocBody"]
        return tuple(
            self._document(number, entry, folder, alone=len(entries) == 1)
            for number, entry in enumerate(entries[:MAX_DOCUMENTS], 1)
        )

    def unmentioned(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Return those whose file name stands in no XML of the container."""
        wanted = {path: path.rpartition("/")[2].encode() for path in paths}
        for path in self.members:
            if not wanted:
                break
            if path.endswith(_SEARCHED):
                data = self.read(path) or b""
                if len(data) > MAX_SEARCHED:
                    return ()  # not searched to the end, so nothing is said
                wanted = {one: name for one, name in wanted.items() if name not in data}
        return tuple(wanted)

    def _read(self, name: str) -> bytes | None:
        if self.archive.size(name) > safe_zip.MAX_MEMBER_BYTES:
            msg = f"「{name}」太大，没有核对"
            raise Undecided(msg)
        try:
            return self.archive.read(name)
        except safe_zip.BadZip:
            return None

    def _xml(self, path: str) -> Element | None:
        data = self.read(path)
        try:
            return None if data is None else safe_xml.parse(data)
        except safe_xml.BadXml:
            return None

    def _document(self, number: int, entry: Element, folder: str, *, alone: bool) -> Document:
        root = join(folder, safe_xml.text_at(entry, "DocRoot") or "")
        listed = safe_xml.text_at(entry, "Signatures")
        document = self._xml(root)
        pages = [] if document is None else list(safe_xml.descendants(document))
        return Document(
            number,
            root,
            join(folder, listed) if listed else None,
            tuple(
                join(posixpath.dirname(root), page.get("BaseLoc", ""))
                for page in pages
                if safe_xml.name(page) == "Page" and page.get("BaseLoc")
            )[:MAX_PAGES],
            alone,
        )


def open_container(archive: safe_zip.Archive) -> Container:
    """Return the members by path.

    Raises:
        Undecided: there is more in it than can be checked in a moment.
    """
    members: dict[str, tuple[str, ...]] = {}
    for name in archive.names:
        again = _AGAIN.fullmatch(name)
        path = again[1] if again and again[1] in archive else name
        members[key(path)] = (*members.get(key(path), ()), name)
    container = Container(archive, members)
    if container.is_ofd and sum(map(archive.size, archive.names)) > MAX_SEALED_BYTES:
        msg = f"文件解开后超过{MAX_SEALED_BYTES // 1024 // 1024}MB"
        raise Undecided(msg)
    return container


def is_of_the_system(path: str) -> bool:
    """Tell the files that a file manager leaves behind when it packs an archive again."""
    small = key(path)
    return small.startswith(_OF_THE_SYSTEM[0]) or small.rpartition("/")[2] in _OF_THE_SYSTEM[1:]


def join(folder: str, path: str) -> str:
    """Read a path as the standard means it: from the root with a slash, else from the folder."""
    whole = posixpath.join("/", folder, path.strip().replace("\\", "/"))
    return posixpath.normpath(whole).lstrip("/")


def key(path: str) -> str:
    """Return the path by which members are compared.

    >>> key("/Doc_0/./Document.xml")
    'doc_0/document.xml'
    """
    return posixpath.normpath("/" + path.strip().replace("\\", "/")).lstrip("/").lower()
