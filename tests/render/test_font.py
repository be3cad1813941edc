"""Fonts that came with the document: drawn glyph by glyph, never handed on."""

from __future__ import annotations

import pytest
from tests.render import make_font
from tests.render.make_ofd import Svg, drawn, every, one, target, text

FONT = (
    '<ofd:Fonts><ofd:Font ID="3" FontName="自带字体"><ofd:FontFile>own.ttf</ofd:FontFile>'
    "</ofd:Font></ofd:Fonts>"
)
SQUARE = "M0 0L0 500L500 500L500 0L0 0Z"


def written(font: bytes, words: str, **more: str) -> Svg:
    return drawn(text(words, **more), resources=FONT, files={"Doc_0/Res/own.ttf": font})


def outlines(page: Svg) -> list[str]:
    return [target(page, use.get("href")).get("d") or "" for use in every(page, "use")]


def transform(glyphs: str, codes: int = 1) -> str:
    return (
        f'<ofd:CGTransform CodePosition="0" CodeCount="{codes}"><ofd:Glyphs>{glyphs}</ofd:Glyphs>'
        "</ofd:CGTransform><ofd:TextCode"
    )


@pytest.mark.parametrize(("kind", "char"), [(0, "A"), (4, "票"), (6, "票"), (12, "票")])
def test_a_character_is_found_in_a_font_by_any_of_its_lists(kind: int, char: str) -> None:
    page = written(make_font.truetype(kind=kind), char)

    assert outlines(page) == [SQUARE]


def test_the_outline_stands_on_its_place_in_the_size_of_the_text() -> None:
    page = written(make_font.truetype(), "票票", code='X="1" Y="4" DeltaX="8"')

    group = one(page, "g")
    assert group.get("transform") == "translate(10 20) scale(0.004 -0.004)"
    assert [use.get("transform") for use in every(page, "use")] == [
        "translate(250 -1000)",
        "translate(2250 -1000)",
    ]


def test_what_was_written_can_still_be_read_out() -> None:
    assert one(written(make_font.truetype(), "票"), "g").get("aria-label") == "票"


def test_a_glyph_drawn_often_is_defined_once() -> None:
    page = written(make_font.truetype(), "票票票", code='X="0" Y="4" DeltaX="4"')

    assert len(every(page, "use")) == 3
    assert len({use.get("href") for use in every(page, "use")}) == 1


def test_the_font_says_how_far_a_glyph_reaches_where_the_document_does_not() -> None:
    page = written(make_font.truetype(), "票票")

    assert [use.get("transform") for use in every(page, "use")] == [
        "translate(0 -1000)",
        "translate(600 -1000)",
    ]


def test_a_glyph_named_by_its_number_is_drawn_whatever_the_character() -> None:
    words = text("假").replace("<ofd:TextCode", transform(str(make_font.TRIANGLE)))

    page = drawn(words, resources=FONT, files={"Doc_0/Res/own.ttf": make_font.truetype()})

    assert outlines(page) == ["M0 0L500 0Q500 500 0 0Z"]


def test_a_glyph_put_together_of_others_is_drawn_whole() -> None:
    words = text("合").replace("<ofd:TextCode", transform(str(make_font.BOTH)))

    page = drawn(words, resources=FONT, files={"Doc_0/Res/own.ttf": make_font.truetype()})

    assert outlines(page) == [SQUARE + "M100 200L100 450L350 450L350 200L100 200Z"]


def test_a_character_the_font_lacks_is_written_in_a_usual_font() -> None:
    page = written(make_font.truetype(), "票据", code='X="0" Y="4" DeltaX="4"')

    assert outlines(page) == [SQUARE]
    assert (one(page, "text").text, one(page, "text").get("x")) == ("据", "4")


def test_postscript_outlines_are_drawn_too() -> None:
    assert outlines(written(make_font.opentype(), "票")) == ["M0 0L0 500L500 500L500 0Z"]


def test_a_bare_cff_font_is_drawn_by_its_numbers() -> None:
    words = text("字").replace("<ofd:TextCode", transform("2"))

    page = drawn(words, resources=FONT, files={"Doc_0/Res/own.ttf": make_font.cff()})

    assert outlines(page) == ["M0 0C0 300 200 400 200 500Z"]


BROKEN = {
    "nothing": b"",
    "something else": b"no font",
    "cut short": make_font.truetype()[:40],
    "no places": make_font.truetype(tables={"loca": b""}),
    "no outlines": make_font.truetype(tables={"glyf": b"\xff" * 9}),
    "no characters": make_font.truetype(tables={"cmap": b"\0"}),
    "no head": make_font.truetype(tables={"head": b""}),
    "outlines cut short": make_font.opentype()[:-20],
    "bare noise": b"\1\0\4\1" + b"\xff" * 40,
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_font_leaves_the_text_to_a_usual_one(how: str) -> None:
    page = written(BROKEN[how], "票")

    assert one(page, "text").text == "票"
    assert "SimSun" in (one(page, "text").get("font-family") or "")


def test_no_font_is_ever_handed_on() -> None:
    page = written(make_font.truetype(), "票")

    assert every(page, "style") == []
    assert not [value for node in page.iter() for value in node.attrib.values() if "font/" in value]
