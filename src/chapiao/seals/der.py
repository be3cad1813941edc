"""DER from strangers: tag, length, value, read one level at a time.

Seals are made by a dozen vendors and few encode strictly. What a signature covers
is exactly the bytes as they stand, so every node keeps its own; nothing is ever
written again. A length must be definite and stay inside its parent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

BOOLEAN: Final = 0x01
INTEGER: Final = 0x02
BIT_STRING: Final = 0x03
OCTET_STRING: Final = 0x04
OID: Final = 0x06
UTC_TIME: Final = 0x17
GENERALIZED_TIME: Final = 0x18
SEQUENCE: Final = 0x30
SET: Final = 0x31
MAX_CHILDREN: Final = 10_000
_LONG_TAG = 0x1F
_LONG_LENGTH = 0x80
_MAX_LENGTH_BYTES = 4
_MOST_UNUSED = 7
_TEXTS = {
    0x0C: "utf-8",
    0x12: "ascii",
    0x13: "ascii",
    0x14: "latin-1",
    0x16: "ascii",
    0x1A: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
CHINA: Final = timezone(timedelta(hours=8))
_TIME = re.compile(r"([0-9]{10,14})(?:[.,][0-9]{1,9})?(Z|[+-][0-9]{4})?", re.ASCII)


class BadDer(Exception):
    """The bytes are not what they should be. The message tells a person where it stopped."""


@dataclass(frozen=True, slots=True)
class Node:
    """One value: its tag, its content, and all its bytes as they stand."""

    tag: int
    content: bytes
    whole: bytes

    def children(self) -> tuple[Node, ...]:
        """Return what a SEQUENCE, a SET or a tagged value holds."""
        found: list[Node] = []
        at = 0
        while at < len(self.content):
            node = _node(self.content, at)
            found.append(node)
            at += len(node.whole)
            if len(found) > MAX_CHILDREN:
                msg = "编码里的项目太多"
                raise BadDer(msg)
        return tuple(found)

    def at_least(self, count: int) -> tuple[Node, ...]:
        """Return what it holds, which must be so many at least."""
        found = self.children()
        if len(found) < count:
            msg = f"编码里应有{count}项，只有{len(found)}项"
            raise BadDer(msg)
        return found

    def first(self) -> Node:
        """Return the first value it holds."""
        return self.at_least(1)[0]

    def integer(self) -> int:
        """Return an INTEGER."""
        return int.from_bytes(self._must(INTEGER), signed=True)

    def natural(self) -> int:
        """Return an INTEGER that cannot be negative, whatever its top bit says.

        Some signers leave out the zero byte that DER wants before a set top bit.
        """
        return int.from_bytes(self._must(INTEGER))

    def octets(self) -> bytes:
        """Return an OCTET STRING."""
        return self._must(OCTET_STRING)

    def bits(self) -> bytes:
        """Return a BIT STRING of whole bytes, its last bits zero where they are left out.

        One vendor's seals count the zero bits at the end as unused, and leave whole zero
        bytes out: a reader that knows the length wanted puts them back.
        """
        content = self._must(BIT_STRING)
        if not content or content[0] > _MOST_UNUSED or content[-1] & ((1 << content[0]) - 1):
            msg = "位串不是整字节"
            raise BadDer(msg)
        return content[1:]

    def oid(self) -> str:
        """Return an OBJECT IDENTIFIER with dots."""
        content = self._must(OID)
        if not content or content[-1] & 0x80:
            msg = "对象标识不完整"
            raise BadDer(msg)
        arcs: list[int] = []
        value = 0
        for byte in content:
            value = value << 7 | byte & 0x7F
            if not byte & 0x80:
                arcs.append(value)
                value = 0
        top = min(arcs[0] // 40, 2)
        return ".".join(map(str, (top, arcs[0] - 40 * top, *arcs[1:])))

    def text(self) -> str:
        """Return any kind of string; what is not of its charset is read as GB18030."""
        charset = _TEXTS.get(self.tag)
        if charset is None:
            msg = "此处应是文字"
            raise BadDer(msg)
        for one in (charset, "utf-8", "gb18030"):
            try:
                return self.content.decode(one)
            except UnicodeDecodeError:
                continue
        return self.content.decode("latin-1")

    def time(self) -> datetime:
        """Return a UTCTime or a GeneralizedTime."""
        if self.tag not in (UTC_TIME, GENERALIZED_TIME):
            msg = "此处应是时间"
            raise BadDer(msg)
        found = parse_time(self.content.decode("ascii", "replace"), short=self.tag == UTC_TIME)
        if found is None:
            msg = "时间的写法不对"
            raise BadDer(msg)
        return found

    def _must(self, tag: int) -> bytes:
        if self.tag != tag:
            msg = f"此处应是类型{tag:#04x}，却是{self.tag:#04x}"
            raise BadDer(msg)
        return self.content


def parse(data: bytes, *, exact: bool = False) -> Node:
    """Return the first value of the bytes.

    Raises:
        BadDer: cut short, no definite length, or (with `exact`) more bytes behind it.
    """
    node = _node(data, 0)
    if exact and len(node.whole) != len(data):
        msg = "编码后面还有多余的字节"
        raise BadDer(msg)
    return node


def tagged(node: Node, number: int) -> bool:
    """Tell whether this is the context value [number] of a structure."""
    return node.tag & 0xDF == 0x80 | number


def parse_time(text: str, *, short: bool = False) -> datetime | None:
    """Return a time as ASN.1 writes it; without a zone it is China's.

    >>> parse_time("20200723130907Z").isoformat()
    '2020-07-23T13:09:07+00:00'
    >>> parse_time("20220221142531").isoformat()
    '2022-02-21T14:25:31+08:00'
    """
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    digits, zone = found[1], CHINA
    if short:
        digits = ("19" if digits[:2] >= "50" else "20") + digits
    if len(digits) not in (12, 14):
        return None
    if found[2] == "Z":
        zone = UTC
    elif found[2]:
        turn = timedelta(hours=int(found[2][1:3]), minutes=int(found[2][3:]))
        if turn >= timedelta(days=1):
            return None
        zone = timezone(turn if found[2][0] == "+" else -turn)
    parts = [int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, len(digits), 2))]
    try:
        return datetime(*parts, tzinfo=zone)  # type: ignore[arg-type,misc]
    except ValueError:
        return None


def _node(data: bytes, at: int) -> Node:
    if at + 2 > len(data):
        msg = "编码不完整"
        raise BadDer(msg)
    tag, first = data[at], data[at + 1]
    if tag & _LONG_TAG == _LONG_TAG:
        msg = "编码里有不认识的类型"
        raise BadDer(msg)
    start = at + 2
    length = first
    if first & _LONG_LENGTH:
        count = first & 0x7F
        if not 0 < count <= _MAX_LENGTH_BYTES:
            msg = "编码的长度不对"
            raise BadDer(msg)
        length = int.from_bytes(data[start : start + count])
        start += count
    end = start + length
    if end > len(data):
        msg = f"编码不完整，缺{end - len(data)}个字节"
        raise BadDer(msg)
    return Node(tag, data[start:end], data[at:end])
