"""What an export says of itself: its layout, whose it is, and 取得 or 开具."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chapiao.invoice.tax_id import plain_tax_id
from chapiao.readers.export_head import Head
from chapiao.readers.export_red import is_red_list
from chapiao.readers.export_sheet import Found

Above = Sequence[Sequence[str]]
_TAXPAYER_ID = re.compile(r"(?:纳税人识别号|统一社会信用代码|税号)[:：]?\s*([0-9A-Za-z]{15,20})")
_TAXPAYER_NAME = re.compile(r"(?:纳税人名称|企业名称|单位名称)[:：]?\s*([^\s:：]{2,60})")
_DIRECTIONS = (
    ("取得", re.compile(r"取得|进项|受票|收票")),
    ("开具", re.compile(r"开具发票|开具|销项")),
)


def layout(name: str, sheet: str, heads: Sequence[Head], above: Above, *, by_hand: bool) -> str:
    """Name the layout, as people call the export."""
    title = f"{name} {sheet} {_text(above)}"
    if any(is_red_list(one) for one in heads):
        return "红字确认单"
    if any(one.has("use") for one in heads):
        older = not any(one.has("digital") for one in heads) and "用途确认" not in title
        return "用途确认信息（旧版勾选清单）" if older else "用途确认信息"
    full = any(one.has("source") or one.has("positive") or one.has("risk") for one in heads)
    if by_hand and not full:
        return "发票清单（按指定的列）"
    if "全量发票" in title or full:
        return f"全量发票查询导出结果·{sheet}" if sheet else "全量发票查询导出结果"
    return "发票清单"


def direction(name: str, found: Sequence[Found]) -> str | None:
    """Return 取得 or 开具 where the file's name or its title rows tell."""
    titles = " ".join(_text(one.above) for one in found)
    told = [word for word, sign in _DIRECTIONS if sign.search(f"{name} {titles}")]
    return told[0] if len(told) == 1 else None


def taxpayer_id(above: Above) -> str | None:
    """Return the tax id in the rows above the headings."""
    found = _TAXPAYER_ID.search(_text(above))
    return plain_tax_id(found[1]) if found else None


def taxpayer_name(above: Above) -> str | None:
    """Return the company's name in the rows above the headings."""
    found = _TAXPAYER_NAME.search(_text(above))
    return found[1] if found else None


def _text(above: Above) -> str:
    """Return the title rows as one text; label and value may stand in neighbouring cells."""
    return " \n ".join(" ".join(cell for cell in row if cell.strip()) for row in above)
