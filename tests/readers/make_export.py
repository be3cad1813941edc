"""Tax-bureau exports with made-up rows."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from tests.readers.made_up import BUYER, BUYER_ID, SELLER, SELLER_ID

Cell = str | int | float
BASE = (
    "序号",
    "发票代码",
    "发票号码",
    "数电发票号码",
    "销方识别号",
    "销方名称",
    "购方识别号",
    "购买方名称",
    "开票日期",
    "金额",
    "税额",
    "价税合计",
    "发票来源",
    "发票票种",
    "发票状态",
    "是否正数发票",
    "发票风险等级",
    "开票人",
    "备注",
)
LINES = (
    *BASE[:9],
    "税收分类编码",
    "特定业务类型",
    "货物或应税劳务名称",
    "规格型号",
    "单位",
    "数量",
    "单价",
    "金额",
    "税率",
    "税额",
    "价税合计",
    *BASE[12:],
)


def base_row(  # noqa: PLR0913 - what a test may want otherwise
    index: int,
    digital: Cell = "",
    code: Cell = "",
    number: Cell = "",
    *,
    day: str = "2025-01-04 10:32:00",
    sums: tuple[Cell, Cell, Cell] = ("100.00", "6.00", "106.00"),
    kind: str = "数电发票（普通发票）",
    status: str = "正常",
    positive: str = "是",
    seller_id: Cell = SELLER_ID,
) -> list[Cell]:
    """Return one row of 发票基础信息."""
    source = "电子发票服务平台" if digital else "增值税发票管理系统"
    party = [seller_id, SELLER, BUYER_ID, BUYER]
    tail = [source, kind, status, positive, "正常", "周青", ""]
    return [index, code, number, digital, *party, day, *sums, *tail]


def line_row(base: Sequence[Cell], name: str, sums: tuple[Cell, Cell, Cell]) -> list[Cell]:
    """Return one line of an invoice for 信息汇总表."""
    goods = ["1060100000000000000", "", name, "A5", "本", "2", "50"]
    return [*base[:9], *goods, sums[0], "6%", sums[1], sums[2], *base[12:]]


def xlsx(sheets: dict[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return a workbook; texts are texts and numbers are numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for down, row in enumerate(rows):
                for across, cell in enumerate(row):
                    if isinstance(cell, str):
                        if cell:
                            sheet.write_string(down, across, cell)
                    else:
                        sheet.write_number(down, across, cell)
    return out.getvalue()


def csv(rows: Sequence[Sequence[Cell]], encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file."""
    return "\r\n".join(",".join(map(str, row)) for row in rows).encode(encoding)
