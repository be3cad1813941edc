"""The outlines of a TrueType font, in units of its grid, y upwards."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from chapiao.render.geometry import Matrix
from chapiao.render.limits import Budget
from chapiao.render.sfnt import BadFont, Sfnt

_MAX_DEPTH: Final = 5
_MAX_PARTS: Final = 64
_MAX_GLYPHS: Final = 65_537
_MAX_POINTS: Final = 20_000
_ON, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32
_WORDS, _OFFSETS, _SCALE, _MORE, _TWO_SCALES, _FULL = 1, 2, 8, 32, 64, 128


class Point(NamedTuple):
    """A point of an outline; one that is not on it pulls it."""

    x: float
    y: float
    on: bool


@dataclass(frozen=True, slots=True)
class Glyf:
    """Where the outlines of a font lie."""

    data: memoryview
    places: tuple[int, ...]


def open_glyf(font: Sfnt) -> Glyf:
    """Return the outlines of a font.

    Raises:
        BadFont: there are none.
    """
    data, loca, head = font.table("glyf"), font.table("loca"), font.table("head")
    if int.from_bytes(head[50:52]):
        count = min(len(loca) // 4, _MAX_GLYPHS)
        return Glyf(data, struct.unpack_from(f">{count}I", loca))
    count = min(len(loca) // 2, _MAX_GLYPHS)
    return Glyf(data, tuple(2 * one for one in struct.unpack_from(f">{count}H", loca)))


def path(font: Glyf, glyph: int, budget: Budget) -> str:
    """Return the outline of a glyph as an SVG path; nothing for a blank.

    Raises:
        BadFont: no such glyph, or broken.
    """
    return "".join(_drawn(one) for one in _contours(font, glyph, budget, 0) if one)


def _contours(font: Glyf, glyph: int, budget: Budget, depth: int) -> list[list[Point]]:
    if not 0 <= glyph < len(font.places) - 1 or depth > _MAX_DEPTH:
        msg = "字体里没有这个字"
        raise BadFont(msg)
    data = font.data[font.places[glyph] : font.places[glyph + 1]]
    if not data:
        return []
    (count,) = struct.unpack_from(">h", data)
    if count < 0:
        return [one for part in _parts(font, data, budget, depth) for one in part]
    return _simple(data, count, budget)


def _simple(data: memoryview, count: int, budget: Budget) -> list[list[Point]]:
    ends = struct.unpack_from(f">{count}H", data, 10)
    total = ends[-1] + 1 if ends else 0
    if total > _MAX_POINTS or list(ends) != sorted(ends):
        msg = "字形已损坏"
        raise BadFont(msg)
    budget.spend(2 * total)
    (hints,) = struct.unpack_from(">H", data, 10 + 2 * count)
    at = 12 + 2 * count + hints
    flags: list[int] = []
    while len(flags) < total:
        flag = data[at]
        times = data[at + 1] + 1 if flag & _REPEAT else 1
        at += 2 if flag & _REPEAT else 1
        flags.extend([flag] * times)
    across, at = _coordinates(data, at, flags[:total], _SHORT_X, _SAME_X)
    down, _ = _coordinates(data, at, flags[:total], _SHORT_Y, _SAME_Y)
    points = [
        Point(x, y, bool(flag & _ON))
        for x, y, flag in zip(across, down, flags[:total], strict=True)
    ]
    starts = (0, *(end + 1 for end in ends[:-1]))
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=False)]


def _coordinates(
    data: memoryview, at: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    values: list[int] = []
    value = 0
    for flag in flags:
        if flag & short:
            value += data[at] if flag & same else -data[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", data, at)[0]
            at += 2
        values.append(value)
    return values, at


def _parts(font: Glyf, data: memoryview, budget: Budget, depth: int) -> Iterator[list[list[Point]]]:
    """Yield the parts of a glyph that is put together of others."""
    at = 10
    for _ in range(_MAX_PARTS):
        budget.spend(20)
        flags, glyph = struct.unpack_from(">HH", data, at)
        at += 4
        words = ">hh" if flags & _WORDS else ">bb"
        x, y = struct.unpack_from(words, data, at)
        at += struct.calcsize(words)
        scale, taken = _scale(data, at, flags)
        at += taken
        if not flags & _OFFSETS:
            x = y = 0  # matching points of two parts: not used by fonts of today
        by = Matrix(*scale, x, y)
        yield [
            [Point(*by.point(one.x, one.y), one.on) for one in contour]
            for contour in _contours(font, glyph, budget, depth + 1)
        ]
        if not flags & _MORE:
            return


def _scale(data: memoryview, at: int, flags: int) -> tuple[tuple[float, float, float, float], int]:
    if flags & _SCALE:
        (one,) = struct.unpack_from(">h", data, at)
        return (one / 16384, 0, 0, one / 16384), 2
    if flags & _TWO_SCALES:
        x, y = struct.unpack_from(">hh", data, at)
        return (x / 16384, 0, 0, y / 16384), 4
    if flags & _FULL:
        a, b, c, d = (one / 16384 for one in struct.unpack_from(">hhhh", data, at))
        return (a, b, c, d), 8
    return (1, 0, 0, 1), 0


def _drawn(contour: list[Point]) -> str:
    """Return one closed line; between two pulling points lies one on the line."""
    start = next((place for place, one in enumerate(contour) if one.on), None)
    if start is None:
        first = _between(contour[-1], contour[0])
        turn = contour
    else:
        first = contour[start]
        turn = contour[start + 1 :] + contour[:start]
    drawn = [f"M{first.x:.0f} {first.y:.0f}"]
    pulling: Point | None = None
    for point in (*turn, first):
        if pulling is None:
            if point.on:
                drawn.append(f"L{point.x:.0f} {point.y:.0f}")
        else:
            to = point if point.on else _between(pulling, point)
            drawn.append(f"Q{pulling.x:.0f} {pulling.y:.0f} {to.x:.0f} {to.y:.0f}")
        pulling = None if point.on else point
    return "".join(drawn) + "Z"


def _between(one: Point, other: Point) -> Point:
    return Point((one.x + other.x) / 2, (one.y + other.y) / 2, on=True)
