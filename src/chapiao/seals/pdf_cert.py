"""The certificates that the oldest kind of PDF signature keeps in its dictionary, under /Cert.

They are strings, there or in objects of their own, which may lie packed in an object
stream. That much of PDF is read here, and no more.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

MAX_STRINGS: Final = 10
MAX_STREAMS: Final = 200
MAX_STREAM_BYTES: Final = 8 * 1024 * 1024
_SPOILT: Final = -1
_REACH: Final = 64 * 1024  # a certificate measures 1 to 2 KB
_ONE = rb"[0-9]{1,10}\s{1,20}[0-9]{1,5}\s{1,20}R"
_CERT = re.compile(
    rb"/Cert\s{0,20}(\[(?:\s{0,20}" + _ONE + rb"){1,20}\s{0,20}\]|\[|\(|<|" + _ONE + rb")"
)
_POINTER = re.compile(rb"([0-9]{1,10})\s{1,20}([0-9]{1,5})\s{1,20}R\b")
_STREAM = re.compile(rb"<<([^<>]{0,500}/ObjStm\b[^<>]{0,500})>>\s{0,20}stream\r?\n")
_FIRST = re.compile(rb"/First\s{1,20}([0-9]{1,10})")
_COUNT = re.compile(rb"/N\s{1,20}([0-9]{1,6})")
_HEX = re.compile(rb"[0-9A-Fa-f\s]*")
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)


def certificates(body: bytes, near: bytes) -> tuple[tuple[bytes, ...], bool]:
    """Return what /Cert holds in the dictionary `near`; what it points at is sought in `body`.

    Beside it stands whether something it may point at is spoilt.
    """
    found = _CERT.search(near)
    if found is None:
        return (), False
    pointers = list(_POINTER.finditer(found[1]))[:MAX_STRINGS]
    if not pointers:
        return tuple(_strings(near[found.start(1) : found.start(1) + _REACH])), False
    packed = dict(_packed(body))
    given: list[bytes] = []
    for one in pointers:
        place = re.compile(rb"(?<![0-9])" + one[1] + rb"\s{1,20}" + one[2] + rb"\s{1,20}obj\s*")
        alone = [body[at.end() : at.end() + _REACH] for at in place.finditer(body)]
        inside = packed.get(int(one[1]))
        for text in (*alone[:1], *([] if inside is None else [inside])):
            given += _strings(text)[:1]
    return tuple(given), _SPOILT in packed


def _packed(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the objects of the object streams, by number; _SPOILT for a stream that is broken."""
    for number, found in enumerate(_STREAM.finditer(body)):
        first, count = _FIRST.search(found[1]), _COUNT.search(found[1])
        if number >= MAX_STREAMS or first is None or count is None:
            return
        try:
            raw = zlib.decompressobj().decompress(body[found.end() :], MAX_STREAM_BYTES)
        except zlib.error:
            yield _SPOILT, b""
            continue
        start = int(first[1])
        table = raw[:start].split()[: 2 * int(count[1])]
        if not all(one.isdigit() and len(one) < 11 for one in table):  # noqa: PLR2004 - ten digits
            continue
        for number_text, offset in zip(table[::2], table[1::2], strict=False):
            at = start + int(offset)
            yield int(number_text), raw[at : at + _REACH]


def _strings(text: bytes) -> list[bytes]:
    """Return the string that opens the text, or those of the list that does."""
    in_list = text[:1] == b"["
    found: list[bytes] = []
    at = 1 if in_list else 0
    while at < len(text) and len(found) < MAX_STRINGS:
        mark = text[at : at + 1]
        if mark == b"(":
            end = _closing(text, at)
            found.append(_ESCAPED.sub(_unescaped, text[at + 1 : end]))
        elif mark == b"<":
            end = text.find(b">", at)
            if end < 0 or _HEX.fullmatch(text[at + 1 : end]) is None:
                break
            digits = b"".join(text[at + 1 : end].split())
            found.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif mark.isspace():
            end = at
        else:
            break
        at = end + 1
        if found and not in_list:
            break
    return found


def _closing(text: bytes, at: int) -> int:
    """Return where the literal string that opens here is closed."""
    depth = 0
    while at < len(text):
        char = text[at : at + 1]
        if char == b"\\":
            at += 1
        elif char == b"(":
            depth += 1
        elif char == b")":
            depth -= 1
            if depth == 0:
                return at
        at += 1
    return len(text)


def _unescaped(found: re.Match[bytes]) -> bytes:
    given = found[1]
    if given[:1].isdigit() and given[:1] < b"8":
        return bytes((int(given, 8) & 0xFF,))
    return b"" if given in (b"\n", b"\r", b"\r\n") else _ESCAPES.get(given, given)
