"""Colours and drawing parameters: who says how an object is drawn."""

from __future__ import annotations

import pytest
from tests.render.make_ofd import Svg, drawn, every, layer, ofd, one, pages, path, target, text

SPACES = (
    '<ofd:ColorSpaces><ofd:ColorSpace ID="1" Type="RGB"/><ofd:ColorSpace ID="2" Type="GRAY"/>'
    '<ofd:ColorSpace ID="4" Type="CMYK"/><ofd:ColorSpace ID="5" Type="RGB" BitsPerComponent="4"/>'
    '<ofd:ColorSpace ID="6" Type="RGB"><ofd:Palette><ofd:CV>0 0 0</ofd:CV>'
    "<ofd:CV>156 82 35</ofd:CV></ofd:Palette></ofd:ColorSpace></ofd:ColorSpaces>"
)


def filled(colour: str, **how: object) -> Svg:
    shape = path("M 0 0 L 5 0 L 5 5 C", inside=colour, Fill="true", Stroke="false")
    return one(drawn(shape, resources=SPACES, **how), "path")


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        ('Value="156 82 35"', "#9c5223"),
        ('Value="156 82 35" ColorSpace="1"', "#9c5223"),
        ('Value="128" ColorSpace="2"', "#808080"),
        ('Value="0 0 0 255" ColorSpace="4"', "#000000"),
        ('Value="0 255 255 0" ColorSpace="4"', "#ff0000"),
        ('Value="15 0 0" ColorSpace="5"', "#ff0000"),
        ('Index="1" ColorSpace="6"', "#9c5223"),
        ('Value="#FF #00 #80"', "#ff0080"),
        ('Value="255,0,0"', "#ff0000"),
        ('Value="128" ColorSpace="1"', "#808080"),
        ('Value="999 -5 0"', "#ff0000"),
        ('Value="1 2 3" ColorSpace="404"', "#010203"),
    ],
)
def test_a_colour_is_what_its_space_makes_of_it(given: str, seen: str) -> None:
    assert filled(f"<ofd:FillColor {given}/>").get("fill") == seen


@pytest.mark.parametrize("given", ['Value="1 2"', 'Value=""', "", 'Index="7" ColorSpace="6"'])
def test_a_fill_nobody_understands_fills_nothing(given: str) -> None:
    shape = path("M 0 0 L 5 0", inside=f"<ofd:FillColor {given}/>", Fill="true", Stroke="false")

    assert every(drawn(shape, resources=SPACES), "path") == []


def test_a_colour_can_let_through() -> None:
    found = filled('<ofd:FillColor Value="255 0 0" Alpha="51"/>')

    assert found.get("fill-opacity") == "0.2"


PARAMS = (
    '<ofd:DrawParams><ofd:DrawParam ID="1" LineWidth="0.25"><ofd:StrokeColor Value="128 0 0"/>'
    '</ofd:DrawParam><ofd:DrawParam ID="2" Relative="1"><ofd:FillColor Value="0 0 128"/>'
    '</ofd:DrawParam><ofd:DrawParam ID="3" Relative="3" LineWidth="2"/></ofd:DrawParams>'
)


def under(objects: str, param: str) -> Svg:
    [page] = pages(ofd(layer(objects, f'DrawParam="{param}"'), resources=PARAMS))
    return page


def test_a_layer_says_how_its_objects_are_drawn() -> None:
    page = under(path("M 0 0 L 5 0") + text("字"), "2")

    line = one(page, "path")
    assert (line.get("stroke"), line.get("stroke-width")) == ("#800000", "0.25")
    assert one(page, "text").get("fill") == "#000080"


def test_an_object_says_it_better_than_its_layer() -> None:
    page = under(
        path("M 0 0 L 5 0", inside='<ofd:StrokeColor Value="0 128 0"/>', LineWidth="1"), "2"
    )

    line = one(page, "path")
    assert (line.get("stroke"), line.get("stroke-width")) == ("#008000", "1")


def test_a_parameter_of_the_object_lies_over_that_of_the_layer() -> None:
    assert one(under(path("M 0 0 L 5 0", DrawParam="3"), "1"), "path").get("stroke-width") == "2"


def test_parameters_that_rest_on_one_another_in_a_ring_end() -> None:
    ring = (
        '<ofd:DrawParams><ofd:DrawParam ID="1" Relative="2" LineWidth="0.7"/>'
        '<ofd:DrawParam ID="2" Relative="1" LineWidth="0.9"/></ofd:DrawParams>'
    )

    assert one(drawn(path("M 0 0 L 5 0", DrawParam="1"), resources=ring), "path").get(
        "stroke-width"
    ) == ("0.7")


STOPS = (
    '<ofd:Segment Position="0"><ofd:Color Value="255 0 0"/></ofd:Segment>'
    '<ofd:Segment><ofd:Color Value="0 0 255" Alpha="0"/></ofd:Segment>'
)


def shaded(shading: str) -> Svg:
    shape = path(
        "M 0 0 L 5 0 L 5 5 C", inside=f"<ofd:FillColor>{shading}</ofd:FillColor>", Fill="true"
    )
    page = drawn(shape)
    return target(page, every(page, "path")[0].get("fill"))


def test_an_axial_shading_is_a_linear_gradient() -> None:
    gradient = shaded(
        f'<ofd:AxialShd StartPoint="0 0" EndPoint="10 0" MapType="Reflect" MapUnit="5">{STOPS}'
        "</ofd:AxialShd>"
    )

    assert gradient.tag.endswith("linearGradient")
    assert [gradient.get(one) for one in ("x1", "y1", "x2", "y2")] == ["0", "0", "5", "0"]
    assert gradient.get("spreadMethod") == "reflect"
    assert [(stop.get("offset"), stop.get("stop-color")) for stop in gradient] == [
        ("0", "#ff0000"),
        ("1", "#0000ff"),
    ]
    assert gradient[1].get("stop-opacity") == "0"


def test_a_radial_shading_is_a_radial_gradient() -> None:
    gradient = shaded(
        f'<ofd:RadialShd StartPoint="1 1" StartRadius="1" EndPoint="2 2" EndRadius="9">{STOPS}'
        "</ofd:RadialShd>"
    )

    assert gradient.tag.endswith("radialGradient")
    assert [gradient.get(one) for one in ("fx", "fy", "fr", "cx", "cy", "r")] == [
        "1",
        "1",
        "1",
        "2",
        "2",
        "9",
    ]


def test_a_mesh_is_drawn_in_the_colour_of_its_first_point() -> None:
    mesh = (
        '<ofd:FillColor><ofd:GouraudShd><ofd:Point X="0" Y="0"><ofd:Color Value="1 2 3"/>'
        "</ofd:Point></ofd:GouraudShd></ofd:FillColor>"
    )

    assert filled(mesh).get("fill") == "#010203"
