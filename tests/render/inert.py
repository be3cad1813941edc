"""What an SVG of ours may hold at most; anything else could do something."""

from __future__ import annotations

import re

from lxml import etree

ELEMENTS = {
    "clipPath",
    "defs",
    "g",
    "image",
    "linearGradient",
    "path",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "text",
    "tspan",
    "use",
}
ATTRIBUTES = {
    "aria-label",
    "clip-path",
    "clip-rule",
    "cx",
    "cy",
    "d",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "fr",
    "fx",
    "fy",
    "gradientUnits",
    "height",
    "href",
    "id",
    "offset",
    "opacity",
    "preserveAspectRatio",
    "r",
    "role",
    "rotate",
    "spreadMethod",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "text-anchor",
    "text-rendering",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
}
COLOUR = re.compile(r"none|#[0-9a-f]{3}|#[0-9a-f]{6}|url\(#d[0-9]+\)")
CLIP = re.compile(r"url\(#d[0-9]+\)")
HREF = re.compile(r"#d[0-9]+|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+=*")
PATH = re.compile(r"[-0-9. MLQCAZ]*")
PLACE = re.compile(r"(?:-?[0-9.]+(?:mm)?(?: |$))*")
TRANSFORM = re.compile(r"(?:(?:translate|matrix|scale|rotate)\([-0-9. ]+\)(?: |$))*")
VALUES = {
    "href": HREF,
    "fill": COLOUR,
    "stroke": COLOUR,
    "stop-color": COLOUR,
    "clip-path": CLIP,
    "d": PATH,
    "transform": TRANSFORM,
    "style": re.compile("mix-blend-mode:(?:multiply|darken)"),
    **dict.fromkeys(("x", "y", "width", "height", "stroke-width", "font-size"), PLACE),
}


def check(svg: bytes) -> None:
    """Fail on anything that is not known to do nothing."""
    page = etree.fromstring(svg)
    assert not page.getroottree().docinfo.doctype
    for node in page.iter():
        assert isinstance(node.tag, str), "a comment or an instruction"
        assert node.tag.startswith("{http://www.w3.org/2000/svg}")
        assert node.tag.partition("}")[2] in ELEMENTS
        for name, value in node.attrib.items():
            assert name in ATTRIBUTES, name
            allowed = VALUES.get(name)
            assert allowed is None or allowed.fullmatch(value), (name, value)
