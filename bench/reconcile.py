"""How fast lists are compared: beside bare DuckDB SQL, pandas, datacompy and rapidfuzz.

Every job runs in a process of its own, ours and the bare one by turns; times leave out the
start of the process. What was found is held against the bare SQL's lines, row for row, up to a
million rows against plain Python too, and mistyped numbers against what was mistyped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench.reconcile_lists import lists
from bench.reconcile_peers import spent_by
from bench.reconcile_truth import typed_right, wrong_beside_bare, wrong_beside_python
from bench.row import Row

REPEATS = 3
CAP_MB = 1024
MILLION = 1_000_000


def run(sizes: list[int]) -> list[Row]:
    """Measure every size after the other."""
    rows: list[Row] = []
    before: float | None = None
    for size in sizes:
        lists(size)
        with tempfile.TemporaryDirectory() as folder:
            took = _rounds(size, ("exact", "bare", "typos"), Path(folder))
            rows += _exact(size, took, before)
            rows += _truth(size, Path(folder))
            rows += _typos(size, took, Path(folder))
        rows += _capped(size, took["exact"]["seconds"])
        rows += _stored(size)
        rows += _peers(size, took["exact"]["seconds"])
        before = took["exact"]["seconds"]
    return rows


def _job(
    name: str, size: int, out: Path | None = None, memory_mb: int | None = None
) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.reconcile_jobs", name, str(size), str(out or "")]
    done = subprocess.run(
        [*command, str(memory_mb or "")],
        check=True,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[1],
    )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(name, size, told, file=sys.stderr)
    return told


def _rounds(
    size: int, names: tuple[str, ...], folder: Path | None = None
) -> dict[str, dict[str, float]]:
    """Run jobs by turns; return of each the middle time and the most memory."""
    told: dict[str, list[dict[str, float]]] = {name: [] for name in names}
    for _ in range(REPEATS):
        for name in names:
            out = folder / f"{name}.parquet" if folder else None
            told[name].append(_job(name, size, out))
    return {
        name: {
            "seconds": median(one["seconds"] for one in some),
            "cpu": median(one["cpu"] for one in some),
            "memory": median(one["memory"] for one in some),
        }
        for name, some in told.items()
    }


def _exact(size: int, took: dict[str, dict[str, float]], before: float | None) -> list[Row]:
    ours, bare = took["exact"], took["bare"]
    shared: dict[str, Any] = {"size": size, "repeats": REPEATS}
    return [
        Row(name="reconcile: outcomes", ours=ours["seconds"], unit="s",
            peers={"duckdb": bare["seconds"]}, **shared),
        Row(name="reconcile: outcomes, processor", ours=ours["cpu"], unit="s",
            peers={"duckdb": bare["cpu"]}, **shared),
        Row(name="reconcile: outcomes, memory", ours=ours["memory"], unit="MB",
            peers={"duckdb": bare["memory"]}, **shared),
        Row(name="reconcile: outcomes, growth", ours=ours["seconds"], unit="s",
            previous=before, **shared),
    ]  # fmt: skip


def _truth(size: int, folder: Path) -> list[Row]:
    wrong = wrong_beside_bare(folder / "exact.parquet", folder / "bare.parquet")
    rows = [Row(name="reconcile: lines not as in bare SQL", size=size, ours=wrong, unit="lines")]
    if size <= MILLION:
        wrong = wrong_beside_python(lists(size), folder / "exact.parquet")
        rows.append(
            Row(name="reconcile: lines not as in plain Python", size=size, ours=wrong, unit="lines")
        )
    return rows


def _typos(size: int, took: dict[str, dict[str, float]], folder: Path) -> list[Row]:
    recall, precision = typed_right(lists(size), folder / "typos.parquet", folder / "exact.parquet")
    more = took["typos"]["seconds"] - took["exact"]["seconds"]
    peers = {"exact pass": took["exact"]["seconds"]}
    if size == MILLION and (fuzzy := spent_by("rapidfuzz", folder, size)) is not None:
        peers["rapidfuzz"] = fuzzy
    shared: dict[str, Any] = {"size": size, "repeats": REPEATS}
    return [
        Row(name="reconcile: mistyped numbers, recall", ours=recall, unit="share", **shared),
        Row(name="reconcile: mistyped numbers, precision", ours=precision, unit="share", **shared),
        Row(name="reconcile: mistyped numbers", ours=more, unit="s", peers=peers, **shared),
        Row(name="reconcile: mistyped numbers, against rapidfuzz", ours=more, unit="s",
            peers=peers, **shared),
    ]  # fmt: skip


def _capped(size: int, uncapped: float) -> list[Row]:
    took = median(_job("exact", size, memory_mb=CAP_MB)["seconds"] for _ in range(REPEATS))
    return [
        Row(name="reconcile: outcomes within 1 GB", size=size, ours=took, unit="s",
            floor=uncapped, repeats=REPEATS)
    ]  # fmt: skip


def _stored(size: int) -> list[Row]:
    took = _rounds(size, ("stored", "bare stored", "import", "bare import"))
    shared: dict[str, Any] = {"size": size, "unit": "s", "repeats": REPEATS}
    return [
        Row(name="reconcile: lists kept", ours=took["stored"]["seconds"],
            peers={"duckdb": took["bare stored"]["seconds"]}, **shared),
        Row(name="reconcile: keeping lists", ours=took["import"]["seconds"],
            peers={"duckdb": took["bare import"]["seconds"]}, **shared),
    ]  # fmt: skip


def _peers(size: int, ours: float) -> list[Row]:
    at = "1 M" if size <= MILLION else "10 M"
    rows = []
    for name in ("pandas", "datacompy"):
        took = spent_by(name, lists(size), size)
        peers = {} if took is None else {name: took}
        rows.append(
            Row(
                name=f"reconcile: against {name}, {at}", size=size, ours=ours, unit="s", peers=peers
            )
        )
    return rows
