"""Type 2 charstrings: the little programs that draw the glyphs of a CFF font."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from chapiao.render.cff import Cff, Index
from chapiao.render.limits import Budget
from chapiao.render.sfnt import BadFont

_MAX_CALLS: Final = 10
_MAX_STACK: Final = 513
_MAX_STEPS: Final = 50_000
_CALL, _CALL_SHARED, _RETURN, _ESCAPE, _END = 10, 29, 11, 12, 14
_STEMS: Final = frozenset((1, 3, 18, 23))
_MASKS: Final = frozenset((19, 20))
_SHORT: Final = 28
_FIRST_NUMBER: Final = 32


def path(font: Cff, glyph: int, budget: Budget) -> str:
    """Return the outline of a glyph as an SVG path; nothing for a blank.

    Raises:
        BadFont: no such glyph, or a program that goes wrong.
    """
    if not 0 <= glyph < len(font.glyphs):
        msg = "字体里没有这个字"
        raise BadFont(msg)
    pen = _Pen()
    _Run(font.shared, font.parts(glyph), pen, budget).run(font.glyphs[glyph], 0)
    return pen.finished()


class _Pen:
    """Draws what the operators say."""

    def __init__(self) -> None:
        self.drawn: list[str] = []
        self.x = self.y = 0.0
        self.open = False

    def move(self, x: float, y: float) -> None:
        if self.open:
            self.drawn.append("Z")
        self.open = True
        self.x, self.y = self.x + x, self.y + y
        self.drawn.append(f"M{self.x:.0f} {self.y:.0f}")

    def line(self, x: float, y: float) -> None:
        self.x, self.y = self.x + x, self.y + y
        self.drawn.append(f"L{self.x:.0f} {self.y:.0f}")

    def curve(self, *by: float) -> None:
        x1, y1 = self.x + by[0], self.y + by[1]
        x2, y2 = x1 + by[2], y1 + by[3]
        self.x, self.y = x2 + by[4], y2 + by[5]
        points = (x1, y1, x2, y2, self.x, self.y)
        self.drawn.append("C" + " ".join(f"{one:.0f}" for one in points))

    def finished(self) -> str:
        return "".join(self.drawn) + ("Z" if self.open else "")


class _Run:
    """Runs one program with the parts it calls."""

    def __init__(self, shared: Index, own: Index, pen: _Pen, budget: Budget) -> None:
        self.shared, self.own, self.pen, self.budget = shared, own, pen, budget
        self.stack: list[float] = []
        self.stems = 0
        self.steps = 0

    def run(self, program: memoryview, depth: int) -> bool:
        """Run until the program or the glyph ends; True when the glyph did."""
        if depth > _MAX_CALLS:
            msg = "字形嵌套太深"
            raise BadFont(msg)
        at = 0
        while at < len(program):
            self._count()
            first = program[at]
            if first >= _FIRST_NUMBER or first == _SHORT:
                value, at = _number(program, at)
                self.stack.append(value)
                continue
            at += 1
            if first in (_CALL, _CALL_SHARED):
                if self.run(self._part(self.own if first == _CALL else self.shared), depth + 1):
                    return True
            elif first == _RETURN:
                return False
            elif first == _END:
                return True
            else:
                at += self._act(first, program, at)
        return False

    def _count(self) -> None:
        self.steps += 1
        self.budget.spend(1)
        if self.steps > _MAX_STEPS or len(self.stack) > _MAX_STACK:
            msg = "字形太复杂"
            raise BadFont(msg)

    def _part(self, parts: Index) -> memoryview:
        few, some = 1240, 33900
        bias = 107 if len(parts) < few else 1131 if len(parts) < some else 32768
        return parts[int(self.stack.pop()) + bias]

    def _act(self, operator: int, program: memoryview, at: int) -> int:
        """Carry out an operator; return how many bytes of the program it took beside itself."""
        taken = 0
        if operator in _STEMS:
            self.stems += len(self.stack) // 2
        elif operator in _MASKS:
            self.stems += len(self.stack) // 2
            taken = (self.stems + 7) // 8
        elif operator == _ESCAPE:
            _flex(self.pen, program[at], self.stack)
            taken = 1
        else:
            _OPERATORS.get(operator, _nothing)(self.pen, self.stack)
        self.stack.clear()
        return taken


def _number(program: memoryview, at: int) -> tuple[float, int]:
    first = program[at]
    if first == _SHORT:
        return struct.unpack_from(">h", program, at + 1)[0], at + 3
    if first <= 246:  # noqa: PLR2004 - the ranges are the format's
        return first - 139, at + 1
    if first <= 250:  # noqa: PLR2004
        return (first - 247) * 256 + program[at + 1] + 108, at + 2
    if first <= 254:  # noqa: PLR2004
        return -(first - 251) * 256 - program[at + 1] - 108, at + 2
    return struct.unpack_from(">i", program, at + 1)[0] / 65536, at + 5


# The operators. A width may stand before the numbers of the first one, so all count from the end.


def _nothing(pen: _Pen, stack: list[float]) -> None:
    del pen, stack


def _rmoveto(pen: _Pen, stack: list[float]) -> None:
    pen.move(stack[-2], stack[-1])


def _hmoveto(pen: _Pen, stack: list[float]) -> None:
    pen.move(stack[-1], 0)


def _vmoveto(pen: _Pen, stack: list[float]) -> None:
    pen.move(0, stack[-1])


def _lines(pen: _Pen, stack: list[float]) -> None:
    for x, y in zip(stack[::2], stack[1::2], strict=False):
        pen.line(x, y)


def _hlineto(pen: _Pen, stack: list[float], *, across: bool = True) -> None:
    for by in stack:
        pen.line(by, 0) if across else pen.line(0, by)
        across = not across


def _vlineto(pen: _Pen, stack: list[float]) -> None:
    _hlineto(pen, stack, across=False)


def _curves(pen: _Pen, stack: list[float]) -> None:
    for at in range(0, len(stack) - 5, 6):
        pen.curve(*stack[at : at + 6])


def _rcurveline(pen: _Pen, stack: list[float]) -> None:
    _curves(pen, stack[:-2])
    pen.line(stack[-2], stack[-1])


def _rlinecurve(pen: _Pen, stack: list[float]) -> None:
    _lines(pen, stack[:-6])
    pen.curve(*stack[-6:])


def _vvcurveto(pen: _Pen, stack: list[float]) -> None:
    x = stack[0] if len(stack) % 4 else 0
    for at in range(len(stack) % 4, len(stack) - 3, 4):
        pen.curve(x, stack[at], stack[at + 1], stack[at + 2], 0, stack[at + 3])
        x = 0


def _hhcurveto(pen: _Pen, stack: list[float]) -> None:
    y = stack[0] if len(stack) % 4 else 0
    for at in range(len(stack) % 4, len(stack) - 3, 4):
        pen.curve(stack[at], y, stack[at + 1], stack[at + 2], stack[at + 3], 0)
        y = 0


def _hvcurveto(pen: _Pen, stack: list[float], *, across: bool = True) -> None:
    for at in range(0, len(stack) - 3, 4):
        one, x2, y2, other = stack[at : at + 4]
        last = stack[at + 4] if len(stack) - at == 5 else 0  # noqa: PLR2004 - one is left over
        if across:
            pen.curve(one, 0, x2, y2, last, other)
        else:
            pen.curve(0, one, x2, y2, other, last)
        across = not across


def _vhcurveto(pen: _Pen, stack: list[float]) -> None:
    _hvcurveto(pen, stack, across=False)


_OPERATORS: Final[dict[int, Callable[[_Pen, list[float]], None]]] = {
    4: _vmoveto,
    5: _lines,
    6: _hlineto,
    7: _vlineto,
    8: _curves,
    21: _rmoveto,
    22: _hmoveto,
    24: _rcurveline,
    25: _rlinecurve,
    26: _vvcurveto,
    27: _hhcurveto,
    30: _vhcurveto,
    31: _hvcurveto,
}


def _flex(pen: _Pen, operator: int, stack: list[float]) -> None:
    """Draw two curves that are nearly a line: hflex, flex, hflex1, flex1."""
    if operator == 34:  # noqa: PLR2004 - the numbers are the format's
        x1, x2, y2, x3, x4, x5, x6 = stack[:7]
        pen.curve(x1, 0, x2, y2, x3, 0)
        pen.curve(x4, 0, x5, -y2, x6, 0)
    elif operator == 35:  # noqa: PLR2004
        pen.curve(*stack[:6])
        pen.curve(*stack[6:12])
    elif operator == 36:  # noqa: PLR2004
        x1, y1, x2, y2, x3, x4, x5, y5, x6 = stack[:9]
        pen.curve(x1, y1, x2, y2, x3, 0)
        pen.curve(x4, 0, x5, y5, x6, -(y1 + y2 + y5))
    elif operator == 37:  # noqa: PLR2004
        x, y = sum(stack[0:10:2]), sum(stack[1:10:2])
        end = (stack[10], -y) if abs(x) > abs(y) else (-x, stack[10])
        pen.curve(*stack[:6])
        pen.curve(*stack[6:10], *end)
