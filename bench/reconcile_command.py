"""The whole of `chapiao reconcile`, command start to workbook, and every gap's cause.

What counts is the time on the clock, start-up and the reading of the files included: that is
what somebody waits for.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import reconcile_lists
from bench.row import Row

SHEET, WHOLE, ROUNDS = 100_000, 1_000_000, 3


def run(sizes: list[int]) -> list[Row]:
    """Measure two workbooks of 100,000 rows, and two parquet files of a million."""
    del sizes
    return [_workbooks(), _gaps()]


def _workbooks() -> Row:
    folder = reconcile_lists.lists(SHEET)
    files = [_as_xlsx(folder / f"{name}.parquet") for name in ("tax", "books")]
    taken = []
    with tempfile.TemporaryDirectory() as place:
        for _ in range(ROUNDS):
            started = time.perf_counter()
            _command(*map(str, files), "--out", f"{place}/out.xlsx")
            taken.append(time.perf_counter() - started)
    return Row(
        name="reconcile: two workbooks, start to report",
        size=SHEET,
        ours=statistics.median(taken),
        unit="s",
        repeats=ROUNDS,
    )


def _gaps() -> Row:
    folder = reconcile_lists.lists(WHOLE)
    started = time.perf_counter()
    files = [str(folder / f"{name}.parquet") for name in ("tax", "books")]
    told = json.loads(_command(*files, "--json"))
    seconds = time.perf_counter() - started
    gaps = told["gaps"]
    if not gaps or any(not one["cause"] or not one["next_step"] for one in gaps):
        msg = "a gap without a cause"
        raise AssertionError(msg)
    return Row(
        name="reconcile: every gap of 1 M with its cause", size=len(gaps), ours=seconds, unit="s"
    )


def _command(*given: str) -> bytes:
    command = [sys.executable, "-m", "chapiao.cli", "reconcile", *given]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout


def _as_xlsx(source: Path) -> Path:
    """Write a list as a workbook, once."""
    target = source.with_suffix(".xlsx")
    if not target.exists():
        import duckdb
        import xlsxwriter

        link = duckdb.connect()
        found = link.execute(f"select * from '{source}'")
        names = [one[0] for one in found.description or ()]
        book = xlsxwriter.Workbook(str(target), {"constant_memory": True})
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, names)
        for at, row in enumerate(found.fetchall(), 1):
            sheet.write_row(at, 0, list(map(_cell, row)))
        book.close()
    return target


def _cell(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | int) else str(value or "")
