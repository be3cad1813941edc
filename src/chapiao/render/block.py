"""The objects of a layer, block, unit or appearance → SVG, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Final, NamedTuple

from lxml import etree

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.render import clip, image, text
from chapiao.render.colour import alpha
from chapiao.render.geometry import NOWHERE, Box, Matrix, box, joined, matrix, moved, number, turned
from chapiao.render.limits import MAX_DEPTH, NotDrawn
from chapiao.render.path import parse
from chapiao.render.scene import Scene
from chapiao.render.shading import filling
from chapiao.render.style import Style, of_object, stroke_attributes
from chapiao.render.svg import group, tag

_PER_OBJECT: Final = 30
_LETTERS_A_UNIT: Final = 40
_SLACK: Final = 2.0  # millimetres an object may stick out of its box before it is cut
_BLENDS: Final = {"multiply": "mix-blend-mode:multiply", "darken": "mix-blend-mode:darken"}
_HOLDERS: Final = ("Layer", "PageBlock", "Content")


class _Thing(NamedTuple):
    """An object ready to be drawn: how, its CTM, and points that tell how far it reaches."""

    draw: Callable[[str], str]
    by: Matrix | None
    points: Sequence[tuple[float, float]] = ()


def draw(block: Element, style: Style, scene: Scene) -> str:
    """Return the objects inside an element.

    Raises:
        NotDrawn: nested too deeply, or too much of it.
    """
    if scene.depth > MAX_DEPTH:
        msg = "版面嵌套太深，画不出来，请用其他软件打开"
        raise NotDrawn(msg)
    inside = replace(scene, depth=scene.depth + 1)
    out: list[str] = []
    for element in safe_xml.children(block):
        scene.budget.spend(_PER_OBJECT)
        if element.get("Visible", "").lower() == "false":
            continue
        name = safe_xml.name(element)
        if name in _HOLDERS:
            out.append(draw(element, of_object(style, element, scene.resources), inside))
        elif name in _KINDS:
            # An object may be drawn a thousand times; what it weighs counts every time.
            written = etree.tostring(element)
            scene.budget.spend(written.count(b"<") + len(written) // _LETTERS_A_UNIT)
            drawn = _object(name, element, of_object(style, element, scene.resources), inside)
            scene.budget.spend_written(len(drawn))
            out.append(drawn)
    return "".join(out)


def _object(name: str, element: Element, style: Style, scene: Scene) -> str:
    """Return an object in its place, behind its clips, as transparent as it is."""
    place = box(element.get("Boundary")) or NOWHERE
    thing = _KINDS[name](element, place, style, scene)
    if thing is None:
        wanting = name == "ImageObject" and image.is_wanting(element, scene)
        return image.missing(place) if wanting else ""
    corner, turn = moved(place.x, place.y), turned(thing.by)
    if clip.has_clips(element):
        drawn = clip.clipped(thing.draw(""), element, scene, following=True)
        drawn = group(drawn, {"transform": turn})
        drawn = clip.clipped(drawn, element, scene, following=False)
        drawn = group(drawn, {"transform": corner})
    else:
        drawn = thing.draw(joined(corner, turn))
    if _sticks_out(thing, place):
        drawn = clip.to_box(drawn, place, scene)
    opacity = alpha(element)
    blend = _BLENDS.get(element.get("BlendMode", "").lower())
    return group(drawn, {"opacity": number(opacity) if opacity < 1 else None, "style": blend})


def _text(element: Element, place: Box, style: Style, scene: Scene) -> _Thing:
    del place
    return _Thing(partial(text.draw, element, style, scene), matrix(element.get("CTM")))


def _path(element: Element, place: Box, style: Style, scene: Scene) -> _Thing | None:
    del place
    path = parse(safe_xml.text_at(element, "AbbreviatedData") or "", scene.budget)
    if path is None:
        return None
    fill = stroke = None
    if element.get("Fill", "").lower() == "true":
        fill = filling(style.fill, scene)
    if element.get("Stroke", "").lower() != "false":
        stroke = filling(style.stroke, scene)
    strokes = element.get("Stroke", "").lower() != "false" and (stroke or style.stroke is None)
    if fill is None and not strokes:
        return None
    look = {
        "d": path.d,
        "fill": "none" if fill is None else fill.value,
        "fill-opacity": fill.opacity_text if fill else None,
        "fill-rule": clip.rule(element) if fill else None,
    }
    if strokes:
        look["stroke"] = stroke.value if stroke else "#000"
        look["stroke-opacity"] = stroke.opacity_text if stroke else None
        look |= stroke_attributes(style)
    return _Thing(
        lambda transform: tag("path", {**look, "transform": transform}),
        matrix(element.get("CTM")),
        path.points,
    )


def _image(element: Element, place: Box, style: Style, scene: Scene) -> _Thing | None:
    del style
    address = image.address_of(element, scene)
    if address is None:
        return None
    return _Thing(
        lambda transform: image.shown(address, transform, scene),
        image.shape(element, place),
        image.SQUARE,
    )


def _composite(element: Element, place: Box, style: Style, scene: Scene) -> _Thing | None:
    del place
    unit = scene.resources.get("CompositeGraphicUnit", element.get("ResourceID"))
    if unit is None:
        return None
    inner = draw(unit.element, style, scene)
    return _Thing(
        lambda transform: group(inner, {"transform": transform}), matrix(element.get("CTM"))
    )


_KINDS: Final[dict[str, Callable[[Element, Box, Style, Scene], _Thing | None]]] = {
    "TextObject": _text,
    "PathObject": _path,
    "ImageObject": _image,
    "CompositeObject": _composite,
}


def _sticks_out(thing: _Thing, place: Box) -> bool:
    """Whether an object reaches so far out of its box that it has to be cut."""
    if not thing.points or not min(place.width, place.height) > 0:
        return False
    points = [thing.by.point(*one) for one in thing.points] if thing.by else thing.points
    across, down = [x for x, _ in points], [y for _, y in points]
    return (
        min(*across, *down) < -_SLACK
        or max(across) > place.width + _SLACK
        or max(down) > place.height + _SLACK
    )
