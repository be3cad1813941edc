"""税局导出: an export of the tax bureau, or a list like it → invoices, each with its row.

A file has one row per invoice (发票基础信息), one per line of goods (信息汇总表), or both
on two sheets. Lines are summed per invoice; both sheets are never added up. A number
that a spreadsheet damaged is shown with what it could have been, and never repaired.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from chapiao.formats import safe_zip, spreadsheet
from chapiao.formats.spreadsheet import BadSheet, Sheet
from chapiao.readers import export_about, export_lines, export_rows
from chapiao.readers.export_headings import Head, find_head
from chapiao.readers.export_model import DamagedRow, ExportRow, ExportTable, ExportTotals
from chapiao.readers.reading import Damaged, NotAnInvoice

BASE, LINES = "发票基础信息", "信息汇总表"
_UNKNOWN: Final = (
    "认不出这份表格：表头里要有「发票号码」，以及「金额」或「价税合计」；"
    "请用税局导出的原表，不要改动表头"
)


def read(data: bytes, name: str = "") -> ExportTable:
    """Return the invoices of an export. `name` is the file's, where it may tell the direction.

    Raises:
        Damaged: no spreadsheet, broken, locked, or out of proportion.
        NotAnInvoice: a spreadsheet without a list of invoices.
    """
    sheets = _sheets(data)
    found = [(sheet, head) for sheet in sheets if (head := find_head(sheet)) is not None]
    if not found:
        raise NotAnInvoice(_UNKNOWN)
    base, lines = _chosen(found)
    if base is not None:
        other = None if lines is None else export_lines.summed(*lines)
        return _table(name, sheets, base, export_rows.read_rows(*base), other)
    main = lines or found[0]
    return _table(name, sheets, main, export_lines.summed(*main), None)


def _sheets(data: bytes) -> tuple[Sheet, ...]:
    try:
        if data.startswith(spreadsheet.XLS_MAGIC) or safe_zip.is_zip(data):
            return spreadsheet.read_workbook(data)
        return (spreadsheet.read_csv(data),)
    except BadSheet as error:
        raise Damaged(str(error)) from error


Found = tuple[Sheet, Head]


def _chosen(found: Sequence[Found]) -> tuple[Found | None, Found | None]:
    """Return the sheet of invoices and the sheet of lines; the special sheets repeat them."""
    base = next((one for one in found if BASE in one[0].name), None)
    lines = next((one for one in found if LINES in one[0].name), None)
    if base or lines:
        return base, lines
    by_invoice = [one for one in found if "item" not in one[1].columns]
    by_line = [one for one in found if "item" in one[1].columns]
    return next(iter(by_invoice), None), next(iter(by_line), None)


def _table(
    name: str,
    sheets: Sequence[Sheet],
    main: Found,
    rows: export_rows.Rows,
    other: export_rows.Rows | None,
) -> ExportTable:
    sheet, head = main
    kept = rows.kept
    damaged = rows.damaged
    if other is not None:
        by_key = {one.invoice.key: one for one in other.kept}
        kept = tuple(_with_lines(one, by_key) for one in kept)
        damaged = tuple(_with_suggestion(one, other.kept) for one in damaged)
    return ExportTable(
        layout=export_about.layout(name, sheet, head),
        sheet=sheet.name,
        direction=export_about.direction(name, sheets, head),
        taxpayer_name=export_about.taxpayer_name(sheet, head),
        taxpayer_id=export_about.taxpayer_id(sheet, head),
        rows=kept,
        rejected=rows.rejected,
        damaged=damaged,
        totals=_totals(kept),
    )


def _with_lines(row: ExportRow, by_key: Mapping[str | None, ExportRow]) -> ExportRow:
    """Add the lines of the other sheet, where they make up the same amount."""
    other = by_key.get(row.invoice.key)
    if other is None or other.invoice.amount != row.invoice.amount:
        return row
    return replace(row, invoice=replace(row.invoice, lines=other.invoice.lines))


def _with_suggestion(row: DamagedRow, others: Sequence[ExportRow]) -> DamagedRow:
    """Suggest the number that the other sheet has whole, if only one can be meant."""
    fitting = [one for one in others if row.may_be(one.invoice)]
    if len(fitting) != 1 or row.repaired() is not None:
        return row
    [one] = fitting
    return row.suggesting(one.invoice, f"同一文件的「{LINES}」第{one.row}行")


def _totals(rows: Sequence[ExportRow]) -> ExportTotals:
    return ExportTotals(
        count=len(rows),
        amount=sum(row.invoice.amount or 0 for row in rows),
        tax=sum(row.invoice.tax or 0 for row in rows),
        total=sum(row.invoice.total or 0 for row in rows),
    )
