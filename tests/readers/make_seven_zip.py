"""7z archives, written by the format's own description; and a few that py7zr 1.1.4 wrote."""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from collections.abc import Mapping, Sequence
from typing import Final

LZMA2, LZMA, COPY, DEFLATE, BZIP2 = "21", "030101", "00", "040108", "040202"
MAGIC: Final = b"7z\xbc\xaf\x27\x1c"
START: Final = 32  # bytes before what is packed
CODERS: Final = (LZMA2, LZMA, COPY, DEFLATE, BZIP2)
_DICTIONARY = 1 << 20


def seven_zip(
    files: Mapping[str, bytes] | Sequence[tuple[str, bytes]], coder: str = LZMA2
) -> bytes:
    """Return an archive of these files in one run.

    A name that ends in a slash is a folder of the file system.
    """
    pairs = list(files.items()) if isinstance(files, Mapping) else list(files)
    full = [content for _, content in pairs if content]
    whole = b"".join(full)
    packed, settings = _packed(whole, coder)
    ident = bytes.fromhex(coder)
    directory = b"\x01"
    if full:
        directory += b"\x04\x06" + number(0) + number(1) + b"\x09" + number(len(packed)) + b"\x00"
        directory += b"\x07\x0b" + number(1) + b"\x00" + number(1)
        directory += bytes([len(ident) | (0x20 if settings else 0)]) + ident
        directory += number(len(settings)) + settings if settings else b""
        directory += b"\x0c" + number(len(whole)) + b"\x00"
        directory += b"\x08\x0d" + number(len(full)) + b"\x09"
        directory += b"".join(number(len(one)) for one in full[:-1])
        directory += b"\x0a\x01" + b"".join(struct.pack("<L", zlib.crc32(one)) for one in full)
        directory += b"\x00\x00"
    directory += _files(pairs) + b"\x00"
    return wrapped(packed, directory)


def wrapped(packed: bytes, directory: bytes) -> bytes:
    """Return an archive of packed bytes and a directory, with the checksums it begins with."""
    rest = struct.pack("<QQL", len(packed), len(directory), zlib.crc32(directory))
    start = MAGIC + b"\x00\x04" + struct.pack("<L", zlib.crc32(rest))
    return start + rest + packed + directory


def rechecked(data: bytes) -> bytes:
    """Return an archive whose directory was changed, with the checksums that it has now."""
    if len(data) < START or not data.startswith(MAGIC):
        return data
    at, long = struct.unpack("<QQ", data[12:28])
    directory = data[START + at : START + at + long]
    rest = struct.pack("<QQL", at, long, zlib.crc32(directory))
    return data[:8] + struct.pack("<L", zlib.crc32(rest)) + rest + data[START:]


def number(value: int) -> bytes:
    """Write a number as the format does: the first byte tells how many follow."""
    for more in range(8):
        if value < 1 << (7 * (more + 1)):
            first = (0xFF00 >> more) & 0xFF | (value >> (8 * more))
            return bytes([first]) + (value & ((1 << (8 * more)) - 1)).to_bytes(more, "little")
    return b"\xff" + value.to_bytes(8, "little")


def _files(files: Sequence[tuple[str, bytes]]) -> bytes:
    empty = [name for name, content in files if not content]
    names = b"\x00" + b"".join(name.rstrip("/").encode("utf-16-le") + b"\0\0" for name, _ in files)
    out = b"\x05" + number(len(files))
    if empty:
        out += _property(0x0E, _bits([not content for _, content in files]))
        out += _property(0x0F, _bits([not name.endswith("/") for name in empty]))
    return out + _property(0x11, names) + b"\x00"


def _property(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + number(len(data)) + data


def _bits(flags: list[bool]) -> bytes:
    out = bytearray((len(flags) + 7) // 8)
    for at, flag in enumerate(flags):
        out[at // 8] |= flag << (7 - at % 8)
    return bytes(out)


def _packed(data: bytes, coder: str) -> tuple[bytes, bytes]:
    if coder == COPY:
        return data, b""
    if coder == BZIP2:
        return bz2.compress(data), b""
    if coder == DEFLATE:
        deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return deflater.compress(data) + deflater.flush(), b""
    kind = lzma.FILTER_LZMA2 if coder == LZMA2 else lzma.FILTER_LZMA1
    chain = [{"id": kind, "dict_size": _DICTIONARY, "lc": 3, "lp": 0, "pb": 2}]
    settings = b"\x10" if coder == LZMA2 else struct.pack("<BL", 3 + 9 * (0 + 5 * 2), _DICTIONARY)
    return lzma.compress(data, lzma.FORMAT_RAW, filters=chain), settings


# Of 发票/一.xml (<a/> fifty times), 空.txt (nothing) and b.xml (<b/>).
USUAL = (
    "N3q8ryccAAQwIdcklgAAAAAAAAAWAAAAAAAAAIajE73gAMsADF0AHhhB4+rafmh0roAAAOAAlgB6XQAAgTMHrg/POb"
    "AMB7DD2irXWGSss3jOVN43DYF65CDfwqNBUeO4I4buMNPe1w/07lQNY+2mwwznxxAk5XV+4ytd8G8eoHr8scoBjTMX"
    "pLcuNBGZm0vlBj42L9DTntxrvbV76MIj1TnmsZEJGqiuVAaUJ3BWwKpMJAAAAAAXBhQBCYCCAAcLAQABISEBGAyAlw"
    "AA"
)
LOCKED = (
    "N3q8ryccAARqxTfjvQAAAAAAAAAWAAAAAAAAAH1ecUs+8lFjp2PYzcXFh9XN3twmC6911ZPBtcNBddqRm4fUTeAArg"
    "CVXQAAgTMHrg/QDv4TqtVawT6nD36pVNwhs2xn0mQ1NXnx6awzujH1Xj5zl+4Au+uv1Q2JB238UT/+7OtBl5oIxlTC"
    "wjjFhyiuFAIp4MSt5SwoePhy3EbffDw7+OUatuajuy2VMPOJjeraABFKi1kHGeh1zGmff1hAtOl6Flzj96VSnZznV5"
    "ku905zHpKDJPWkFGZ+Q/AAAAAXBiABCYCdAAcLAQABISEBGAyArwAA"
)
HIDDEN = (
    "N3q8ryccAATD1b460AAAAAAAAAAqAAAAAAAAACfNZbju/XdqWxeLR6QgflG0ct3BzxUJboAl3vRCwQ96IAW/I0p3Gg"
    "3W6eg4dQE3lUp16ivh1WkCkJ/8TjUD8e1IWbWm/9Qu0tq0HacsRVI7pMDXilpiUWDNM8cJ5HHJCUAHNEeP/j5ibit/"
    "ZO1Oamh336mYzp3NVah1WAIntdAOsHPMlowI3qN6CCGisl7tMDoplN64XzzKBDQqFZCIfnZs7hJy4CyfkaUp7cHDcy"
    "hFT1oqo/R1T1nJqH8BBd7Zrfir5OzZ38sAEnBkhXS+B8g0TezBFwYgAQmAsAAHCwEAASQG8QcBElMPvVGjee52hJYE"
    "CHuD1E2iywyArwAA"
)
PPMD = (
    "N3q8ryccAATJNyDajgAAAAAAAAAWAAAAAAAAAKVRoYwAPCcWXajnbsW0Q7oA4ACWAHldAACBMweuD86xsaEJKq7VYm"
    "b6YkyMOz5KtzLsMaK6+0CSpyHS0xcMNeY7itlCF6pFOIM1pXlFVUn25j+4eES6FsjXL+2DhALz6g1kKXnoxc7SyDYx"
    "PwHQ/LZNYwBAndnChUo5u0ViylBNpyune+JH/zlB3AzJxCAAAAAAFwYNAQmAgQAHCwEAASEhARgMgJcAAA=="
)
