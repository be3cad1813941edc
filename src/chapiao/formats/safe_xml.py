"""XML from strangers: no entities, no network, no outside definitions, limited size and depth.

Invoices come in wrong encodings (declared UTF-8, written GB18030) and the tag
files inside OFD are often not well formed; both are read here. A document with
a DOCTYPE is refused: no invoice needs one, and every XML bomb does.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Container, Iterator
from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name

MAX_BYTES: Final = 32 * 1024 * 1024
_MOST_NAMES = 4096
_LONG_NAME = 100
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_PREFIX = re.compile(rb"<(/?)[\w.-]*:(?=[^\W\d])")
_EMPTY_PREFIX = re.compile(rb"\sxmlns:=(\"\"|'')")


class BadXml(Exception):
    """The bytes are no XML that is safe to read. The message can be shown to the user."""


def parse(data: bytes, *, blanks: bool = True) -> Element:
    """Return the root element of a well-formed document.

    Without `blanks` the line breaks between elements are left out: they say nothing
    and take time. A signature over the document still needs them.

    Raises:
        BadXml: too large, not well formed, or with entities or a DOCTYPE.

    >>> parse(b"<a><b>1</b></a>").findtext("b")
    '1'
    """
    _check_size(data)
    try:
        root = etree.fromstring(data.lstrip(), _own.strict if blanks else _own.terse)
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = _parse_decoded(data)
    return _checked(root)


def parse_broken(data: bytes) -> Element:
    """Return what can be saved of a document that is not well formed.

    The tag files of real OFDs open with `<:eInvoice xmlns:="">` and use prefixes
    that nobody declared: all prefixes are taken off.
    """
    _check_size(data)
    mended = _EMPTY_PREFIX.sub(b"", _PREFIX.sub(rb"<\1", data.lstrip()))
    try:
        root = etree.fromstring(mended, _own.mending)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        msg = "XML已损坏，读不出内容"
        raise BadXml(msg) from error
    return _checked(root)


def name(element: Element) -> str:
    """Return the tag without its namespace or prefix.

    >>> name(parse(b'<x:a xmlns:x="urn:x"/>'))
    'a'
    """
    return _local[element.tag]


class _Names(dict[object, str]):
    """Tags → their local names, for as many as invoices have: faster than any call."""

    def __missing__(self, tag: object) -> str:
        # A mended document may keep an entity in place of an element; it has no name.
        local = tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""
        if len(self) < _MOST_NAMES and len(local) < _LONG_NAME:
            self[tag] = local
        return local


_local = _Names()


def text(element: Element) -> str:
    """Return all text inside the element, trimmed."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(str(piece) for piece in element.itertext()).strip()


def children(element: Element, *wanted: str) -> Iterator[Element]:
    """Yield the child elements, all or those of these local names; comments are left out."""
    yield from element.iterchildren(*[f"{{*}}{one}" for one in wanted] or "*")


def descendants(element: Element) -> Iterator[Element]:
    """Yield the element and all elements inside it, in document order."""
    yield from element.iter("*")  # no comment and no instruction is called anything


def named(element: Element | None, *wanted: str) -> Iterator[Element]:
    """Yield the elements of these local names inside the element, whatever the namespace."""
    if element is not None:
        yield from element.iter(*[f"{{*}}{one}" for one in wanted])


def at(element: Element, path: str) -> Element | None:
    """Return the first element at a path of local names, whatever the namespaces.

    >>> at(parse(b'<a xmlns="urn:x"><b><c>1</c></b></a>'), "b/c").text
    '1'
    """
    here = element
    for step in path.split("/"):
        for child in here.iterchildren("*"):
            if _local[child.tag] == step:
                here = child
                break
        else:
            return None
    return here


def parts(element: Element | None) -> dict[str, Element]:
    """Return the child elements by local name; of several the first. Nothing has none."""
    found: dict[str, Element] = {}
    for child in () if element is None else element:
        found.setdefault(_local[child.tag], child)
    return found


def texts(element: Element | None, *, but: Collection[str] = ()) -> dict[str, str]:
    """Return the trimmed texts of the child elements by local name; of several the first.

    `but` names the children that hold no text of their own.

    >>> texts(parse(b"<a><b> 1 </b><b>2</b><c/><d><e>3</e></d></a>"), but={"d"})
    {'b': '1', 'c': ''}
    """
    if element is None:
        return {}
    # Written out twice, for every field of every file comes through here.
    if not but:
        found = {
            _local[child.tag]: text(child) if len(child) else (child.text or "").strip()
            for child in element
        }
        if len(found) == len(element):
            return found
    found = {}
    for child in element:
        local = _local[child.tag]
        if local not in but and local not in found:
            found[local] = text(child) if len(child) else (child.text or "").strip()
    return found


def leaves(element: Element, *, but: Container[str] = ()) -> dict[str, str]:
    """Return the trimmed texts of all leaves inside by local name; of several the first.

    `but` names elements that are left out with all they hold.
    """
    found: dict[str, str] = {}
    _gather(element, found, but)
    return found


def _gather(element: Element, found: dict[str, str], but: Container[str]) -> None:
    # No deeper than the parser lets a document be.
    for child in element:
        local = _local[child.tag]
        if local in but:
            continue
        if len(child):
            _gather(child, found, but)
        elif local not in found:
            found[local] = (child.text or "").strip()


def text_at(element: Element, path: str) -> str | None:
    """Return the trimmed text at a path of local names; None when it is not there."""
    found = at(element, path)
    return None if found is None else text(found)


def _check_size(data: bytes) -> None:
    if not data.strip():
        msg = "文件是空的"
        raise BadXml(msg)
    if len(data) > MAX_BYTES:
        msg = f"XML文件超过{MAX_BYTES // 1024 // 1024}MB，不予读取"
        raise BadXml(msg)


def _parser(*, recover: bool, blanks: bool = True) -> etree.XMLParser:
    # libxml2 itself stops at a depth of 256 and at texts of 10 MB without huge_tree.
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=not blanks,
    )


class _Own(threading.local):
    """The parsers of this thread: one that two threads share makes them wait for each other."""

    def __init__(self) -> None:
        self.strict = _parser(recover=False)
        self.terse = _parser(recover=False, blanks=False)
        self.mending = _parser(recover=True)


_own = _Own()


def _parse_decoded(data: bytes) -> Element:
    """Parse bytes whose encoding is not the one they declare."""
    bare = _DECLARATION.sub(b"", data.removeprefix(b"\xef\xbb\xbf"), count=1)
    for encoding in ("utf-8", "gb18030"):
        try:
            decoded = bare.decode(encoding).encode()
            return etree.fromstring(decoded.strip(), _own.strict)
        except (UnicodeDecodeError, etree.XMLSyntaxError, ValueError):
            continue
    msg = "XML文件已损坏或不完整，请重新下载"
    raise BadXml(msg)


def _checked(root: Element | None) -> Element:
    if root is None:
        msg = "XML里没有内容"
        raise BadXml(msg)
    info = root.getroottree().docinfo
    if info.doctype or info.internalDTD is not None or info.externalDTD is not None:
        msg = "XML文件含有DOCTYPE或实体声明，不安全，不予读取"
        raise BadXml(msg)
    return root
