"""The 台账 as a workbook: the tax bureau's own columns first, then what only we know.

A person's identity number is shown only by its first six and last four, as on the pages.
One sheet with a row per invoice and its 合计, one with a row per line, and one that
says what was asked for and when. Numbers, codes and tax ids are text, so that no
spreadsheet eats their digits; nothing is a formula, whatever it begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import DIGITAL_LENGTH, Line
from chapiao.invoice.tax_id import mask_id
from chapiao.store.queries.ledger import Row

HEAD = (
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号",
    "购买方名称", "开票日期",
)  # fmt: skip
LINE = (
    "税收分类编码", "特定业务类型", "货物或应税劳务名称", "规格型号", "单位", "数量", "单价",
    "金额", "税率", "税额", "价税合计",
)  # fmt: skip
SUMS = ("金额", "税额", "价税合计")
TAIL = ("发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级", "开票人", "备注")
OURS = (
    "所属企业", "用途", "单据状态", "查验状态", "入账日期", "凭证号", "部门", "台账来源",
    "收入时间",
)  # fmt: skip
MOST_ROWS = 1_048_576 - 2  # a sheet's, less the heading and the 合计
LONGEST = 32_767  # characters a cell can hold
_WIDE = {"发票号码", "数电发票号码", "销方识别号", "购方识别号", "开票日期"}
_WIDEST = {"销方名称", "购买方名称", "货物或应税劳务名称", "发票票种", "备注", "所属企业"}
# The bureau's names of kinds, where they are not ours.
_KINDS = {
    Kind.RAIL: "数电发票（铁路电子客票）",
    Kind.AIR: "数电发票（航空运输电子客票行程单）",
    Kind.ORDINARY: "增值税普通发票",
}
_FROM_SERVICE, _FROM_SYSTEM = "电子发票服务平台", "增值税发票管理系统"

Cell = str | int | None  # text, or money in fen


@dataclass(frozen=True, slots=True)
class Item:
    """One invoice: its row of the list, all its lines, and what the list does not show."""

    row: Row
    lines: tuple[Line, ...]
    entity: str
    department: str
    added_at: datetime


@dataclass(slots=True)
class Sums:
    """What the rows add up to, in fen."""

    count: int = 0
    amount: int = 0
    tax: int = 0
    total: int = 0

    def add(self, row: Row) -> None:
        """Count one more invoice."""
        self.count += 1
        self.amount += row.amount or 0
        self.tax += row.tax or 0
        self.total += row.total or 0


def write(
    items: Iterable[Item], *, about: Sequence[tuple[str, str]], now: datetime, out: BinaryIO
) -> Sums:
    """Write the invoices as they come; return their sums."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": "台账", "created": now.replace(tzinfo=None)})
    main = _Sheet(book, "发票基础信息", HEAD + SUMS + TAIL + OURS)
    lines = _Sheet(book, "信息汇总表", HEAD + LINE + TAIL)
    sums = Sums()
    for item in items:
        row = item.row
        sums.add(row)
        head, tail = _head(row, sums.count), _tail(row)
        main.add((*head, row.amount, row.tax, row.total, *tail, *_ours(item)))
        for line in item.lines or (Line(amount=row.amount, tax=row.tax),):
            lines.add((*head, *_line(line), *tail))
    blank = ("",) * (len(HEAD) - 1)
    main.add(("合计", *blank, sums.amount, sums.tax, sums.total), bold=True)
    notes = _Sheet(book, "导出说明", ("项目", "内容"))
    for pair in (*about, ("导出时间", f"{now:%Y-%m-%d %H:%M:%S}"), ("张数", str(sums.count))):
        notes.add(pair)
    if lines.left_out:
        notes.add(("明细", f"一张表最多{MOST_ROWS}行，还有{lines.left_out}行明细没有列出"))
    book.close()
    return sums


class _Sheet:
    """A sheet that is written row by row and never held in memory."""

    def __init__(self, book: Any, name: str, heads: Sequence[str]) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self._sheet = book.add_worksheet(name)
        self._money = book.add_format({"num_format": "#,##0.00"})
        self._bold_money = book.add_format({"num_format": "#,##0.00", "bold": True})
        self._bold = book.add_format({"bold": True})
        self._sheet.freeze_panes(1, min(4, len(heads)))
        for column, head in enumerate(heads):
            width = 32 if head in _WIDEST or head == "内容" else 22 if head in _WIDE else 12
            self._sheet.set_column(column, column, width)
            self._sheet.write_string(0, column, head, self._bold)
        self._row = 0
        self.left_out = 0

    def add(self, cells: Iterable[Cell], *, bold: bool = False) -> None:
        """Write the next row; one that the sheet has no room for is counted."""
        if self._row > MOST_ROWS:
            self.left_out += 1
            return
        self._row += 1
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                style = self._bold_money if bold else self._money
                self._sheet.write_number(self._row, column, cell / 100, style)
            elif cell:
                style = self._bold if bold else None
                self._sheet.write_string(self._row, column, cell[:LONGEST], style)


def _head(row: Row, place: int) -> tuple[Cell, ...]:
    digital = _is_digital(row)
    return (
        str(place),
        row.code,
        "" if digital else row.number,
        row.number if digital else row.second_number,
        mask_id(row.seller.tax_id or ""),
        row.seller.name,
        mask_id(row.buyer.tax_id or ""),
        row.buyer.name,
        row.issued_on.isoformat() if row.issued_on else "",
    )


def _is_digital(row: Row) -> bool:
    return not row.code and len(row.number) == DIGITAL_LENGTH


def _tail(row: Row) -> tuple[Cell, ...]:
    kind = next((one for one in Kind if one.value == row.kind), None)
    digital = kind.is_digital or kind.is_paper_digital if kind else _is_digital(row)
    return (
        _FROM_SERVICE if digital else _FROM_SYSTEM,
        _KINDS.get(kind, kind.value.replace("数电票", "数电发票")) if kind else row.kind,
        row.tax_status,
        None if row.positive is None else "是" if row.positive else "否",
        row.risk,
        row.drawer,
        row.remark,
    )


def _ours(item: Item) -> tuple[Cell, ...]:
    row = item.row
    return (
        item.entity,
        row.use_status,
        row.doc_status,
        row.verify_status,
        row.booked_on.isoformat() if row.booked_on else "",
        row.voucher,
        item.department,
        row.source,
        f"{item.added_at:%Y-%m-%d %H:%M:%S}",
    )


def _line(line: Line) -> tuple[Cell, ...]:
    both = None if line.amount is None else line.amount + (line.tax or 0)
    figures = ("" if one is None else f"{one:f}" for one in (line.quantity, line.price))
    return "", "", line.name, line.spec, line.unit, *figures, line.amount, line.rate, line.tax, both
