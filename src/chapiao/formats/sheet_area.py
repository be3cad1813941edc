"""How large an area a workbook's sheets claim, told before they are unpacked.

A spreadsheet library fills the gaps between cells, so one cell in the last row and one
in the last column cost gigabytes. A sheet whose cells are all written plainly and stand
near one another is let through after one look; any other one is looked at closely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from chapiao.formats import safe_zip

MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 104
MAX_SHEET_BYTES: Final = 800 * 1024 * 1024
_OVERLAP = 256  # an address may lie across two pieces
# A cell that is not written as programs write it, or not within A1:AN99999, A1:AN999999.
_FEW_ROWS: Final = 50_000
_FAR = re.compile(rb'<c(?! r="(?:A[A-N]|[A-Z])\d{1,5}")(?!ol)')
_VERY_FAR = re.compile(rb'<c(?! r="(?:A[A-N]|[A-Z])\d{1,6}")(?!ol)')
_ROW_NUMBER = re.compile(rb'<row r="(\d{1,9})')
# The library takes small letters too, and any number of letters.
_FAR_COLUMN = re.compile(rb' r="(?:[D-Z][A-Z]|[A-Z]{3,})\d', re.IGNORECASE)
_ODD_WRITING = (b"='", b" =", b"= ", b"\nr=", b"\tr=", b"\rr=")
_ODD_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Z]*\d+)\s*["']""", re.IGNORECASE)


class TooLarge(Exception):
    """A sheet would not fit in memory once the gaps are filled. The message can be shown."""


def check(data: bytes) -> None:
    """Look at every sheet of an .xlsx.

    Raises:
        TooLarge: a sheet claims a huge area.
        safe_zip.BadZip: the file is broken or unsafe.
    """
    archive = safe_zip.open_zip(data)
    for name in archive.names:
        plain = name.lower()
        if "worksheets/" in plain and plain.endswith(".xml"):
            _check_sheet(archive.pieces(name, MAX_SHEET_BYTES))


def _check_sheet(pieces: Iterable[bytes]) -> None:
    """Look at the cells' addresses piece by piece; a row's cells come after its own number."""
    count = last = 0
    tail = b""
    for piece in pieces:
        xml = tail + piece
        whole = xml.rfind(b"<")
        tail = xml[whole:] if 0 <= len(xml) - whole < _OVERLAP else xml[-_OVERLAP:]
        xml = xml[: len(xml) - len(tail)]
        far = _FAR if last < _FEW_ROWS else _VERY_FAR
        if b":c" in xml or far.search(xml) is not None:
            count += xml.count(b"<row") + xml.count(b":row ")
            last = _look_closely(xml, last, count)
            continue
        newest = _ROW_NUMBER.match(xml, max(0, xml.rfind(b'<row r="')))
        last = max(last, int(newest[1]) if newest else 0)
        if _is_sparse(last, count):  # rows are counted only where the count can matter
            count += xml.count(b"<row")
        _check_gaps(last, count)
    _look_closely(tail, last, max(count, last // 20))


def _is_sparse(last: int, count: int) -> bool:
    return last > 20 * count + 20_000


def _check_gaps(last: int, count: int, *, far: bool = False) -> None:
    if last > MAX_ROWS or _is_sparse(last, count) or far:
        msg = "表格中有大片空行，行数异常，请删去空行后另存再交"
        raise TooLarge(msg)


def _look_closely(xml: bytes, last: int, count: int) -> int:
    """Return the last row's number so far."""
    if any(odd in xml for odd in _ODD_WRITING):  # valid XML, but no spreadsheet writes it so
        xml = b" ".join(b'<row r="%s"' % found for found in _ODD_REFERENCE.findall(xml))
    if _FAR_COLUMN.search(xml):
        msg = f"表格的列数超过{MAX_COLUMNS}，请删去不用的列后另存再交"
        raise TooLarge(msg)
    last = max(last, *(int(number) for number in _ROW_NUMBER.findall(xml)), 0)
    _check_gaps(last, count, far=_beyond(max(last, count)).search(xml) is not None)
    return last


def _beyond(last: int) -> re.Pattern[bytes]:
    """Match a cell far below the last row: a larger first digit, or more digits."""
    digits = str(last)
    more = rb"\d{%d,}" % (len(digits) + 1)
    if digits[0] < "9":
        more += rb"|[%d-9]\d{%d}" % (int(digits[0]) + 1, len(digits) - 1)
    return re.compile(rb' r="[A-Z]{1,3}(?:%s)"' % more, re.IGNORECASE)
