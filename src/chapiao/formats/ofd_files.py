"""The files of an OFD: found by the paths they give one another, XML parsed once.

Paths come with and without a leading slash, with backslashes, and in capitals that
the archive does not have.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from chapiao.formats import safe_xml, safe_zip
from chapiao.formats.safe_xml import Element

_MOST_TREES = 32  # kept in memory at a time
_TURNS = ("", "/", ".")


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a container; `names` has the archive's own name of each by its `key`."""

    archive: safe_zip.Archive
    names: Mapping[str, str]
    _trees: dict[str, Element | None] = field(default_factory=dict, compare=False, repr=False)

    def file(self, path: str) -> bytes | None:
        """Return a file of the container; None when it is not there or not readable."""
        name = self.names.get(key(path))
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
            self._trees[path] = self.once(path)
        return self._trees[path]

    def once(self, path: str) -> Element | None:
        """Return an XML file as `xml` does, for a reader who will not ask again."""
        data = self.file(path)
        if data is None:
            return None
        try:
            return safe_xml.parse(data, blanks=False)
        except safe_xml.BadXml:
            return None


def files_of(archive: safe_zip.Archive) -> Files:
    """Return the files of an opened archive; of two whose paths are the same, the last."""
    return Files(archive, {key(name): name for name in archive.names})


def join(folder: str, path: str) -> str:
    """Read a path as the standard means it: from the root with a slash, else from the folder.

    >>> join("/Doc_0", "Pages/Content.xml"), join("Doc_0", "/Doc_1/../a.xml")
    ('/Doc_0/Pages/Content.xml', '/a.xml')
    """
    given = path.strip().replace("\\", "/")
    if _is_straight(given):
        within = folder.strip("/")
        return f"/{within}/{given}" if within else f"/{given}"
    return posixpath.normpath(posixpath.join("/", folder, given))


def key(path: str) -> str:
    """Return a path as it is compared: from the root, in small letters.

    >>> key("/Doc_0/OFD.xml"), key("./Doc_0//a.xml")
    ('doc_0/ofd.xml', 'doc_0/a.xml')
    """
    given = path.replace("\\", "/").lstrip("/")
    if not _is_straight(given):
        given = posixpath.normpath("/" + given).lstrip("/")
    return given.lower()


def _is_straight(path: str) -> bool:
    """Whether a path goes down only, from where it starts: nearly all do."""
    return path[:1] not in _TURNS and path[-1:] != "/" and "//" not in path and "/." not in path
