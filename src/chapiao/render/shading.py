"""Fills that change along the way: axial and radial shadings as SVG gradients."""

from __future__ import annotations

import math
from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.ofd_text import floats
from chapiao.formats.safe_xml import Element
from chapiao.render.colour import Paint, alpha, paint
from chapiao.render.geometry import SHORT, number, real
from chapiao.render.scene import Scene
from chapiao.render.svg import tag

_SPREAD: Final = {"Repeat": "repeat", "Reflect": "reflect"}
_MAX_STOPS: Final = 256
_MESHES: Final = ("GouraudShd", "LaGouraudShd", "LaGourandShd")
_Point = tuple[float, float]


def filling(element: Element | None, scene: Scene) -> Paint | None:
    """Return a colour of any kind; None when it says nothing that can be understood."""
    if element is None:
        return None
    for child in safe_xml.children(element):
        name = safe_xml.name(child)
        if name == "AxialShd":
            return _gradient(child, alpha(element), scene, _axial(child))
        if name == "RadialShd":
            return _gradient(child, alpha(element), scene, _radial(child))
        if name in _MESHES:
            return _middle(child, scene)
    return paint(element, scene.resources)


def _gradient(
    element: Element,
    opacity: float,
    scene: Scene,
    geometry: tuple[str, dict[str, str | None]] | None,
) -> Paint | None:
    stops = _stops(element, scene)
    if geometry is None or not stops:
        return None
    name, attributes = geometry
    attributes |= {
        "gradientUnits": "userSpaceOnUse",
        "spreadMethod": _SPREAD.get(element.get("MapType", "")),
    }
    ident = scene.sheet.define(name, attributes, stops)
    return Paint(f"url(#{ident})", opacity)


def _stops(element: Element, scene: Scene) -> str:
    segments = [one for one in safe_xml.children(element) if safe_xml.name(one) == "Segment"]
    last = max(len(segments) - 1, 1)
    stops = []
    for place, segment in enumerate(segments[:_MAX_STOPS]):
        scene.budget.spend(10)
        colour = paint(safe_xml.at(segment, "Color"), scene.resources)
        if colour is not None:
            offset = min(max(real(segment.get("Position"), place / last), 0), 1)
            stops.append(
                tag(
                    "stop",
                    {
                        "offset": number(offset),
                        "stop-color": colour.value,
                        "stop-opacity": colour.opacity_text,
                    },
                )
            )
    return "".join(stops)


def _axial(element: Element) -> tuple[str, dict[str, str | None]] | None:
    start, end = _point(element.get("StartPoint")), _point(element.get("EndPoint"))
    if start is None or end is None:
        return None
    length = math.dist(start, end)
    unit = real(element.get("MapUnit"))
    if element.get("MapType") in _SPREAD and unit > 0 < length:
        share = unit / length
        end = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share)
    return "linearGradient", {
        "x1": number(start[0]),
        "y1": number(start[1]),
        "x2": number(end[0]),
        "y2": number(end[1]),
    }


def _radial(element: Element) -> tuple[str, dict[str, str | None]] | None:
    start, end = _point(element.get("StartPoint")), _point(element.get("EndPoint"))
    inner, outer = real(element.get("StartRadius")), real(element.get("EndRadius"))
    if start is None or end is None or outer <= 0:
        return None
    return "radialGradient", {
        "fx": number(start[0]),
        "fy": number(start[1]),
        "fr": number(min(max(inner, 0), outer)),
        "cx": number(end[0]),
        "cy": number(end[1]),
        "r": number(outer),
    }


def _middle(element: Element, scene: Scene) -> Paint | None:
    """Return one colour for a mesh: that of its first point, which no invoice will miss."""
    for point in safe_xml.children(element):
        colour = paint(safe_xml.at(point, "Color"), scene.resources)
        if colour is not None:
            return colour
    return None


def _point(given: str | None) -> _Point | None:
    numbers = floats((given or "")[:SHORT].replace(",", " "))
    return (numbers[0], numbers[1]) if len(numbers) == 2 else None  # noqa: PLR2004 - x y
