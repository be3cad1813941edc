"""DER, written: the few forms that certificates and seals are made of."""

from __future__ import annotations

from datetime import UTC, datetime


def tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    length = len(content)
    if length < 0x80:
        return bytes((tag, length)) + content
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size) + content


def sequence(*parts: bytes) -> bytes:
    return tlv(0x30, *parts)


def set_of(*parts: bytes) -> bytes:
    return tlv(0x31, *parts)


def tagged(number: int, *parts: bytes) -> bytes:
    return tlv(0xA0 | number, *parts)


def integer(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(value.bit_length() // 8 + 1, signed=True))


def boolean(*, value: bool) -> bytes:
    return tlv(0x01, b"\xff" if value else b"\0")


def octets(data: bytes) -> bytes:
    return tlv(0x04, data)


def bits(data: bytes, unused: int = 0) -> bytes:
    return tlv(0x03, bytes((unused,)) + data)


def utf8(text: str) -> bytes:
    return tlv(0x0C, text.encode())


def ia5(text: str) -> bytes:
    return tlv(0x16, text.encode())


def null() -> bytes:
    return tlv(0x05)


def oid(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    content = bytearray()
    for arc in (40 * first + second, *rest):
        piece = [arc & 0x7F]
        while arc := arc >> 7:
            piece.append(0x80 | arc & 0x7F)
        content += bytes(reversed(piece))
    return tlv(0x06, bytes(content))


def generalized(at: datetime) -> bytes:
    return tlv(0x18, f"{at.astimezone(UTC):%Y%m%d%H%M%SZ}".encode())


def utc_time(at: datetime) -> bytes:
    return tlv(0x17, f"{at.astimezone(UTC):%y%m%d%H%M%SZ}".encode())
