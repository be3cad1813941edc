"""Exports to measure with: made-up rows of a tax-bureau export, as a workbook.

`python -m bench.exports ROWS FILE` writes one, so that the making does not count
towards what is measured.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

import xlsxwriter
from tests.readers import make_export
from tests.readers.made_up import BUYER, BUYER_ID

from bench.row import SEED
from chapiao.demo.ids import tax_id

SELLERS = 5_000
# What a reconciliation needs of an export: nine of its columns.
NINE = (3, 4, 5, 6, 8, 9, 10, 11, 14)


def write(path: Path, rows: int, columns: tuple[int, ...] | None = None) -> None:
    """Write a workbook of so many invoices, each with its own number, day and sums."""
    chance = random.Random(SEED)
    sellers = [
        (f"上海远帆{at:04}信息服务有限公司", tax_id("310105", at + 10)) for at in range(SELLERS)
    ]
    shown = columns or tuple(range(len(make_export.BASE)))
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("发票基础信息")
        for across, column in enumerate(shown):
            sheet.write_string(0, across, make_export.BASE[column])
        for at in range(1, rows + 1):
            fen = chance.randrange(100, 9_999_999)
            tax = round(fen * 0.06)
            day = (
                f"2025-{chance.randrange(1, 13):02}-{chance.randrange(1, 28):02} 10:{at % 60:02}:00"
            )
            row = make_export.base_row(
                at,
                f"2511200000{at * 10 + 7:010}",
                day=day,
                sums=(fen / 100, tax / 100, (fen + tax) / 100),
            )
            row[5], row[4] = chance.choice(sellers)
            row[6], row[7] = BUYER_ID, BUYER
            for across, column in enumerate(shown):
                cell = row[column]
                if isinstance(cell, str):
                    if cell:
                        sheet.write_string(at, across, cell)
                else:
                    sheet.write_number(at, across, cell)


def made(name: str, rows: int, columns: tuple[int, ...] | None = None) -> Path:
    """Return a workbook under `.bench`, written once."""
    path = Path(__file__).parents[1] / ".bench" / "exports" / f"{name}-{rows}.xlsx"
    if not path.exists():
        write(path, rows, columns)
    return path


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
