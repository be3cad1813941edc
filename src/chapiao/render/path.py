"""AbbreviatedData, the path language of OFD → the `d` of an SVG path.

M and S start, L draws, Q and B curve, A arcs, C closes. A path that goes wrong is
drawn as far as it goes right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from chapiao.render.geometry import numbers, real
from chapiao.render.limits import Budget

_PIECE: Final = re.compile(r"[MSLQBCA]|[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?")
_COUNTS: Final = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "C": 0, "A": 7}
_SVG: Final = {"S": "M", "B": "C", "C": "Z"}


@dataclass(frozen=True, slots=True)
class Path:
    """A path ready to be drawn, and the points it was made of."""

    d: str
    points: tuple[tuple[float, float], ...]


def parse(given: str, budget: Budget) -> Path | None:
    """Return the path; None when it draws nothing."""
    drawn: list[str] = []
    points: list[tuple[float, float]] = []
    for step, values in _steps(given, budget):
        if not drawn and step not in "MS":
            drawn.append("M0 0")
            points.append((0.0, 0.0))
        drawn.append(_SVG.get(step, step) + numbers(_arc(values) if step == "A" else values))
        pairs = values[-2:] if step == "A" else values
        points.extend(zip(pairs[::2], pairs[1::2], strict=True))
    return Path("".join(drawn), tuple(points)) if len(drawn) > 1 else None


def _steps(given: str, budget: Budget) -> Iterator[tuple[str, list[float]]]:
    pieces = _PIECE.findall(given)
    budget.spend(len(pieces) + len(given) // 16)
    at = 0
    while at < len(pieces):
        step = pieces[at]
        count = _COUNTS.get(step)
        values = pieces[at + 1 : at + 1 + (count or 0)]
        if count is None or len(values) < count or any(one in _COUNTS for one in values):
            return
        yield step, [real(one) for one in values]
        at += 1 + count


def _arc(values: list[float]) -> list[float]:
    """Return rx ry angle large sweep x y with the two choices as 0 and 1."""
    wide, high, angle, large, sweep, x, y = values
    return [abs(wide), abs(high), angle, float(large != 0), float(sweep != 0), x, y]
