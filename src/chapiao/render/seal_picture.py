"""The picture of a seal, out of the SES_Signature or SES_Seal that holds it.

Both versions (GM/T 0031, GB/T 38540) keep it as `SEQUENCE {type IA5String, data
OCTET STRING, width INTEGER, height INTEGER}`. It is looked for by that shape, because
only the picture is wanted here; whether the seal is sound is another room's question.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

_INTEGER, _OCTETS, _SEQUENCE = 0x02, 0x04, 0x30
_TEXTS: Final = frozenset((0x0C, 0x13, 0x16))
_LONG: Final = 0x80
_LENGTH_BYTES: Final = 4
_MAX_DEPTH: Final = 8
_MAX_NODES: Final = 5_000
_MEMBERS: Final = 4


class Emblem(NamedTuple):
    """What a seal looks like: the bytes of a picture or of an OFD, in millimetres."""

    data: bytes
    width: int
    height: int


class _Node(NamedTuple):
    tag: int
    start: int
    end: int


def emblem(data: bytes) -> Emblem | None:
    """Return the picture of a seal; None when there is none to be found."""
    waiting = [(_Node(_SEQUENCE, 0, len(data)), 0)]
    seen = 0
    while waiting and seen < _MAX_NODES:
        node, depth = waiting.pop()
        children = list(_children(data, node))
        seen += 1 + len(children)
        found = _picture(data, children)
        if found is not None:
            return found
        if depth < _MAX_DEPTH:
            inner = [one for one in children if one.tag == _SEQUENCE]
            waiting.extend((one, depth + 1) for one in reversed(inner))
    return None


def _picture(data: bytes, children: list[_Node]) -> Emblem | None:
    if len(children) < _MEMBERS or children[0].tag not in _TEXTS:
        return None
    _, picture, width, height = children[:_MEMBERS]
    if (picture.tag, width.tag, height.tag) != (_OCTETS, _INTEGER, _INTEGER):
        return None
    sides = (int.from_bytes(data[one.start : one.end][:4]) for one in (width, height))
    return Emblem(data[picture.start : picture.end], *sides)


def _children(data: bytes, parent: _Node) -> Iterator[_Node]:
    """Yield what a SEQUENCE holds, as far as it can be read."""
    at = parent.start
    for _ in range(_MAX_NODES):
        if at + 2 > parent.end:
            return
        tag, length = data[at], data[at + 1]
        at += 2
        if length & _LONG:
            count = length & ~_LONG
            if not 0 < count <= _LENGTH_BYTES:
                return
            length = int.from_bytes(data[at : at + count])
            at += count
        if at + length > parent.end:
            return
        yield _Node(tag, at, at + length)
        at += length
