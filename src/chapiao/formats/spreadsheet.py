"""Spreadsheets row by row: .xlsx, .xls and delimited text; every number stays what was written.

A number of twenty digits typed as a number is already damaged in the file; it is
given as the spreadsheet holds it ("2.5112E+19") and marked, never rounded further
and never repaired. Cells are read whatever the file says of its own dimensions,
but a file that claims a huge empty area is refused before it is unpacked.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from chapiao.formats import delimited, markup_table, safe_zip, sheet_area

XLS_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAX_BYTES: Final = 100 * 1024 * 1024
MAX_CELLS: Final = 40_000_000
EXACT: Final = 10**15  # a spreadsheet holds fifteen digits
_BROKEN: Final = "表格已损坏或不完整，打不开，请用Excel重新另存为xlsx"

Value = object  # str, int, float, bool, date, datetime, time or timedelta
Rows = Iterator[Sequence[Value]]


class BadSheet(Exception):
    """The bytes are no spreadsheet that can be read. The message can be shown to the user."""


class NumberCell(str):
    """The text of a cell that the spreadsheet holds as a number."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells joined into one: first and last row from 1, first and last column from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `unpack` reads it: its rows, starting with row 1, and what is merged."""

    name: str
    hidden: bool
    unpack: Callable[[], tuple[Rows, tuple[Merged, ...]]]


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


def read_any(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of a table of any kind: a workbook, a page saved as .xls, or text.

    Raises:
        BadSheet: broken, locked, or out of proportion.
    """
    if data.startswith(XLS_MAGIC) or safe_zip.is_zip(data):
        return read_workbook(data)
    if markup_table.is_markup(data):
        return read_markup(data)
    return (read_text(data),)


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """Return the sheets of cells, in the workbook's order; none of them is unpacked yet.

    Raises:
        BadSheet: broken, locked by a password, or out of proportion. The rows may raise it too.
    """
    _check_size(data)
    if safe_zip.is_zip(data):
        try:
            sheet_area.check(data)
        except sheet_area.TooLarge as error:
            raise BadSheet(str(error)) from error
        except safe_zip.BadZip as error:
            raise BadSheet(str(error).replace("压缩包", "表格")) from error
    found: tuple[Sheet, ...] = _guarded(lambda: _sheets(data))
    return found


def read_text(data: bytes) -> Sheet:
    """Return a CSV file, or one like it, as a sheet without a name.

    Raises:
        BadSheet: in no encoding that is known, or no table.
    """
    _check_size(data)
    try:
        rows = delimited.rows(data)
    except delimited.BadText as error:
        raise BadSheet(str(error)) from error
    return Sheet("", hidden=False, unpack=lambda: (iter(rows), ()))


def read_markup(data: bytes) -> tuple[Sheet, ...]:
    """Return the tables of an HTML page or an XML spreadsheet, which are often named .xls.

    Raises:
        BadSheet: broken, too large, or without a table.
    """
    try:
        found = markup_table.tables(data)
    except markup_table.BadMarkup as error:
        raise BadSheet(str(error)) from error
    return tuple(
        Sheet(name, hidden=False, unpack=lambda rows=rows: (iter(rows), ()))  # type: ignore[misc]
        for name, rows in found
    )


def text_of(value: Value) -> str:
    """Return a cell as text; one that the spreadsheet holds as a number is marked so."""
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


def _check_size(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        msg = f"表格超过{MAX_BYTES // 1024 // 1024}MB，请分成几份"
        raise BadSheet(msg)


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    # fastexcel unpacks in 0.6 of the time, but of a column of texts and numbers it makes texts:
    # 2.5112E+19 becomes twenty digits that look whole. As Python's values it is no faster.
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return tuple(
        Sheet(
            one.name,
            one.visible != SheetVisibleEnum.Visible,
            partial(_unpacked, workbook, one.name),
        )
        for one in workbook.sheets_metadata
        if one.typ == SheetTypeEnum.WorkSheet
    )


def _unpacked(workbook: Any, name: str) -> tuple[Rows, tuple[Merged, ...]]:  # noqa: ANN401
    sheet = _guarded(lambda: workbook.get_sheet_by_name(name))
    if sheet.width and sheet.total_height * sheet.width > MAX_CELLS:
        msg = f"表格「{name}」太大，请分成几份"
        raise BadSheet(msg)
    ranges = sheet.merged_cell_ranges or ()
    merged = tuple(Merged(one[0] + 1, one[1], two[0] + 1, two[1]) for one, two in ranges)
    rows: Rows = sheet.iter_rows()
    _, across = sheet.start or (0, 0)
    if across:  # the library leaves out the columns before the first cell, and no row
        pad = [""] * across
        rows = ([*pad, *row] for row in sheet.iter_rows())
    return rows, merged


def _guarded(act: Callable[[], Any]) -> Any:  # noqa: ANN401 - what the library gives
    """Do something with the library; what it cannot read is a BadSheet.

    Raises:
        BadSheet: the file is broken or locked.
    """
    from python_calamine import CalamineError, PasswordError

    try:
        return act()
    except PasswordError as error:
        msg = "表格加了密码，请去掉密码后再交"
        raise BadSheet(msg) from error
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise BadSheet(_BROKEN) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # the library gave up on a broken file
            raise BadSheet(_BROKEN) from error
        raise


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
