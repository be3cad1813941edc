"""A Pareto chart: how many of what, most frequent first, with the running share; as plain SVG."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
TOP, BOTTOM, SIDE = 18, 4, 8
MOST_BARS = 10


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place, and where the line of running shares passes over it."""

    title: str
    key: str
    count: int
    share: float  # percent
    running: float  # percent
    x: float
    y: float
    width: float
    height: float
    line_x: float
    line_y: float


@dataclass(frozen=True, slots=True)
class Pareto:
    """The chart; `points` is the line of running shares as SVG has it."""

    bars: tuple[Bar, ...]
    total: int

    @property
    def points(self) -> str:
        """Return the line through the running shares."""
        return " ".join(f"{one.line_x:.1f},{one.line_y:.1f}" for one in self.bars)


def pareto(counts: Iterable[tuple[str, str, int]]) -> Pareto:
    """Return the chart of titles, keys and counts; what does not fit is one bar at the end."""
    ranked = sorted(counts, key=lambda one: (-one[2], one[1]))
    if len(ranked) > MOST_BARS:
        rest = sum(one[2] for one in ranked[MOST_BARS - 1 :])
        ranked = [*ranked[: MOST_BARS - 1], ("其他", "", rest)]
    total = sum(one[2] for one in ranked)
    room = (WIDTH - 2 * SIDE) / max(len(ranked), 1)
    tall = HEIGHT - TOP - BOTTOM
    most = max((one[2] for one in ranked), default=1)
    bars: list[Bar] = []
    before = 0
    for at, (title, key, count) in enumerate(ranked):
        before += count
        height = tall * count / most
        x = SIDE + at * room
        bars.append(
            Bar(
                title=title,
                key=key,
                count=count,
                share=100 * count / total,
                running=100 * before / total,
                x=round(x + room * 0.15, 1),
                y=round(TOP + tall - height, 1),
                width=round(room * 0.7, 1),
                height=round(height, 1),
                line_x=round(x + room / 2, 1),
                line_y=round(TOP + tall * (1 - before / total), 1),
            )
        )
    return Pareto(tuple(bars), total)
