"""The SVG does nothing and asks for nothing, whatever the file tries."""

from __future__ import annotations

import pytest
from lxml import etree
from tests.render.inert import check
from tests.render.make_ofd import FONTS, layer, media, ofd, path, picture, text
from tests.render.make_seal import SIGNATURES, ses, stamped

from chapiao.render import ofd_svg

EVIL = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;a x=&quot;"
CALLS = ("javascript:alert(1)", "http://evil.example/x.png", "file:///etc/passwd", "url(#d1)")
SHAPE = "M 0 0 L 5 0 L 5 5 C"
PAGES = {
    "script in the text": text(EVIL),
    "script as the name of an object": text("字", Name=EVIL, ID=EVIL),
    "an element of SVG among the objects": '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script>'
    "</svg><script>2</script>" + text("字"),
    "an element of SVG among the characters": text('<x:script xmlns:x="urn:x">1</x:script>字'),
    "a colour that is none": path(
        SHAPE, inside=f'<ofd:FillColor Value="{EVIL}"/>', Fill="true", LineWidth=EVIL
    ),
    "a transform that is none": path(SHAPE, CTM=f"1 0 0 1 0 0) {EVIL}"),
    "a path that is none": path(f"M 0 0 L 5 5 {EVIL}"),
    "a pen that is none": path(SHAPE, Cap=EVIL, Join=EVIL, DashPattern=EVIL, MiterLimit=EVIL),
    "sizes that are none": text("字", Size="NaN", HScale=EVIL, where="inf -inf nan 1e999"),
    "weights that are none": text("字", Weight=EVIL, Italic=EVIL, CharDirection=EVIL),
    "a blend that is none": text("字", BlendMode="normal;background:url(http://evil.example)"),
    "steps that are none": text("一二三", code=f'X="{EVIL}" Y="1e308" DeltaX="g 9 {EVIL}"'),
}


@pytest.mark.parametrize("how", PAGES)
def test_nothing_of_a_page_becomes_anything_that_acts(how: str) -> None:
    for one in ofd_svg(ofd(layer(PAGES[how]), resources=FONTS)):
        check(one)


def test_what_looks_like_a_script_is_shown_as_it_is_written() -> None:
    [page] = ofd_svg(ofd(text(EVIL)))

    assert "<script>alert(1)</script>" in "".join(etree.fromstring(page).itertext())


@pytest.mark.parametrize("call", [*CALLS, "x;} *{", "a', url(http://evil.example)", EVIL])
def test_a_font_cannot_call_anybody_by_its_name(call: str) -> None:
    fonts = f'<ofd:Fonts><ofd:Font ID="3" FontName="{call}" FamilyName="{call}"/></ofd:Fonts>'

    [page] = ofd_svg(ofd(text("字"), resources=fonts))

    check(page)
    families = etree.fromstring(page).xpath("//@font-family")[0]
    assert not set(families) & set(':;()/<>"\\{}*')


@pytest.mark.parametrize("call", CALLS)
def test_a_picture_comes_out_of_the_file_or_not_at_all(call: str) -> None:
    objects = '<ofd:ImageObject Boundary="0 0 20 20" ResourceID="70"/>'

    [page] = ofd_svg(ofd(objects, resources=media(call)))

    check(page)
    assert call.encode() not in page


def test_a_picture_that_is_also_a_page_is_only_a_picture() -> None:
    data = picture() + b"<script>alert(1)</script>"

    [page] = ofd_svg(
        ofd(
            '<ofd:ImageObject Boundary="0 0 20 20" ResourceID="70"/>',
            resources=media("x.png"),
            files={"Doc_0/Res/x.png": data},
        )
    )

    check(page)


def test_a_seal_drawn_out_of_another_file_does_nothing_either() -> None:
    inner = ofd(text(EVIL, BlendMode=EVIL), size="0 0 60 40")
    files = stamped(ses(inner, "ofd"), f'PageRef="1" Boundary="90 8 30 20" Clip="{EVIL}"')

    [page] = ofd_svg(ofd(text("票"), files=files, signatures=SIGNATURES))

    check(page)
