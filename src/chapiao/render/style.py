"""How an object is stroked and filled: its own words, its drawing parameter, its layer's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.ofd_text import floats
from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import SHORT, number, numbers, real
from chapiao.render.resources import Resources
from chapiao.render.svg import Attributes

DEFAULT_WIDTH: Final = 0.353
THINNEST: Final = 0.05  # a line of no width is the thinnest there is, not none
_DEFAULT_MITER: Final = 4.234
_MAX_DASHES: Final = 16
_CAPS: Final = {"Round": "round", "Square": "square"}
_JOINS: Final = {"Round": "round", "Bevel": "bevel"}


@dataclass(frozen=True, slots=True)
class Style:
    """What holds where an object says nothing itself; None where nobody said anything."""

    fill: Element | None = None
    stroke: Element | None = None
    width: str | None = None
    cap: str | None = None
    join: str | None = None
    miter: str | None = None
    dash: str | None = None
    dash_offset: str | None = None


def of_object(style: Style, element: Element, resources: Resources) -> Style:
    """Return the style of an object or layer inside what is around it."""
    for one in resources.draw_params(element.get("DrawParam")):
        style = _layered(style, one)
    return _layered(style, element)


def stroke_attributes(style: Style, scale: float = 1) -> Attributes:
    """Return width, ends, corners and dashes; `scale` is how large the pen's space is drawn."""
    dashes = [abs(one) / scale for one in floats((style.dash or "")[:SHORT])[:_MAX_DASHES]]
    return {
        "stroke-width": number(max(real(style.width, DEFAULT_WIDTH), THINNEST) / scale),
        "stroke-linecap": _CAPS.get(style.cap or ""),
        "stroke-linejoin": _JOINS.get(style.join or ""),
        "stroke-miterlimit": number(max(real(style.miter, _DEFAULT_MITER), 1)),
        "stroke-dasharray": numbers(dashes) if any(dashes) else None,
        "stroke-dashoffset": number(real(style.dash_offset) / scale) if any(dashes) else None,
    }


def _layered(style: Style, element: Element) -> Style:
    """Return the style with what an element says laid over it."""
    fill = stroke = None
    for child in safe_xml.children(element):
        name = safe_xml.name(child)
        if name == "FillColor":
            fill = child
        elif name == "StrokeColor":
            stroke = child
    given = element.get
    said = {
        "fill": fill,
        "stroke": stroke,
        "width": given("LineWidth"),
        "cap": given("Cap"),
        "join": given("Join"),
        "miter": given("MiterLimit"),
        "dash": given("DashPattern"),
        "dash_offset": given("DashOffset"),
    }
    told = {key: value for key, value in said.items() if value is not None}
    return replace(style, **told) if told else style  # type: ignore[arg-type]
