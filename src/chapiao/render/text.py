"""TextObject → SVG: system fonts as text, fonts that came along as outlines.

A font that came with the document draws what the document shows, whatever its
characters say, so it is drawn glyph by glyph; its text goes along as a label.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from chapiao.formats.safe_xml import Element
from chapiao.render.colour import BLACK, Paint
from chapiao.render.fonts import outlines_of
from chapiao.render.geometry import joined, number, real, whole
from chapiao.render.outline import Outlines
from chapiao.render.run import Cluster, clusters, natural
from chapiao.render.scene import Scene
from chapiao.render.shading import filling
from chapiao.render.span import spans
from chapiao.render.style import Style, stroke_attributes
from chapiao.render.svg import Attributes, tag, words
from chapiao.render.typeface import Typeface, slant, typeface, weight

DEFAULT_SIZE: Final = 3.175
_FINE: Final = 8
_Drawn = tuple[Cluster, str | None]  # with the glyph's path in the definitions, if it has one


class _How(NamedTuple):
    """How the letters of a text stand: size, width of one to its height, turn, and where."""

    size: float
    squeeze: float
    turn: int
    transform: str


def draw(element: Element, style: Style, scene: Scene, transform: str) -> str:
    """Return a text object as SVG; nothing when there is nothing to be seen."""
    how = _How(
        real(element.get("Size"), DEFAULT_SIZE),
        real(element.get("HScale"), 1) or 1,
        whole(element.get("CharDirection")) % 360,
        transform,
    )
    ink = _ink(element, style, scene)
    if how.size <= 0 or ink is None:
        return ""
    placed = list(clusters(element, how.size, scene.budget))
    outlines = outlines_of(element.get("Font"), scene)
    font = scene.resources.get("Font", element.get("Font"))
    face = typeface(None if font is None else font.element)
    look: Attributes = {
        "font-weight": weight(element, face),
        "font-style": slant(element, face),
        **ink,
        **(stroke_attributes(style) if "stroke" in ink else {}),
    }
    if outlines is None:
        return _words(placed, how, face, look)
    out: list[str] = []
    drawn = _outlined(placed, outlines, how.size, scene)
    for with_glyph, members in groupby(drawn, key=lambda one: one[1] is not None):
        part = list(members)
        if with_glyph:
            out.append(_glyphs(part, how, outlines, style, ink))
        else:
            out.append(_words([one for one, _ in part], how, face, look))
    return "".join(out)


def _ink(element: Element, style: Style, scene: Scene) -> dict[str, str | None] | None:
    """Return fill and stroke; None when the text has neither."""
    fill: Paint | None = None
    if element.get("Fill", "true").lower() != "false":
        fill = (filling(style.fill, scene) if style.fill is not None else None) or BLACK
    stroke: Paint | None = None
    if element.get("Stroke", "").lower() == "true":
        stroke = filling(style.stroke, scene)
    if fill is None and stroke is None:
        return None
    ink: dict[str, str | None] = {
        "fill": None if fill == BLACK else "none" if fill is None else fill.value,
        "fill-opacity": fill.opacity_text if fill else None,
    }
    if stroke is not None:
        ink |= {"stroke": stroke.value, "stroke-opacity": stroke.opacity_text}
    return ink


# With the fonts of whoever looks


def _words(placed: list[Cluster], how: _How, face: Typeface, look: Attributes) -> str:
    """Return the characters as text, with the places of all of them."""
    found = list(spans(placed, how.size, how.squeeze))
    if not found:
        return ""
    squeezed = f"scale({number(how.squeeze)} 1)" if how.squeeze != 1 else ""
    turned = str(how.turn) if how.turn else None
    shared = {"font-family": face.families, "font-size": number(how.size), **look}
    shared["transform"] = joined(how.transform, squeezed)
    given = [
        {
            "x": one.x,
            "y": one.y,
            "rotate": turned,
            "font-family": face.narrow if one.narrow else None,
        }
        for one in found
    ]
    if len(found) == 1:
        own = {key: value for key, value in given[0].items() if value}
        return tag("text", {**shared, **own}, words(found[0].text))
    return tag(
        "text",
        shared,
        "".join(
            tag("tspan", one, words(span.text)) for one, span in zip(given, found, strict=True)
        ),
    )


# With the font of the document


def _outlined(
    placed: Iterable[Cluster], outlines: Outlines, size: float, scene: Scene
) -> Iterator[_Drawn]:
    """Yield the clusters with their glyphs, the steps between them from the font where it flows."""
    shift = 0.0
    for one in placed:
        glyph = one.glyph if one.glyph is not None else _glyph_of(one.text, outlines)
        path = None if glyph is None else outlines.path(glyph, scene.budget)
        at = one._replace(x=one.x + shift) if one.flows else one
        shift = shift if one.flows else 0.0
        if glyph is None or path is None:
            yield at._replace(flows=False), None
            continue
        yield at, scene.sheet.define("path", {"d": path}) if path else ""
        width = outlines.advance(glyph)
        if width is not None:
            shift += (width - natural(one.text)) * size


def _glyph_of(text: str, outlines: Outlines) -> int | None:
    return outlines.glyph(text) if len(text) == 1 else None


def _glyphs(
    drawn: list[_Drawn], how: _How, outlines: Outlines, style: Style, ink: Attributes
) -> str:
    """Return the glyphs in their places, drawn on the grid of their font."""
    unit = how.size / outlines.units
    across = unit * how.squeeze
    uses = "".join(
        tag("use", {"href": f"#{ident}", "transform": _at(one.x / across, one.y / unit, how.turn)})
        for one, ident in drawn
        if ident
    )
    if not uses:
        return ""
    grid = f"scale({number(across, _FINE)} {number(-unit, _FINE)})"
    text = "".join(one.text for one, _ in drawn).strip()
    return tag(
        "g",
        {
            "transform": joined(how.transform, grid),
            "role": "img" if text else None,
            "aria-label": text,
            **ink,
            **(stroke_attributes(style, unit) if "stroke" in ink else {}),
        },
        uses,
    )


def _at(x: float, y: float, turn: int) -> str:
    return f"translate({number(x)} {number(-y)})" + (f" rotate({-turn})" if turn else "")
