"""Characters that can share one SVG text span, with the list of their places.

The fonts of Chinese Windows give a Latin letter half the width of a Chinese one, and
documents space them so; elsewhere a W or an M is wider and runs into its neighbour.
Words in which that would happen are marked, to be drawn with a font that is narrow.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from chapiao.render.geometry import number, numbers
from chapiao.render.run import Cluster

_LAST_PLAIN: Final = 0xFFFF  # SVG counts the places of characters beyond in pairs
_BROAD: Final = frozenset("ABCDEFGHKLMNOPQRSTUVWXYZmw&@%")
_HALF: Final = 0.6  # of the size: steps below are those of half-width letters
_BLANK: Final = "\N{NO-BREAK SPACE}"  # which nobody folds into its neighbour


class Span(NamedTuple):
    """One run of characters: their places as SVG lists them."""

    x: str
    y: str
    text: str
    narrow: bool


class _Marked(NamedTuple):
    run: int
    narrow: bool
    cluster: Cluster


def spans(placed: list[Cluster], size: float, scale: float) -> Iterator[Span]:
    """Yield the spans of a text; x is given in letters squeezed by `scale`."""
    marked = _marked(_trimmed(placed), size)
    for _, members in groupby(marked, key=lambda one: one.run):
        run = list(members)
        fixed = [one.cluster for one in run if not one.cluster.flows]
        level = len({one.y for one in fixed}) == 1
        yield Span(
            numbers(one.x / scale for one in fixed),
            number(fixed[0].y) if level else numbers(one.y for one in fixed),
            _kept("".join(one.cluster.text for one in run)),
            run[0].narrow,
        )


def _trimmed(placed: list[Cluster]) -> list[Cluster]:
    """Return the characters without the blanks around them."""
    seen = [place for place, one in enumerate(placed) if one.text.strip()]
    return placed[seen[0] : seen[-1] + 1] if seen else []


def _kept(text: str) -> str:
    """Return the text with blanks that cannot be lost where there are several."""
    plain = text.replace("\t", " ")
    return plain.replace(" ", _BLANK) if "  " in plain or plain != plain.strip(" ") else plain


def _marked(placed: list[Cluster], size: float) -> Iterator[_Marked]:
    """Give the clusters of one run one number: only single plain characters share a run."""
    narrow = _narrow(placed, size)
    run, alone, before = 0, True, False
    for place, cluster in enumerate(placed):
        if place and cluster.flows:
            yield _Marked(run, before, cluster)
            continue
        plain = len(cluster.text) == 1 and ord(cluster.text) <= _LAST_PLAIN
        if alone or not plain or narrow[place] != before:
            run += 1
        alone, before = not plain, narrow[place]
        # What now comes first in a run says itself where it stands.
        yield _Marked(run, before, cluster._replace(flows=False))


def _narrow(placed: list[Cluster], size: float) -> list[bool]:
    """Tell of each character whether its word needs narrow letters."""
    found = [False] * len(placed)
    start = 0
    for _, members in groupby(placed, key=_is_latin):
        word = list(members)
        steps = [later.x - one.x for one, later in pairwise(word)] or [size]
        tight = any(
            one.text in _BROAD and 0 < step < _HALF * size
            for one, step in zip(word, [*steps, steps[-1]], strict=False)
        )
        if tight and _is_latin(word[0]):
            found[start : start + len(word)] = [True] * len(word)
        start += len(word)
    return found


def _is_latin(cluster: Cluster) -> bool:
    return not cluster.flows and cluster.text.isascii() and not cluster.text.isspace()
