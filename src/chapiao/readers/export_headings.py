"""The headings of tax-bureau exports and lists like them, as they were and are written.

Source: domain §6.4 [B]; requirements N26. A heading is compared without blanks, stars
and units, for they come with a trailing `*`, over two lines or as 金额（元）.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from chapiao.formats.spreadsheet import Sheet
from chapiao.invoice.typed import halfwidth

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "index": ("序号", "行号"),
    "code": ("发票代码", "票据代码"),
    "number": ("发票号码", "发票号", "票据号码"),
    "digital": (
        "数电发票号码",
        "数电票号码",
        "全电发票号码",
        "全电票号码",
        "电子发票号码",
        "数电号码",
    ),
    "issued_on": ("开票日期", "填开日期", "开票时间", "开具日期"),
    "seller_tax_id": (
        "销方识别号",
        "销售方识别号",
        "销方税号",
        "销售方税号",
        "销方纳税人识别号",
        "销售方纳税人识别号",
        "销货方识别号",
        "销售方统一社会信用代码/纳税人识别号",
    ),
    "seller_name": (
        "销方名称",
        "销售方名称",
        "销方纳税人名称",
        "销售方纳税人名称",
        "销货方名称",
        "供应商名称",
        "开票方名称",
    ),
    "buyer_tax_id": (
        "购方识别号",
        "购买方识别号",
        "购方税号",
        "购买方税号",
        "购方纳税人识别号",
        "购买方纳税人识别号",
        "购货方识别号",
        "购买方统一社会信用代码/纳税人识别号",
    ),
    "buyer_name": (
        "购买方名称",
        "购方名称",
        "购方纳税人名称",
        "购买方纳税人名称",
        "购货方名称",
        "受票方名称",
    ),
    "amount": ("金额", "合计金额", "不含税金额", "金额合计", "发票金额"),
    "tax": ("税额", "合计税额", "税额合计"),
    "total": ("价税合计", "价税合计金额", "含税金额", "含税总额"),
    "check_code": ("校验码",),
    "source": ("发票来源", "数据来源"),
    "kind": ("发票票种", "票种", "发票类型", "发票种类", "票据类型"),
    "status": ("发票状态", "票据状态", "状态"),
    "positive": ("是否正数发票",),
    "risk": ("发票风险等级", "风险等级"),
    "use": ("勾选状态", "用途状态", "勾选标志"),
    "drawer": ("开票人",),
    "remark": ("备注",),
    "item": (
        "货物或应税劳务名称",
        "货物或应税劳务、服务名称",
        "货物、应税劳务及服务",
        "商品名称",
        "货物名称",
        "项目名称",
    ),
    "spec": ("规格型号",),
    "unit": ("单位", "计量单位"),
    "quantity": ("数量",),
    "price": ("单价", "不含税单价"),
    "rate": ("税率", "税率/征收率"),
}
_FIELDS: Final = {heading: field for field, names in HEADINGS.items() for heading in names}
_UNIT = re.compile(r"\((?:元|人民币|人民币元|%|必填|选填)\)$")
_AROUND = re.compile(r"[\s*★※:：]+")
_SEARCHED_ROWS = 30
_LEAST_HEADINGS = 4


@dataclass(frozen=True, slots=True)
class Head:
    """The heading row of a sheet: where it stands (from 1), and field → column."""

    row: int
    columns: Mapping[str, int]

    def has(self, *fields: str) -> bool:
        """Whether the sheet has a column for each of the fields."""
        return all(field in self.columns for field in fields)


def find_head(sheet: Sheet) -> Head | None:
    """Return the heading row among the first rows; None for a sheet of something else."""
    for place, row in enumerate(sheet.rows[:_SEARCHED_ROWS], 1):
        columns = columns_of(row)
        numbered = "number" in columns or "digital" in columns
        valued = "amount" in columns or "total" in columns
        if numbered and valued and len(columns) >= _LEAST_HEADINGS:
            return Head(place, columns)
    return None


def columns_of(row: Sequence[str]) -> dict[str, int]:
    """Return field → column of a row read as headings; the first of two alike counts."""
    columns: dict[str, int] = {}
    for column, cell in enumerate(row):
        if 0 < len(cell) < 30:  # noqa: PLR2004 - a heading is short
            field = _FIELDS.get(plain_heading(cell))
            if field is not None:
                columns.setdefault(field, column)
    return columns


def plain_heading(cell: str) -> str:
    """Return a heading as it is compared.

    >>> plain_heading(" 价税合计（元） *"), plain_heading("货物或应税 劳务名称")
    ('价税合计', '货物或应税劳务名称')
    """
    return _UNIT.sub("", _AROUND.sub("", halfwidth(cell)))
