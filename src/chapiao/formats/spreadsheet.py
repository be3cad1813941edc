"""Spreadsheets as rows of text: .xlsx, .xls and CSV; every number stays what was written.

A number of twenty digits typed as a number is already damaged in the file; it is
given as the spreadsheet holds it ("2.5112E+19") and marked, never rounded further
and never repaired. Cells are read whatever the file says of its own dimensions,
but a file that claims a huge empty area is refused before it is unpacked.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from chapiao.formats import safe_zip

XLS_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES: Final = 100 * 1024 * 1024
MAX_ROWS: Final = 1_048_576
MAX_COLUMNS: Final = 104
MAX_SHEET_BYTES: Final = 800 * 1024 * 1024
MAX_CELLS: Final = 40_000_000
EXACT: Final = 10**15  # a spreadsheet holds fifteen digits
_OVERLAP = 256  # an address may lie across two pieces
_ROW_NUMBER = re.compile(rb'<row r="(\d{1,9})')
_FAR_COLUMN = re.compile(rb' r="(?:[D-Z][A-Z]|[A-Z]{3})\d')
_ODD_WRITING = (b"='", b" =", b"= ", b"\nr=", b"\tr=", b"\rr=")
_ODD_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Z]*\d+)\s*["']""")


class BadSheet(Exception):
    """The bytes are no spreadsheet that can be read. The message can be shown to the user."""


class NumberCell(str):
    """The text of a cell that the spreadsheet holds as a number."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1 as the spreadsheet shows it."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def is_workbook(data: bytes) -> bool:
    """Tell from the content whether this is an .xlsx or .xls."""
    if data.startswith(XLS_MAGIC):
        return True
    if not safe_zip.is_zip(data):
        return False
    try:
        names = safe_zip.open_zip(data).names
    except safe_zip.BadZip:
        return False
    return any(name.lower().startswith("xl/") for name in names)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets that hold anything.

    Raises:
        BadSheet: broken, locked by a password, or out of proportion.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    if len(data) > MAX_BYTES:
        msg = f"表格超过{MAX_BYTES // 1024 // 1024}MB，请分成几份"
        raise BadSheet(msg)
    if safe_zip.is_zip(data):
        _check_area(data)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = tuple(_sheet(workbook, name) for name in workbook.sheet_names)
    except PasswordError as error:
        msg = "表格加了密码，请去掉密码后再交"
        raise BadSheet(msg) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise BadSheet(_BROKEN) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library gave up on a broken file
            raise BadSheet(_BROKEN) from error
        raise
    return tuple(sheet for sheet in sheets if sheet.rows)


def read_csv(data: bytes) -> Sheet:
    """Return a CSV file as a sheet without a name; UTF-8, UTF-16 with a mark, or GB18030.

    Raises:
        BadSheet: in none of these encodings, or no CSV.
    """
    if len(data) > MAX_BYTES:
        msg = f"表格超过{MAX_BYTES // 1024 // 1024}MB，请分成几份"
        raise BadSheet(msg)
    text = _decoded(data)
    head = text[:8192]
    delimiter = max(",\t;|", key=head.count)
    try:
        rows = tuple(
            tuple(_unquoted(cell) for cell in row)
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        )
    except csv.Error as error:
        msg = "CSV文件的格式不对，请用Excel另存为xlsx再交"
        raise BadSheet(msg) from error
    return Sheet("", rows)


_BROKEN: Final = "表格已损坏或不完整，打不开，请用Excel重新另存为xlsx"


def _sheet(workbook: Any, name: str) -> Sheet:  # noqa: ANN401 - calamine has no types here
    sheet = workbook.get_sheet_by_name(name)
    if sheet.width and sheet.total_height * sheet.width > MAX_CELLS:
        msg = f"表格「{name}」太大，请分成几份"
        raise BadSheet(msg)
    values = sheet.to_python(skip_empty_area=False)
    return Sheet(name, tuple(tuple(map(_text, row)) for row in values))


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return NumberCell(_number(value))
    if isinstance(value, datetime):
        at_midnight = value.time() == time()
        return f"{value:%Y-%m-%d}" if at_midnight else f"{value:%Y-%m-%d %H:%M:%S}"
    if isinstance(value, date | time | timedelta):
        return str(value)
    return ""


def _number(value: float) -> str:
    """Whole numbers without a point, small ones without an exponent, the rest as they are.

    >>> _number(12345678.0), _number(0.00001), _number(25112000000012345678.0)
    ('12345678', '0.00001', '2.5112000000012345E+19')
    """
    if value == int(value) and abs(value) < EXACT:
        return str(int(value))
    if abs(value) < EXACT:
        return format(Decimal(repr(value)), "f")
    return repr(value).upper()


def _check_area(data: bytes) -> None:
    """Refuse a sheet whose cells would not fit in memory once the gaps are filled."""
    try:
        archive = safe_zip.open_zip(data)
        for name in archive.names:
            plain = name.lower()
            if "worksheets/" in plain and plain.endswith(".xml"):
                _check_sheet(archive.pieces(name, MAX_SHEET_BYTES))
    except safe_zip.BadZip as error:
        raise BadSheet(str(error).replace("压缩包", "表格")) from error


def _check_sheet(pieces: Iterable[bytes]) -> None:
    """Look at the cells' addresses piece by piece; a row's cells come after its own number."""
    count = last = 0
    tail = b""
    for piece in pieces:
        xml = tail + piece
        tail = xml[-_OVERLAP:]
        if any(odd in xml for odd in _ODD_WRITING):  # valid XML, but no spreadsheet writes it so
            xml = b" ".join(b'<row r="%s"' % found for found in _ODD_REFERENCE.findall(xml))
        if _FAR_COLUMN.search(xml):
            msg = f"表格的列数超过{MAX_COLUMNS}，请删去不用的列后另存再交"
            raise BadSheet(msg)
        count += xml.count(b"row ") + xml.count(b"row>")
        last = max(last, *(int(number) for number in _ROW_NUMBER.findall(xml)), 0)
        far = _beyond(max(last, count)).search(xml)
        if last > MAX_ROWS or last > 20 * count + 20_000 or far:
            msg = "表格中有大片空行，行数异常，请删去空行后另存再交"
            raise BadSheet(msg)


def _beyond(last: int) -> re.Pattern[bytes]:
    """Match a cell far below the last row: a larger first digit, or more digits."""
    digits = str(last)
    more = rb"\d{%d,}" % (len(digits) + 1)
    if digits[0] < "9":
        more += rb"|[%d-9]\d{%d}" % (int(digits[0]) + 1, len(digits) - 1)
    return re.compile(rb' r="[A-Z]{1,3}(?:%s)"' % more)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    msg = "CSV文件的编码不认识，请用Excel另存为xlsx再交"
    raise BadSheet(msg)


def _unquoted(cell: str) -> str:
    """Take off what is written around a number to keep a spreadsheet from touching it.

    >>> _unquoted('="25112000000012345678"')
    '25112000000012345678'
    """
    bare = cell.strip()
    if bare.startswith('="') and bare.endswith('"'):
        return bare[2:-1]
    return bare
