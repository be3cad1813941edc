"""Boxes, matrices and numbers as an OFD writes them and as an SVG does."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, NamedTuple

from chapiao.formats.ofd_text import floats

_LARGEST = 1e6
_LONGEST: Final = 64  # letters of one number
SHORT: Final = 256  # and of a handful of them
_DECIMALS: Final = 4  # a tenth of a thousandth of a millimetre
_FINE: Final = 6  # what is multiplied needs more


class Box(NamedTuple):
    """Left, top, width, height in millimetres."""

    x: float
    y: float
    width: float
    height: float


class Matrix(NamedTuple):
    """x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f


NOWHERE: Final = Box(0, 0, 0, 0)


def real(given: str | None, otherwise: float = 0.0) -> float:
    """Return a number; what is none, not finite or huge counts as the other.

    >>> real("1.5"), real("x", 2), real("1e99", 3), real(None)
    (1.5, 2, 3, 0.0)
    """
    if given is not None and len(given) > _LONGEST:
        return otherwise
    try:
        value = float(given) if given is not None else otherwise
    except ValueError:
        return otherwise
    return value if math.isfinite(value) and abs(value) <= _LARGEST else otherwise


def whole(given: str | None, otherwise: int = 0) -> int:
    """Return a whole number; what is none counts as the other."""
    return int(real(given, otherwise))


def box(given: str | None) -> Box | None:
    """Return a box; None when it is none. A negative side counts as none at all.

    >>> box("1 2 30 20")
    Box(x=1.0, y=2.0, width=30.0, height=20.0)
    """
    numbers = floats((given or "")[:SHORT])
    if len(numbers) != 4:  # noqa: PLR2004 - x y width height
        return None
    x, y, width, height = numbers
    return Box(x, y, max(width, 0.0), max(height, 0.0))


def matrix(given: str | None) -> Matrix | None:
    """Return a matrix; None when it is none."""
    numbers = floats((given or "")[:SHORT])
    return Matrix(*numbers) if len(numbers) == 6 else None  # noqa: PLR2004


def number(value: float, decimals: int = _DECIMALS) -> str:
    """Write a number the short way, and always the same way.

    >>> number(3.0), number(-0.00001), number(0.35278)
    ('3', '0', '0.3528')
    """
    if not math.isfinite(value):
        return "0"
    text = f"{value:.{decimals}f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
    return "0" if text == "-0" else text


def numbers(values: Iterable[float]) -> str:
    """Write several numbers with blanks between."""
    return " ".join(map(number, values))


def moved(x: float, y: float) -> str:
    """Return the transform that moves; nothing when it moves nowhere."""
    return f"translate({number(x)} {number(y)})" if x or y else ""


def turned(by: Matrix | None) -> str:
    """Return the transform of a matrix; nothing when there is none."""
    if by is None or by == (1, 0, 0, 1, 0, 0):
        return ""
    fine = " ".join(number(one, _FINE) for one in by)
    return f"matrix({fine})"


def joined(*transforms: str) -> str:
    """Return several transforms as one; the last is done first."""
    return " ".join(filter(None, transforms))
