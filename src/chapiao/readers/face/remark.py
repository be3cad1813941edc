"""备注: what stands in the space beside the upright word, between the total and the clerks."""

from __future__ import annotations

import re

from chapiao.formats.layout import Page, rows_of
from chapiao.readers.face import labels

_TOTAL = re.compile(r"价税合计|[(（]小[.·]?写[)）]")
_FOOT = re.compile(r"开票人[:：]?|收款人[:：]?")


def read_remark(page: Page) -> str | None:
    """Return the remark, "" for an empty one, None where the page has no such space."""
    top = next((label.words.y1 for label in labels.find(page, _TOTAL)), None)
    column = _column(page, top or 0.0)
    if top is None or column is None:
        return None
    foot = next(
        (label.words.y0 for label in labels.find(page, _FOOT, "人") if label.words.y0 > top + 10),
        page.height,
    )
    inside = page.between(column, top, page.width, foot)
    return "\n".join(row.spaced for row in rows_of(inside))


def _column(page: Page, top: float) -> float | None:
    """Return where the upright word 备注 ends on its right."""
    for head in page.of("备"):
        if head.y0 < top - head.height:
            continue
        for under in page.of("注"):
            if abs(under.x0 - head.x0) < head.height and under.y0 > head.y0:
                return max(head.x1, under.x1) + 1
    return None
