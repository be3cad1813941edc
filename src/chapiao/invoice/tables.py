"""The dated tables beside this file: facts that change without the code changing."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return one table as it stands in its TOML file, read once."""
    import tomllib

    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def in_force(row: dict[str, Any], on: date) -> bool:
    """Whether a row is valid on a day; a bound that is not written is open."""
    start: date = row.get("valid_from", date.min)
    end: date = row.get("valid_to", date.max)
    return start <= on <= end
