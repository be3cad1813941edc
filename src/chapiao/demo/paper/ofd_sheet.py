"""OfdSheet: a face drawn as OFD objects: the form in a template, the values on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final
from xml.sax.saxutils import escape

from chapiao.demo.paper.qr import png
from chapiao.demo.paper.sheet import BLACK, BODY, MAROON, PALE, Align, Color, Type

XMLNS: Final = 'xmlns:ofd="http://www.ofdspec.org/2016"'
HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
SONG, MONO = 3, 4  # ids of the fonts in PublicRes.xml
TEMPLATE, PAGE = 1, 2
_FIRST_ID: Final = 20
_ASCENT: Final = 0.86  # of the size: where the baseline lies in a text's box


@dataclass(slots=True)
class OfdSheet:
    """Collects objects; `container.pack` makes the file of them."""

    width: float = 210
    height: float = 140
    form: list[str] = field(default_factory=list)
    page: list[str] = field(default_factory=list)
    tags: list[tuple[str, int]] = field(default_factory=list)
    pictures: list[tuple[int, bytes]] = field(default_factory=list)
    last_id: int = _FIRST_ID

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = BLACK,
        align: Align = "left",
        kind: Type = "song",
        field: str = "",
    ) -> None:
        """Draw a value; its tag points at the object."""
        if not words:
            return
        number = self._next()
        self.page.append(_text_object(number, x, y, words, (size, color, align, kind)))
        if field:
            self.tags.append((field, number))

    def label(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = BODY,
        color: Color = MAROON,
        align: Align = "left",
    ) -> None:
        """Draw a word of the form."""
        self.form.append(_text_object(self._next(), x, y, words, (size, color, align, "song")))

    def line(
        self, x0: float, y0: float, x1: float, y1: float, *, color: Color, width: float = 0.25
    ) -> None:
        """Draw a line of the form."""
        left, top = min(x0, x1), min(y0, y1)
        box = _numbers(left, top, max(abs(x1 - x0), width), max(abs(y1 - y0), width))
        path = f"M {_numbers(x0 - left, y0 - top)} L {_numbers(x1 - left, y1 - top)}"
        self.form.append(_path_object(self._next(), box, path, color, width))

    def circled_cross(self, x: float, y: float) -> None:
        """Draw ⊗: two half circles and two strokes."""
        arm = 2 / math.sqrt(2)
        low, high = 2 - arm, 2 + arm
        path = (
            f"M 4 2 B 4 3.1 3.1 4 2 4 B 0.9 4 0 3.1 0 2 B 0 0.9 0.9 0 2 0 B 3.1 0 4 0.9 4 2 "
            f"M {_numbers(low, low)} L {_numbers(high, high)} "
            f"M {_numbers(low, high)} L {_numbers(high, low)}"
        )
        self.page.append(
            _path_object(self._next(), _numbers(x - 2, y - 2, 4, 4), path, BLACK, 0.25)
        )

    def qr(self, x: float, y: float, side: float, words: str) -> None:
        """Draw a QR code as a picture."""
        media, number = self._next(), self._next()
        self.pictures.append((media, png(words)))
        self.page.append(
            f'<ofd:ImageObject ID="{number}" CTM="{_numbers(side, 0, 0, side, 0, 0)}" '
            f'Boundary="{_numbers(x, y, side, side)}" ResourceID="{media}"/>'
        )

    def tilted(self, x: float, y: float, words: str, *, size: float, degrees: float) -> None:
        """Draw pale words across."""
        turn = math.radians(-degrees)
        length = _width(words, size)
        half = (length + size) / 2
        cos, sin = math.cos(turn), math.sin(turn)
        # The text starts left of the middle of its box and runs through it.
        start_x = half - (length / 2) * cos + (size / 3) * -sin
        start_y = half - (length / 2) * sin + (size / 3) * cos
        ctm = _numbers(cos, sin, -sin, cos, start_x, start_y)
        self.form.insert(
            0,
            f'<ofd:TextObject ID="{self._next()}" CTM="{ctm}" '
            f'Boundary="{_numbers(x - half, y - half, 2 * half, 2 * half)}" '
            f'Font="{SONG}" Size="{_numbers(size)}">{_fill(PALE)}'
            f'<ofd:TextCode X="0" Y="0"{_deltas(words, size)}>{escape(words)}</ofd:TextCode>'
            "</ofd:TextObject>",
        )

    def _next(self) -> int:
        self.last_id += 1
        return self.last_id


def _text_object(
    number: int, x: float, y: float, words: str, look: tuple[float, Color, Align, Type]
) -> str:
    size, color, align, kind = look
    mono = kind == "mono"
    width = _width(words, size, mono=mono)
    left = x - {"left": 0.0, "middle": width / 2, "right": width}[align]
    box = _numbers(left, y - size * _ASCENT, width + 0.2, size * 1.25)
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{MONO if mono else SONG}" '
        f'Size="{_numbers(size)}">{_fill(color)}<ofd:TextCode X="0" Y="{_numbers(size * _ASCENT)}"'
        f"{_deltas(words, size, mono=mono)}>{escape(words)}</ofd:TextCode></ofd:TextObject>"
    )


def _path_object(number: int, box: str, path: str, color: Color, width: float) -> str:
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_numbers(width)}">'
        f'<ofd:StrokeColor Value="{_color(color)}"/>'
        f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _step(char: str, size: float, *, mono: bool = False) -> float:
    if mono:
        return size * 0.6
    return size / 2 if char.isascii() or char == "¥" else size


def _width(words: str, size: float, *, mono: bool = False) -> float:
    return sum(_step(char, size, mono=mono) for char in words)


def _deltas(words: str, size: float, *, mono: bool = False) -> str:
    """Return the steps between characters; equal ones are written once, `g count step`."""
    steps = [_numbers(_step(char, size, mono=mono)) for char in words[:-1]]
    parts: list[str] = []
    while steps:
        count = next((i for i, one in enumerate(steps) if one != steps[0]), len(steps))
        parts.append(f"g {count} {steps[0]}" if count > 1 else steps[0])
        steps = steps[count:]
    return f' DeltaX="{" ".join(parts)}"' if parts else ""


def _fill(color: Color) -> str:
    return "" if color == BLACK else f'<ofd:FillColor Value="{_color(color)}"/>'


def _color(color: Color) -> str:
    return " ".join(map(str, color))


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)
