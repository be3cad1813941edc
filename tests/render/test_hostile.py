"""Files made to hurt: each is drawn, or refused in words, within a bounded amount of work."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.render import make_font
from tests.render.inert import check
from tests.render.make_ofd import FONTS, Template, layer, media, ofd, path, picture, text, zipped
from tests.render.make_seal import SIGNATURES, ses, stamped

from chapiao.render import NotDrawn, ofd_pages, ofd_svg
from chapiao.render.limits import MAX_WORK, MAX_WRITTEN

HAN = re.compile("[\u4e00-\u9fff]")
UNIT = '<ofd:CompositeObject Boundary="0 0 1 1" ResourceID="{}"/>'


def units(*contents: str) -> str:
    rows = "".join(
        f'<ofd:CompositeGraphicUnit ID="{number}"><ofd:Content>{one}</ofd:Content>'
        "</ofd:CompositeGraphicUnit>"
        for number, one in enumerate(contents)
    )
    return f"<ofd:CompositeGraphicUnits>{rows}</ofd:CompositeGraphicUnits>"


def refused(data: bytes) -> str:
    with pytest.raises(NotDrawn) as told:
        ofd_svg(data)
    assert HAN.search(str(told.value))
    return str(told.value)


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\3\4", b"%PDF-1.4", zipped({"a.xml": "<a/>"})],
    ids=["empty", "cut", "PDF", "ZIP"],  # not its bytes: the time stands in them
)
def test_what_is_no_ofd_is_told_in_words(data: bytes) -> None:
    refused(data)
    with pytest.raises(NotDrawn):
        ofd_pages(data)


def test_a_unit_that_holds_itself_ends() -> None:
    assert "嵌套" in refused(ofd(UNIT.format(0), resources=units(UNIT.format(0))))


def test_units_that_double_at_every_step_end() -> None:
    doubling = units(*[UNIT.format(number + 1) * 8 for number in range(8)], text("笑"))

    assert "太复杂" in refused(ofd(UNIT.format(0), resources=doubling + FONTS))


def test_blocks_nested_too_deeply_end() -> None:
    deep = "<ofd:PageBlock>" * 100 + text("底") + "</ofd:PageBlock>" * 100

    assert "嵌套" in refused(ofd(deep))


def test_too_many_objects_end() -> None:
    assert "太复杂" in refused(ofd("<ofd:PageBlock/>" * (MAX_WORK // 30), stored=True))


def test_too_many_points_end() -> None:
    assert "太复杂" in refused(ofd(path("M 0 0 " + "L 1 1 " * 300_000) * 2, stored=True))


def test_steps_are_unfolded_no_further_than_there_are_characters() -> None:
    [page] = ofd_svg(ofd(text("一二", code='X="0" Y="0" DeltaX="g 999999999 1 g 999999999 1"')))

    assert len(page) < 2_000


def test_a_picture_used_a_hundred_thousand_times_is_no_hundred_thousand_pictures() -> None:
    uses = '<ofd:ImageObject Boundary="0 0 20 20" ResourceID="70"/>' * 10_000

    [page] = ofd_svg(
        ofd(uses, resources=media("x.png"), files={"Doc_0/Res/x.png": picture(size=(500, 500))})
    )

    assert page.count(b"data:image/png") == 1


def test_one_small_template_on_every_page_cannot_make_a_huge_answer() -> None:
    noise = BytesIO()
    noise.write(picture(size=(2, 2)))
    noise.write(bytes(range(256)) * 20_000)  # behind the end of the picture, and passed on
    data = ofd(
        *[text("页")] * 60,
        templates=[Template('<ofd:ImageObject Boundary="0 0 20 20" ResourceID="70"/>')],
        resources=media("x.png") + FONTS,
        files={"Doc_0/Res/x.png": noise.getvalue()},
        stored=True,
    )

    assert f"{MAX_WRITTEN // 1024 // 1024}MB" in refused(data)


def test_a_page_that_is_a_bomb_is_told_on_the_page() -> None:
    [page] = ofd_svg(ofd(text("票") * 100_000))

    assert "本页内容读不出来" in page.decode()


def test_a_page_larger_than_any_paper_is_refused() -> None:
    assert "大得不合理" in refused(ofd(text("票"), size="0 0 900000 900000"))


@pytest.mark.parametrize("size", ["0 0 0 0", "0 0 -5 -5", "nan nan nan nan", "", "1 2 3"])
def test_a_page_of_no_size_is_drawn_as_a4(size: str) -> None:
    [page] = ofd_svg(ofd(text("票"), size=size))

    assert b'viewBox="0 0 210 297"' in page


def test_a_seal_that_holds_its_own_document_ends() -> None:
    data = ofd(text("一"), files={"Doc_0/Signs/x": b""}, signatures=SIGNATURES)
    for _ in range(5):
        files = stamped(ses(data, "ofd"), 'PageRef="1" Boundary="0 0 9 9"')
        data = ofd(text("一"), files=files, signatures=SIGNATURES)

    [page] = ofd_svg(data)

    assert len(page) < 10_000


def test_glyphs_put_together_of_one_another_without_end_are_left_out() -> None:
    ring = make_font.ring()
    fonts = (
        '<ofd:Fonts><ofd:Font ID="3" FontName="x"><ofd:FontFile>x.ttf</ofd:FontFile></ofd:Font>'
        "</ofd:Fonts>"
    )

    [page] = ofd_svg(ofd(text("票"), resources=fonts, files={"Doc_0/Res/x.ttf": ring}))

    assert "票" in page.decode()


def whole() -> bytes:
    """An OFD that uses every part of the renderer."""
    resources = (
        FONTS
        + media("x.png")
        + '<ofd:Fonts><ofd:Font ID="8" FontName="x"><ofd:FontFile>x.ttf</ofd:FontFile></ofd:Font>'
        + '<ofd:Font ID="9" FontName="y"><ofd:FontFile>y.otf</ofd:FontFile></ofd:Font></ofd:Fonts>'
        + '<ofd:DrawParams><ofd:DrawParam ID="1" LineWidth="0.25"><ofd:StrokeColor Value="1 2 3"/>'
        + "</ofd:DrawParam></ofd:DrawParams>"
        + units(text("单元"))
    )
    clip = (
        "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path><ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 C"
        "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>"
    )
    shade = (
        '<ofd:FillColor><ofd:AxialShd StartPoint="0 0" EndPoint="9 9"><ofd:Segment>'
        '<ofd:Color Value="255 0 0"/></ofd:Segment></ofd:AxialShd></ofd:FillColor>'
    )
    objects = (
        text("价税合计12.34", code='X="0" Y="4" DeltaX="g 3 4 g 5 2"')
        + text("票", Font="8")
        + text("票", Font="9").replace(
            "<ofd:TextCode",
            '<ofd:CGTransform CodePosition="0"><ofd:Glyphs>2</ofd:Glyphs></ofd:CGTransform>'
            "<ofd:TextCode",
        )
        + path(
            "M 0 0 L 9 0 B 1 2 3 4 5 6 A 1 2 0 1 0 9 9 Q 1 2 3 4 C",
            inside=clip + shade,
            Fill="true",
        )
        + '<ofd:ImageObject Boundary="0 0 20 20" CTM="20 0 0 20 0 0" ResourceID="70"/>'
        + UNIT.format(0)
    )
    inner = ofd(text("章"), size="0 0 60 40")
    return ofd(
        layer(objects, 'DrawParam="1"'),
        templates=[Template(text("底"))],
        resources=resources,
        files={
            "Doc_0/Res/x.png": picture(),
            "Doc_0/Res/x.ttf": make_font.truetype(),
            "Doc_0/Res/y.otf": make_font.opentype(),
            **stamped(ses(inner, "ofd"), 'PageRef="1" Boundary="90 8 30 20" Clip="0 0 9 9"'),
        },
        signatures=SIGNATURES,
    )


WHOLE = whole()
with zipfile.ZipFile(BytesIO(WHOLE)) as _archive:
    MEMBERS = {name: _archive.read(name) for name in _archive.namelist()}
SLOWLY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def drawn_or_refused(data: bytes) -> None:
    said = "画"
    pages: tuple[bytes, ...] = ()
    try:
        pages = ofd_svg(data)
    except NotDrawn as told:
        said = str(told)
    assert HAN.search(said)
    for one in pages:
        check(one)


def test_the_file_that_is_mutated_uses_every_part() -> None:
    [page] = ofd_svg(WHOLE)

    check(page)
    for sign in (
        b"<use",
        b"clipPath",
        b"linearGradient",
        b"aria-label",
        b"data:image",
        b"multiply",
    ):
        assert sign in page


@SLOWLY
@given(
    member=st.sampled_from(sorted(MEMBERS)),
    edits=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=4)), min_size=1, max_size=4),
)
def test_any_bytes_changed_inside_are_drawn_or_refused(
    member: str, edits: list[tuple[int, bytes]]
) -> None:
    data = bytearray(MEMBERS[member])
    for at, put in edits:
        place = at % (len(data) + 1)
        data[place : place + max(len(put), 1)] = put

    drawn_or_refused(zipped(MEMBERS | {member: bytes(data)}))


NUMBER = st.one_of(
    st.floats(allow_nan=True).map(str),
    st.sampled_from(["", "g", "-", "#", "1e999", "0x10", "９", "g 999999999 1", "&quot;", "\t"]),
)


@SLOWLY
@given(numbers=st.lists(NUMBER, max_size=8), more=st.lists(NUMBER, max_size=8))
def test_any_numbers_in_any_attribute_are_drawn_or_refused(
    numbers: list[str], more: list[str]
) -> None:
    one, other = " ".join(numbers), " ".join(more)
    objects = (
        text("字样", code=f'X="{one}" Y="{other}" DeltaX="{one}" DeltaY="{other}"', CTM=one)
        + text("字样", where=other, Size=one, HScale=other, Weight=one, CharDirection=other)
        + path("M 0 0 L 9 9 C", where=one, CTM=other, LineWidth=one, DashPattern=other, Alpha=one)
        + path(f"M {one} L {other} A {one} {other} B {one} {one}", where="0 0 9 9", DashOffset=one)
        + f'<ofd:ImageObject Boundary="{one}" CTM="{other}" ResourceID="70"/>'
        + f'<ofd:TextObject Boundary="0 0 9 9" Font="3" Size="3"><ofd:CGTransform '
        f'CodePosition="{one}" CodeCount="{other}"><ofd:Glyphs>{one} {other}</ofd:Glyphs>'
        "</ofd:CGTransform><ofd:TextCode>字样</ofd:TextCode></ofd:TextObject>"
    )

    drawn_or_refused(
        ofd(
            layer(objects),
            resources=media("x.png") + FONTS,
            files={"Doc_0/Res/x.png": picture()},
            size=one,
        )
    )
