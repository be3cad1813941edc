"""What an export says of itself: its layout, whose it is, and 取得 or 开具."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chapiao.formats.spreadsheet import Sheet
from chapiao.invoice.tax_id import plain_tax_id
from chapiao.readers.export_headings import Head

_TAXPAYER_ID = re.compile(r"(?:纳税人识别号|统一社会信用代码|税号)[:：]?\s*([0-9A-Za-z]{15,20})")
_TAXPAYER_NAME = re.compile(r"(?:纳税人名称|企业名称|单位名称)[:：]?\s*([^\s:：]{2,60})")
_DIRECTIONS = (
    ("取得", re.compile(r"取得|进项|受票|收票")),
    ("开具", re.compile(r"开具发票|开具|销项")),
)


def layout(name: str, sheet: Sheet, head: Head) -> str:
    """Name the layout, as people call the export."""
    if head.has("use"):
        return "用途确认信息"
    if "全量发票" in name or head.has("source") or head.has("positive"):
        return f"全量发票查询导出结果·{sheet.name}" if sheet.name else "全量发票查询导出结果"
    return "发票清单"


def direction(name: str, sheets: Sequence[Sheet], head: Head) -> str | None:
    """Return 取得 or 开具 where the file's name or its title rows tell."""
    above = " ".join(cell for sheet in sheets for row in sheet.rows[: head.row - 1] for cell in row)
    told = [word for word, sign in _DIRECTIONS if sign.search(f"{name} {above}")]
    return told[0] if len(told) == 1 else None


def taxpayer_id(sheet: Sheet, head: Head) -> str | None:
    """Return the tax id in the rows above the headings."""
    found = _TAXPAYER_ID.search(_above(sheet, head))
    return plain_tax_id(found[1]) if found else None


def taxpayer_name(sheet: Sheet, head: Head) -> str | None:
    """Return the company's name in the rows above the headings."""
    found = _TAXPAYER_NAME.search(_above(sheet, head))
    return found[1] if found else None


def _above(sheet: Sheet, head: Head) -> str:
    """Return the title rows as one text; label and value may stand in neighbouring cells."""
    rows = sheet.rows[: head.row - 1]
    return " \n ".join(" ".join(cell for cell in row if cell.strip()) for row in rows)
