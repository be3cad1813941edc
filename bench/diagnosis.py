"""The diagnosis of many: how fast 10,000 questions are answered, and how well slips are mended.

All of it goes through the command, as an accountant's list would: a file of questions, a
file of our rows, one line of JSON for each. What counts is the command's own CPU time,
start-up and the reading of both files included, so that a busy machine troubles nothing.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from bench import mistakes, near
from bench.row import SEED, Row

BATCH, MISTAKES, ROUNDS, FIRST = 10_000, 1000, 3, 3
ANSWERS = ("", "查无此票", "不一致", "超过该张发票当日查验次数(请于次日再次查验)!")


def run(sizes: list[int]) -> list[Row]:
    """Measure speed and quality over one seeded pool; the sizes of other pools are no matter."""
    del sizes
    rows = near.pool(SEED)
    with tempfile.TemporaryDirectory() as folder:
        pool = _write(Path(folder) / "pool.jsonl", rows)
        return [*_speed(rows, pool), *_quality(rows, pool)]


def _speed(rows: list[dict[str, Any]], pool: Path) -> list[Row]:
    batch = _write(pool.with_name("batch.jsonl"), _not_held(rows))
    taken = []
    for _ in range(ROUNDS):
        before = _children_cpu()
        told = list(_ask(batch, pool))
        taken.append(_children_cpu() - before)
        assert len(told) == BATCH
        assert not any(one["not_run"] for one in told)
        assert not any(one["causes"][0]["id"] == "found" for one in told)
    seconds = statistics.median(taken)
    return [
        Row(name="diagnosis: 10,000 not found", size=BATCH, ours=seconds, unit="s", repeats=ROUNDS)
    ]


def _quality(rows: list[dict[str, Any]], pool: Path) -> list[Row]:
    made = mistakes.mistakes(SEED, rows, MISTAKES)
    asked = _write(pool.with_name("mistakes.jsonl"), [one.asked for one in made])
    pairs = zip(made, _ask(asked, pool), strict=True)
    places = [mistakes.place(one, told["corrections"]) for one, told in pairs]
    right = [
        mistakes.right_question(row) for row in Random(SEED).sample(rows, min(MISTAKES, len(rows)))
    ]
    untouched = _ask(_write(pool.with_name("right.jsonl"), right), pool)
    figures = {
        "diagnosis: right correction first": sum(at == 0 for at in places) / len(places),
        "diagnosis: right correction in the first three": sum(at < FIRST for at in places)
        / len(places),
        "diagnosis: corrections of what was right": sum(
            bool(one["corrections"]) for one in untouched
        ),
    }
    return [
        Row(name=name, size=MISTAKES, ours=ours, unit="张" if ours == int(ours) > 1 else "share")
        for name, ours in figures.items()
    ]


def _not_held(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return questions that find nothing as they stand: slips of ours, and others' invoices."""
    random = Random(SEED)
    keyed = [
        one
        for one in mistakes.mistakes(SEED, rows, BATCH)
        if one.right.keys() & {"number", "code"} and one.kind != mistakes.ONTO_ANOTHER
    ]
    asked = [one.asked | {"answer": random.choice(ANSWERS)} for one in keyed]
    while len(asked) < BATCH:
        row = random.choice(rows)
        number = str(random.randrange(10 ** (len(row["number"]) - 5))).zfill(len(row["number"]) - 5)
        other = mistakes.right_question(row) | {"number": row["number"][:5] + number}
        asked.append(other | {"answer": random.choice(ANSWERS)})
    return [one | ({"entry": mistakes.PLATFORM} if one["answer"] else {}) for one in asked[:BATCH]]


def _ask(questions: Path, pool: Path) -> Iterable[dict[str, Any]]:
    command = [sys.executable, "-m", "chapiao.cli", "look-up", "--json"]
    files = ["--batch", str(questions), "--pool", str(pool), "--now", "2026-11-24T10:00"]
    done = subprocess.run([*command, *files], check=True, stdout=subprocess.PIPE)
    return [json.loads(line) for line in done.stdout.splitlines()]


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> Path:
    lines = (json.dumps(row | {"id": str(at)}, ensure_ascii=False) for at, row in enumerate(rows))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path
