"""Clips: the part of an object that is to be seen.

An object may have several; what lies in all of them is seen. Each is made of areas,
and what lies in one of them counts. `TransFlag="false"` says that the areas do not
follow the object's CTM.
"""

from __future__ import annotations

from typing import Final

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.render.geometry import NOWHERE, Box, box, joined, matrix, moved, number, turned
from chapiao.render.path import parse
from chapiao.render.scene import Scene
from chapiao.render.svg import group, tag

_MAX_CLIPS: Final = 32
_PER_AREA: Final = 20
EVEN_ODD: Final = "evenodd"


def clipped(inner: str, element: Element, scene: Scene, *, following: bool) -> str:
    """Return the object behind its clips: those that follow its CTM, or those that do not."""
    clips = safe_xml.at(element, "Clips")
    if clips is None or (clips.get("TransFlag", "true").lower() != "false") != following:
        return inner
    found = [one for one in safe_xml.children(clips) if safe_xml.name(one) == "Clip"]
    for clip in reversed(found[:_MAX_CLIPS]):
        areas = _areas(clip, scene)
        if areas:
            ident = scene.sheet.define("clipPath", {}, areas)
            inner = group(inner, {"clip-path": f"url(#{ident})"})
    return inner


def to_box(inner: str, place: Box, scene: Scene) -> str:
    """Return what of an object lies in a box."""
    ident = scene.sheet.define("clipPath", {}, _rectangle(place))
    return group(inner, {"clip-path": f"url(#{ident})"})


def has_clips(element: Element) -> bool:
    """Whether an object has any clip."""
    clips = safe_xml.at(element, "Clips")
    return clips is not None and len(clips) > 0


def rule(element: Element) -> str | None:
    """Return how the inside of a path is told; None when the usual way."""
    return EVEN_ODD if element.get("Rule", "").replace("-", "").lower() == EVEN_ODD else None


def _areas(clip: Element, scene: Scene) -> str:
    out: list[str] = []
    for area in safe_xml.children(clip):
        scene.budget.spend(_PER_AREA)
        drawn = safe_xml.at(area, "Path")
        data = None if drawn is None else safe_xml.text_at(drawn, "AbbreviatedData")
        if drawn is None or not data:
            continue  # a clip made of letters: the object is better seen whole than not at all
        path = parse(data, scene.budget)
        if path is None:
            continue
        corner = box(drawn.get("Boundary")) or NOWHERE
        transform = joined(
            turned(matrix(area.get("CTM"))),
            moved(corner.x, corner.y),
            turned(matrix(drawn.get("CTM"))),
        )
        out.append(
            tag("path", {"d": path.d, "clip-rule": rule(drawn), "transform": transform or None})
        )
    return "".join(out)


def _rectangle(place: Box) -> str:
    return tag(
        "rect",
        {
            "x": number(place.x),
            "y": number(place.y),
            "width": number(place.width),
            "height": number(place.height),
        },
    )
