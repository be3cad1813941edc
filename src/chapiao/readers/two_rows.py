"""Headings on two rows: a group above (销方), and what belongs to it below (名称, 识别号)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Final

MAX_HEADING: Final = 30  # characters
_ALONE: Final = 2  # words that the lower row needs at least


def is_heading(cell: str) -> bool:
    """Whether a cell may be a heading: a short word without a digit."""
    return len(cell) < MAX_HEADING and not any(char.isdigit() for char in cell)


def may_stand_above(top: Sequence[str], bottom: Sequence[str], least: int = _ALONE) -> bool:
    """Whether two rows can be one heading: nothing but headings, `least` of them in both."""
    both = [cell for cell in (*top, *bottom) if cell.strip()]
    words = sum(1 for cell in bottom if cell.strip())
    return len(both) >= least and words >= _ALONE and all(map(is_heading, both))


def joined(top: Sequence[str], bottom: Sequence[str], is_known: Callable[[str], bool]) -> list[str]:
    """Return one heading a column: the group over it and its own, whichever is known."""
    found: list[str] = []
    group = ""
    for above, below in zip_longest(top, bottom, fillvalue=""):
        group = above.strip() or (group if below.strip() else "")
        both = group + below.strip()
        found.append(next(filter(is_known, (both, below, above)), both))
    return found
