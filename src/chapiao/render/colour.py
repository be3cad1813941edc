"""Colours: grey, RGB, CMYK, palettes and transparency → what SVG calls a paint."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from chapiao.formats.ofd_text import floats
from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import SHORT, number, real, whole
from chapiao.render.resources import Resources

_OPAQUE: Final = 255
_MOST_BITS: Final = 16
_BY_COUNT: Final = {1: "GRAY", 3: "RGB", 4: "CMYK"}
_COMPONENTS: Final = {"GRAY": 1, "RGB": 3, "CMYK": 4}


@dataclass(frozen=True, slots=True)
class Paint:
    """A colour or the address of a gradient, and how much it covers."""

    value: str
    opacity: float = 1.0

    @property
    def opacity_text(self) -> str | None:
        """The opacity as an attribute; None when it covers all."""
        return None if self.opacity >= 1 else number(self.opacity)


BLACK: Final = Paint("#000")


def paint(element: Element | None, resources: Resources) -> Paint | None:
    """Return a plain colour; None when it says nothing that can be understood."""
    if element is None:
        return None
    space = resources.get("ColorSpace", element.get("ColorSpace"))
    given = element.get("Value")
    if given is None:
        given = _from_palette(element, resources)
    if given is None:
        return None
    bits = 8 if space is None else whole(space.element.get("BitsPerComponent"), 8)
    red_green_blue = _rgb(
        _components(given, bits), "" if space is None else space.element.get("Type", "")
    )
    return None if red_green_blue is None else Paint(red_green_blue, alpha(element))


def alpha(element: Element) -> float:
    """Return how much an object or colour covers, from 0 to 1."""
    return min(max(real(element.get("Alpha"), _OPAQUE), 0), _OPAQUE) / _OPAQUE


def _components(given: str, bits: int) -> list[float]:
    """Return the parts of a colour from 0 to 1; `#FF` is hexadecimal."""
    most = (1 << min(max(bits, 1), _MOST_BITS)) - 1
    parts = given[:SHORT].replace(",", " ").split()[:4]
    plain = [str(_hexadecimal(one[1:])) if one.startswith("#") else one for one in parts]
    return [min(max(one / most, 0.0), 1.0) for one in floats(" ".join(plain))]


def _hexadecimal(digits: str) -> int:
    try:
        return int(digits[:4], 16)
    except ValueError:
        return 0


def _rgb(parts: list[float], kind: str) -> str | None:
    kind = kind.strip().upper()
    if _COMPONENTS.get(kind) != len(parts):
        kind = _BY_COUNT.get(len(parts), "")  # what is written counts more than what was declared
    if kind == "GRAY":
        parts = parts * 3
    elif kind == "CMYK":
        black = 1 - parts[3]
        parts = [(1 - one) * black for one in parts[:3]]
    elif kind != "RGB":
        return None
    red, green, blue = (round(one * 255) for one in parts)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _from_palette(element: Element, resources: Resources) -> str | None:
    if element.get("Index") is None:
        return None
    place = whole(element.get("Index"), -1)
    colours = resources.palette(element.get("ColorSpace", ""))
    return colours[place] if 0 <= place < len(colours) else None
