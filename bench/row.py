"""A bench's row, as `bench.json` holds it, and the goal it is held to."""

from __future__ import annotations

import tomllib
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

SEED = 20261124


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure beside its floor and peers, all from the same run."""

    name: str
    size: int
    ours: float
    unit: str
    floor: float | None = None
    peers: dict[str, float] = field(default_factory=dict)
    previous: float | None = None  # the same figure at the previous size
    repeats: int = 1

    def as_json(self, cpu: str) -> dict[str, Any]:
        """Return the contract's keys, with what was measured against the goal."""
        goal = goals()[self.name]
        measured = self._measured(goal["of"])
        holds = None
        if measured is not None:
            holds = measured <= goal["value"] if goal["op"] == "<=" else measured >= goal["value"]
        given = asdict(self)
        del given["previous"]
        return given | {
            "goal": goal,
            "measured": None if measured is None else round(measured, 3),
            "holds": holds,
            "seed": SEED,
            "cpu": cpu,
        }

    def _measured(self, of: str) -> float | None:
        if of == "none":
            return self.ours
        base = {"floor": self.floor, "previous size": self.previous}.get(of, self.peers.get(of))
        return None if base is None else self.ours / base


@cache
def goals() -> dict[str, dict[str, Any]]:
    """Read the goals of every figure."""
    return tomllib.loads((Path(__file__).parent / "goals.toml").read_text(encoding="utf-8"))
