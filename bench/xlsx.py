"""Rows of a workbook a second: ours, and the bare library's, which is the floor.

The floor opens the workbook and runs over its rows; it looks at no cell. It is measured
in turns with ours, in processor time.
"""

from __future__ import annotations

import io
import statistics
from collections.abc import Callable
from time import process_time

from bench import exports
from bench.row import Row

ROWS = 100_000
ROUNDS = 5


def run() -> list[Row]:
    """Measure an export of nine columns, as a reconciliation has it, and one of all."""
    from chapiao.readers import export_table

    rows: list[Row] = []
    for name, columns in (("xlsx rows", exports.NINE), ("xlsx rows, all columns", None)):
        data = exports.made(name.replace(", ", "-").replace(" ", "-"), ROWS, columns).read_bytes()
        ours, floor = _turns(data, lambda one: len(export_table(one).rows), _bare)
        figures = {"ours": ROWS / ours, "floor": ROWS / floor}
        names = (f"readers: {name}", f"readers: {name}, against the bare library")
        rows += [Row(name=one, size=ROWS, unit="行/s", repeats=ROUNDS, **figures) for one in names]
    return rows


def _turns(
    data: bytes, ours: Callable[[bytes], int], floor: Callable[[bytes], int]
) -> tuple[float, float]:
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for act, into in zip((ours, floor), taken, strict=True):
            began = process_time()
            found = act(data)
            into.append(process_time() - began)
            if found < ROWS:
                msg = f"{found} rows of {ROWS}"
                raise AssertionError(msg)
    return statistics.median(taken[0]), statistics.median(taken[1])


def _bare(data: bytes) -> int:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sum(1 for _ in sheet.iter_rows())
