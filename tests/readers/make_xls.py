"""An old .xls, made byte by byte: one sheet of texts and numbers (BIFF8 in an OLE file)."""

from __future__ import annotations

import struct
from collections.abc import Sequence

SECTOR = 512
SMALLEST = 4096  # shorter streams are kept elsewhere
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
BOF, EOF, CODE_PAGE, SHEET, SIZE, LABEL, NUMBER = 0x809, 0x0A, 0x42, 0x85, 0x200, 0x204, 0x203
GLOBALS, WORKSHEET = 5, 0x10


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return a workbook of one sheet."""
    return _ole(_globals(len(_globals(0))) + _sheet(rows))


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(BOF, struct.pack("<HHHHII", 0x600, kind, 0xDBB, 0x7CC, 0, 6))


def _globals(sheet_at: int) -> bytes:
    name = "Sheet1".encode("utf-16-le")
    sheet = struct.pack("<IBBBB", sheet_at, 0, 0, 6, 1) + name
    page = _record(CODE_PAGE, struct.pack("<H", 1200))
    return _begin(GLOBALS) + page + _record(SHEET, sheet) + _record(EOF, b"")


def _sheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0)
    body = _begin(WORKSHEET) + _record(SIZE, size)
    for down, row in enumerate(rows):
        for across, cell in enumerate(row):
            place = struct.pack("<HHH", down, across, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                body += _record(LABEL, place + text)
            else:
                body += _record(NUMBER, place + struct.pack("<d", cell))
    return body + _record(EOF, b"")


def _ole(stream: bytes) -> bytes:
    """Return an OLE file: header, one FAT sector, one directory sector, the stream."""
    size = max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR)
    sectors = size // SECTOR
    chain = [FAT, END, *range(3, 2 + sectors), END]
    chain += [FREE] * (SECTOR // 4 - len(chain))
    directory = _entry("Root Entry", 5, END, 0, 1) + _entry("Workbook", 2, 2, size, FREE)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, SMALLEST, END, 0, END, 0)
    header += struct.pack("<I", 0) + b"\xff" * (4 * 108)
    fat = struct.pack(f"<{SECTOR // 4}I", *chain)
    return header + fat + directory.ljust(SECTOR, b"\0") + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (
        head + struct.pack("<III", FREE, FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
    )
