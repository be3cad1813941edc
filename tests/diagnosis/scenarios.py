"""The labelled scenarios, as told."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parents[1] / "scenarios"


@cache
def scenarios(split: str) -> tuple[dict[str, Any], ...]:
    """Every line of one split, in the order of its files."""
    return tuple(
        json.loads(line)
        for file in sorted((ROOM / split).glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
