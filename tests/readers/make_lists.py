"""Lists as people hand them over, and what was read of them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from chapiao.readers.lists import Listing

NUMBER, OTHER = "25112000000012345678", "25112000000012345679"
SELLER = "北京蓝湖商贸有限公司"
Cells = Sequence[Sequence[Any]]


def as_csv(rows: Cells, encoding: str = "utf-8-sig") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(**sheets: Cells) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    sheet.write(at, column, cell)
    book.close()
    return out.getvalue()


def rows_of(listing: Listing) -> list[dict[str, Any]]:
    """Return the rows as they are, without what they do not say."""
    return [
        {k: v[at] for k, v in listing.columns.items() if v[at] not in ("", None) and k != "sheet"}
        for at in range(len(listing))
    ]
