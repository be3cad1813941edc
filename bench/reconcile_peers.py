"""Comparing as people do it in Python: each peer in a process and an environment of its own.

An environment is made on demand under `.bench/peers`, pinned; without a network a peer is left
out and its goal is 未执行. Start and imports are not counted, reading the files is.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from bench.peers import PEERS

PACKAGES = {
    "pandas": ("pandas==3.0.6", "pyarrow==26.0.1"),
    "datacompy": ("datacompy==1.1.0",),
    "rapidfuzz": ("rapidfuzz==3.14.6", "numpy", "pyarrow==26.0.1"),
}
ROOM_GB = {"pandas": 1.3, "datacompy": 1.8, "rapidfuzz": 0.3}  # of memory for a million rows
CODE = {
    "pandas": """
import pandas as pd
def work():
    tax = pd.read_parquet(folder + '/tax.parquet', columns=['invoice_no', 'amount', 'tax', 'total', 'status'])
    books = pd.read_parquet(folder + '/books.parquet', columns=['invoice_no', 'amount', 'tax', 'total'])
    for one in (tax, books):
        for name in ('amount', 'tax', 'total'):
            one[name] = (one[name].astype('float64') * 100).round().astype('int64')
    grouped = books.groupby('invoice_no', as_index=False).agg(
        n=('invoice_no', 'size'), amount=('amount', 'first'), tax=('tax', 'first'), total=('total', 'first'))
    both = tax.merge(grouped, on='invoice_no', how='outer', suffixes=('_a', '_b'), indicator=True)
    outcome = pd.Series('matched', index=both.index)
    differs = (both.amount_a != both.amount_b) | (both.tax_a != both.tax_b) | (both.total_a != both.total_b)
    outcome[differs] = 'diff'
    outcome[both._merge == 'left_only'] = 'left'
    outcome[both._merge == 'right_only'] = 'right'
    outcome[both.status.isin(['已作废', '已红冲'])] = 'void'
    outcome[both.n > 1] = 'twice'
    rest = both[outcome != 'matched'].assign(outcome=outcome)
    return outcome.value_counts().to_dict(), len(rest)
""",
    "datacompy": """
import polars as pl
from datacompy import PolarsCompare
def work():
    tax = pl.read_parquet(folder + '/tax.parquet', columns=['invoice_no', 'amount', 'tax', 'total'])
    books = pl.read_parquet(folder + '/books.parquet', columns=['invoice_no', 'amount', 'tax', 'total'])
    found = PolarsCompare(tax, books, join_columns='invoice_no')
    return {'left': len(found.df1_unq_rows), 'right': len(found.df2_unq_rows),
            'diff': len(found.all_mismatch())}, 0
""",
    "rapidfuzz": """
import numpy as np, pyarrow.parquet as pq
from rapidfuzz import process
from rapidfuzz.distance import OSA
left = pq.read_table(folder + '/free_left.parquet')['key'].to_pylist()
right = pq.read_table(folder + '/free_right.parquet')['key'].to_pylist()
def work():
    near = 0
    for at in range(0, len(left), 1000):
        block = process.cdist(left[at:at + 1000], right, scorer=OSA.distance, score_cutoff=1,
                              dtype=np.uint8, workers=-1)
        near += int((block <= 1).sum())
    return {'near': near}, 0
""",
}
AROUND = """
import json, sys, time
folder = sys.argv[1]
{code}
began = time.perf_counter()
found = work()
print(json.dumps({{'seconds': time.perf_counter() - began, 'found': found}}))
"""


def spent_by(name: str, folder: Path, size: int) -> float | None:
    """Return seconds a peer needs for the lists in a folder; None where it cannot be had."""
    if _free_gb() < ROOM_GB[name] * size / 1e6:
        return None
    home = PEERS / f"reconcile-{name}"
    python = home / "bin" / "python"
    uv = shutil.which("uv") or str(Path(sys.executable).parent / "uv")
    if not python.exists():
        made = subprocess.run(
            [uv, "venv", "-q", str(home), "--python", sys.executable], check=False
        )
        put = [uv, "pip", "install", "-q", "--python", str(python), *PACKAGES[name]]
        if made.returncode or subprocess.run(put, check=False).returncode:
            shutil.rmtree(home, ignore_errors=True)
            return None
    command = [str(python), "-c", AROUND.format(code=CODE[name]), str(folder)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    if done.returncode:
        return None
    told = json.loads(done.stdout.splitlines()[-1])
    print(name, size, told, file=sys.stderr)
    return float(told["seconds"])


def _free_gb() -> float:
    text = Path("/proc/meminfo").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("MemAvailable"))
    return int(line.split()[1]) / 1e6
