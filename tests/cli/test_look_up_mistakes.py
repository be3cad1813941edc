"""What people make of a number is mended, among 5,000 rows that are easily taken for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from bench import mistakes, near

from chapiao.cli.__main__ import main

SEED, COUNT = 20261124, 1000
POOL = near.pool(SEED)


def told(
    asked: Iterable[dict[str, Any]], folder: Path, capsys: pytest.CaptureFixture[str]
) -> list[dict[str, Any]]:
    for name, rows in (("pool", POOL), ("asked", asked)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    files = ["--batch", str(folder / "asked"), "--pool", str(folder / "pool")]
    assert main(["look-up", *files, "--json", "--now", "2026-11-24T10:00"]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_of_1000_mistakes_nearly_every_one_is_mended_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = mistakes.mistakes(SEED, POOL, COUNT)

    answers = told([one.asked for one in made], tmp_path, capsys)

    places = [
        mistakes.place(one, answer["corrections"])
        for one, answer in zip(made, answers, strict=True)
    ]
    by_kind: defaultdict[str, list[int]] = defaultdict(list)
    for one, at in zip(made, places, strict=True):
        by_kind[one.kind].append(at)
    first = {kind: sum(at == 0 for at in found) / len(found) for kind, found in by_kind.items()}
    assert sum(at == 0 for at in places) / COUNT >= 0.98
    assert sum(at < 3 for at in places) / COUNT >= 0.995
    assert {kind: share for kind, share in first.items() if share < 0.85} == {}
    assert all(len(found) >= 40 for found in by_kind.values())


def test_of_1000_right_questions_none_is_corrected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    right = [mistakes.right_question(row) for row in Random(SEED).sample(POOL, COUNT)]

    answers = told(right, tmp_path, capsys)

    assert [one["corrections"] for one in answers if one["corrections"]] == []
    assert {one["causes"][0]["id"] for one in answers} == {"found"}
