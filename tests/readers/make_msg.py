"""Outlook messages: a compound file (MS-CFB) with the streams that MS-OXMSG names."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_FREE, _LAST, _OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ROOT, _FOLDER, _STREAM = 5, 1, 2
_TEXT, _BYTES, _NUMBER = 0x001F, 0x0102, 0x0003
_BODY, _NAME, _DATA, _METHOD, _UNICODE = 0x1000, 0x3707, 0x3701, 0x3705, 0x340D
_BY_VALUE: Final = 1
_MESSAGE: Final = 5
_Property = tuple[int, int, int | str | bytes]


@dataclass
class _Node:
    """A stream or a folder of streams."""

    name: str
    kind: int
    data: bytes = b""
    kids: list[_Node] = field(default_factory=list)
    start: int = _LAST
    below: int = _FREE
    after: int = _FREE


def msg(body: str, *attached: tuple[str, bytes | None]) -> bytes:
    """Return a message with a text and files; None stands for another message."""
    root = _Node("Root Entry", _ROOT)
    root.kids = _object(32, [(_UNICODE, _NUMBER, 0x00040000), (_BODY, _TEXT, body)])
    for at, (name, data) in enumerate(attached):
        method = _MESSAGE if data is None else _BY_VALUE
        own: list[_Property] = [(_METHOD, _NUMBER, method), (_NAME, _TEXT, name)]
        own += [] if data is None else [(_DATA, _BYTES, data)]
        folder = _Node(f"__attach_version1.0_#{at:08X}", _FOLDER, kids=_object(8, own))
        root.kids.append(folder)
    return _compound(root)


def _object(header: int, properties: Sequence[_Property]) -> list[_Node]:
    """Return the streams of a message or an attachment: one lists its properties."""
    listed = bytes(header)
    streams = []
    for ident, kind, value in properties:
        if isinstance(value, int):
            listed += struct.pack("<HHLLL", kind, ident, 6, value, 0)
            continue
        data = value.encode("utf-16-le") if isinstance(value, str) else value
        listed += struct.pack("<HHLLL", kind, ident, 6, len(data) + 2 * (kind == _TEXT), 0)
        streams.append(_Node(f"__substg1.0_{ident:04X}{kind:04X}", _STREAM, data))
    return [*streams, _Node("__properties_version1.0", _STREAM, listed)]


def _compound(root: _Node) -> bytes:
    nodes: list[_Node] = []
    _number(root, nodes)
    sectors: list[bytes] = []
    fat: list[int] = []
    small, small_fat = bytearray(), list[int]()
    for node in nodes:
        if node.kind == _STREAM and len(node.data) < _CUTOFF:
            node.start = _chained(small_fat, _pieces(node.data, _SMALL))
            small += node.data.ljust(-(-len(node.data) // _SMALL) * _SMALL, b"\0")
        elif node.kind == _STREAM:
            node.start = _put(node.data, sectors, fat)
    root.data = bytes(small)
    root.start = _put(root.data, sectors, fat)
    small_start = _put(struct.pack(f"<{len(small_fat)}L", *small_fat), sectors, fat, fill=b"\xff")
    directory = _put(b"".join(map(_entry, nodes)), sectors, fat)
    count = 1
    while count * _SECTOR // 4 < len(fat) + count:
        count += 1
    places = list(range(len(fat), len(fat) + count))
    fat += [_OF_FAT] * count
    table = struct.pack(f"<{len(fat)}L", *fat).ljust(count * _SECTOR, b"\xff")
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory, 0),
        *(_CUTOFF, small_start, -(-len(small_fat) * 4 // _SECTOR), _LAST, 0),
    )
    listed = struct.pack(f"<{count}L", *places).ljust(436, b"\xff")
    return header + listed + b"".join(sectors) + table


def _number(root: _Node, nodes: list[_Node]) -> None:
    """Give every node its place; the kids of a folder hang one behind the other, in order."""
    nodes.append(root)
    for node in nodes:
        node.kids.sort(key=lambda kid: (len(kid.name), kid.name.upper()))
        first = len(nodes)
        nodes.extend(node.kids)
        if node.kids:
            node.below = first
        for at, kid in enumerate(node.kids[:-1], first + 1):
            kid.after = at


def _entry(node: _Node) -> bytes:
    name = node.name.encode("utf-16-le")
    ends = (_FREE, node.after, node.below)
    text = struct.pack("<64sHBBLLL", name, len(name) + 2, node.kind, 1, *ends)
    start = 0 if node.kind == _FOLDER else node.start
    return text + bytes(36) + struct.pack("<LQ", start, len(node.data))


def _put(data: bytes, sectors: list[bytes], fat: list[int], *, fill: bytes = b"\0") -> int:
    count = _pieces(data, _SECTOR)
    sectors.append(data.ljust(count * _SECTOR, fill))
    return _chained(fat, count)


def _chained(fat: list[int], count: int) -> int:
    if not count:
        return _LAST
    start = len(fat)
    fat += [*range(start + 1, start + count), _LAST]
    return start


def _pieces(data: bytes, size: int) -> int:
    return -(-len(data) // size)
