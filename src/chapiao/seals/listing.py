"""Signatures.xml: the list of an OFD's signatures, and what it was before the last was added.

A seal often covers the list. When a second seal is added the list grows, and the first
seal's digest no longer fits; nobody has changed anything. So the list is cut back to
what it was, byte for byte. Where that does not succeed, nothing is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from chapiao.formats import safe_xml
from chapiao.seals.container import Resolve

MAX_LISTED: Final = 50
MAX_BYTES: Final = 1024 * 1024
MAX_TRIES: Final = 3_000
_ENTRY = re.compile(
    rb"<(?:\w+:)?(Signature|MaxSignId)\b(?:[^<>]*/>|[^<>]*>[^<>]*</(?:\w+:)?\1\s*>)"
)
_LAST_DIGITS = re.compile(rb"([0-9]+)(?=[^0-9]*</)")
_ID = re.compile(rb"\bID=[\"']([^\"']*)[\"']")
_OURS: dict[str, set[str]] = {
    "Signatures": set(),
    "Signature": {"ID", "Type", "BaseLoc"},
    "MaxSignId": set(),
}
_NAMESPACES = ("", "http://www.ofdspec.org/2016", "http://www.ofdspec.org")


def places(data: bytes, folder: str, resolve: Resolve) -> tuple[str, ...]:
    """Return the paths of the descriptions listed, in order; none for a broken list."""
    if len(data) > MAX_BYTES:
        return ()
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml:
        return ()
    found = [
        resolve(folder, one.get("BaseLoc", ""))[0]
        for one in safe_xml.descendants(root)
        if safe_xml.name(one) == "Signature" and one.get("BaseLoc")
    ]
    return tuple(found[:MAX_LISTED])


def is_plain(data: bytes) -> bool:
    """Tell whether the list holds nothing but what a list holds."""
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml:
        return False
    return all(
        safe_xml.name(one) in _OURS
        and set(one.attrib) <= _OURS[safe_xml.name(one)]
        and str(one.tag).rpartition("}")[0].lstrip("{") in _NAMESPACES
        for one in safe_xml.descendants(root)
    )


def earlier(data: bytes, index: int) -> Iterator[bytes]:
    """Yield what the list may have been when its entry number `index` (from 0) was the last."""
    entries = list(_ENTRY.finditer(data))
    signatures = [one for one in entries if one[1] == b"Signature"]
    if index >= len(signatures) - 1:
        return
    later = set(signatures[index + 1 :])
    numbers = [one for one in entries if one[1] == b"MaxSignId"]
    known = {found[1] for one in signatures if (found := _ID.search(one[0]))}
    choices = [tuple(_readings(one[0], known)) for one in numbers]
    for tried, chosen in enumerate(product(*choices)):
        if tried >= MAX_TRIES:
            return
        texts = dict(zip(numbers, chosen, strict=True))
        yield _put_together(data, [(one, texts.get(one, one[0])) for one in entries], later)


def _put_together(
    data: bytes, texts: list[tuple[re.Match[bytes], bytes]], later: set[re.Match[bytes]]
) -> bytes:
    made, at = [], 0
    for one, text in texts:
        before = data[at : one.start()]
        kept = b"" if one in later else text
        # What is left out goes with the line break and the indent before it.
        made += [before if kept else before.rstrip(), kept]
        at = one.end()
    return b"".join([*made, data[at:]])


def _readings(number: bytes, known: set[bytes]) -> Iterator[bytes]:
    """Yield what a MaxSignId may have been: as it is, not there, or smaller."""
    yield number
    yield b""
    found = _LAST_DIGITS.search(number)
    if found is None:
        return
    now = int(found[1][-6:])
    for value in range(max(now - 1, 0), max(now - 30, 0) - 1, -1):
        text = str(value).encode()
        yield number[: found.start()] + text.rjust(len(found[1]), b"0") + number[found.end() :]
        if len(text) != len(found[1]):
            yield number[: found.start()] + text + number[found.end() :]
    opening = number.index(b">") + 1
    closing = number.rindex(b"</")
    for one in sorted(known):
        yield number[:opening] + one + number[closing:]
