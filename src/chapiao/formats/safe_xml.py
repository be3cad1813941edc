"""XML from strangers: no entities, no network, no outside definitions, limited size and depth.

Invoices come in wrong encodings (declared UTF-8, written GB18030) and the tag
files inside OFD are often not well formed; both are read here. A document with
a DOCTYPE is refused: no invoice needs one, and every XML bomb does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from lxml import etree

Element = etree._Element  # noqa: SLF001 - lxml gives its element type no public name

MAX_BYTES: Final = 32 * 1024 * 1024
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")
_ODD_OPENING = re.compile(rb"<(/?):(?=\w)")
_EMPTY_PREFIX = re.compile(rb"\sxmlns:=(\"\"|'')")


class BadXml(Exception):
    """The bytes are no XML that is safe to read. The message can be shown to the user."""


def parse(data: bytes) -> Element:
    """Return the root element of a well-formed document.

    Raises:
        BadXml: too large, not well formed, or with entities or a DOCTYPE.

    >>> parse(b"<a><b>1</b></a>").findtext("b")
    '1'
    """
    _check_size(data)
    try:
        root = etree.fromstring(data.lstrip(), _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError, LookupError):
        root = _parse_decoded(data)
    return _checked(root)


def parse_broken(data: bytes) -> Element:
    """Return what can be saved of a document that is not well formed.

    The tag files of real OFDs open with `<:eInvoice xmlns:="">` and use prefixes
    that nobody declared.
    """
    _check_size(data)
    mended = _EMPTY_PREFIX.sub(b"", _ODD_OPENING.sub(rb"<\1", data.lstrip()))
    try:
        root = etree.fromstring(mended, _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        msg = "XML已损坏，读不出内容"
        raise BadXml(msg) from error
    return _checked(root)


def name(element: Element) -> str:
    """Return the tag without its namespace or prefix.

    >>> name(parse(b'<x:a xmlns:x="urn:x"/>'))
    'a'
    """
    tag = element.tag
    return _local(tag) if isinstance(tag, str) else ""


@lru_cache(1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def text(element: Element) -> str:
    """Return all text inside the element, trimmed."""
    if not len(element):
        return (element.text or "").strip()
    return "".join(str(piece) for piece in element.itertext()).strip()


def children(element: Element) -> Iterator[Element]:
    """Yield the child elements; comments and instructions are left out."""
    yield from element.iterchildren("*")


def descendants(element: Element) -> Iterator[Element]:
    """Yield the element and all elements inside it, in document order."""
    yield from element.iter("*")  # no comment and no instruction is called anything


def named(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the elements of a local name inside the element, whatever the namespace."""
    yield from element.iter(f"{{*}}{wanted}")


def at(element: Element, path: str) -> Element | None:
    """Return the first element at a path of local names, whatever the namespaces.

    >>> at(parse(b'<a xmlns="urn:x"><b><c>1</c></b></a>'), "b/c").text
    '1'
    """
    here = element
    for step in path.split("/"):
        for child in here.iterchildren("*"):
            if _local(str(child.tag)) == step:
                here = child
                break
        else:
            return None
    return here


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


def _parser(*, recover: bool) -> etree.XMLParser:
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
    )


def _parse_decoded(data: bytes) -> Element:
    """Parse bytes whose encoding is not the one they declare."""
    bare = _DECLARATION.sub(b"", data.removeprefix(b"\xef\xbb\xbf"), count=1)
    for encoding in ("utf-8", "gb18030"):
        try:
            decoded = bare.decode(encoding).encode()
            return etree.fromstring(decoded.strip(), _parser(recover=False))
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
