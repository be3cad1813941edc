"""Where a row of an export stands: one number for its sheet and its row, in their order."""

from __future__ import annotations

from collections.abc import Sequence

A_SHEET = 1 << 21  # more rows than a sheet can have


def place(sheet: int, row: int) -> int:
    """Return what a row is kept under; on the first sheet that is the spreadsheet's own row.

    >>> place(0, 17), row_of(place(2, 17)), sheet_of(place(2, 17))
    (17, 17, 2)
    """
    return sheet * A_SHEET + row


def row_of(place: int) -> int:
    """Return the row as the spreadsheet counts it."""
    return place % A_SHEET


def sheet_of(place: int) -> int:
    """Return which of the sheets it is on, from 0."""
    return place // A_SHEET


def sheet_name(place: int, sheets: Sequence[str]) -> str:
    """Return the name of the sheet, where the export has several; else ""."""
    at = sheet_of(place)
    return sheets[at] if at < len(sheets) > 1 else ""
