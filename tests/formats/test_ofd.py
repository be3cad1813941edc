from __future__ import annotations

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_ofd

from chapiao.formats import ofd, safe_xml
from chapiao.formats.layout import POINTS_PER_MM
from chapiao.formats.ofd_text import text_objects

OPEN = '<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>'
CLOSE = "</ofd:Layer></ofd:Content></ofd:Page>"


def glyphs(text_object: str) -> list[tuple[str, float, float]]:
    """Each character with its left edge and its baseline, in millimetres."""
    root = safe_xml.parse(f"{OPEN}{text_object}{CLOSE}".encode())
    return [
        (
            glyph.text,
            round(glyph.x0 / POINTS_PER_MM, 3),
            round((glyph.y0 + 0.86 * (glyph.y1 - glyph.y0)) / POINTS_PER_MM, 3),
        )
        for placed in text_objects(root)
        for glyph in placed.glyphs
    ]


def test_deltas_place_every_character() -> None:
    found = glyphs(
        '<ofd:TextObject ID="1" Boundary="10 20 50 5" Size="3"><ofd:TextCode X="1" Y="4"'
        ' DeltaX="g 2 3 1.5">甲乙丙丁</ofd:TextCode></ofd:TextObject>'
    )

    assert found == [("甲", 11, 24), ("乙", 14, 24), ("丙", 17, 24), ("丁", 18.5, 24)]


def test_delta_y_goes_down_the_page() -> None:
    found = glyphs(
        '<ofd:TextObject ID="1" Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="3"'
        ' DeltaX="0" DeltaY="4">甲乙</ofd:TextCode></ofd:TextObject>'
    )

    assert found == [("甲", 0, 3), ("乙", 0, 7)]


def test_a_matrix_stretches_and_moves() -> None:
    found = glyphs(
        '<ofd:TextObject ID="1" CTM="0.5 0 0 0.5 2 1" Boundary="10 10 9 9" Size="6">'
        '<ofd:TextCode X="4" Y="8" DeltaX="6">甲乙</ofd:TextCode></ofd:TextObject>'
    )

    assert found == [("甲", 14, 15), ("乙", 17, 15)]


@pytest.mark.parametrize("more", ['CTM="0 1 -1 0 0 0"', 'CTM="0.9 0.4 -0.4 0.9 0 0"'])
def test_slanted_text_is_left_out_but_its_words_are_known(more: str) -> None:
    root = safe_xml.parse(
        f'{OPEN}<ofd:TextObject ID="5" {more} Boundary="0 0 9 9" Size="3">'
        f'<ofd:TextCode X="0" Y="3">印章</ofd:TextCode></ofd:TextObject>{CLOSE}'.encode()
    )

    [placed] = text_objects(root)

    assert (placed.id, placed.text, placed.glyphs) == ("5", "印章", ())


def test_what_is_not_to_be_seen_is_left_out() -> None:
    assert (
        glyphs(
            '<ofd:TextObject ID="1" Visible="false" Boundary="0 0 9 9" Size="3">'
            '<ofd:TextCode X="0" Y="3">隐</ofd:TextCode></ofd:TextObject>'
        )
        == []
    )


def test_a_repetition_is_no_longer_than_the_text() -> None:
    found = glyphs(
        '<ofd:TextObject ID="1" Boundary="0 0 9 9" Size="3"><ofd:TextCode X="0" Y="3"'
        ' DeltaX="g 999999999 2">ab</ofd:TextCode></ofd:TextObject>'
    )

    assert [char for char, _, _ in found] == ["a", "b"]


def test_a_page_has_its_size_and_its_text() -> None:
    document = ofd.open_ofd(make_ofd.ofd([faces.Text(50, 60, "发票号码")]))
    [body] = document.bodies

    page, _ = document.page(body, body.pages[0])

    assert page.text == "发票号码"
    assert round(page.width / POINTS_PER_MM) == 210


def test_attachments_notes_tags_and_pictures_are_found() -> None:
    data = make_ofd.ofd(
        [faces.Text(50, 60, "字")],
        attached={"a.xml": b"<a/>"},
        noted={"发票号码": "12345678"},
        tags="<t><x/></t>",
        qr="01,10",
    )

    document = ofd.open_ofd(data)
    [body] = document.bodies

    assert list(document.attachments(body)) == [("a.xml", b"<a/>")]
    assert body.data == {"发票号码": "12345678"}
    assert [safe_xml.name(root) for root in document.tags(body)] == ["t"]
    assert [picture.width for picture in document.pictures(body, body.pages[0])] == [20]


def test_paths_may_begin_at_the_root_and_have_another_case() -> None:
    data = make_ofd.ofd([faces.Text(50, 60, "字")])
    files = {name: text for name, text in _files(data).items() if name != "OFD.xml"}
    files["ofd.xml"] = _files(data)["OFD.xml"].replace(b"Doc_0/Document", b"/doc_0/DOCUMENT")

    [body] = ofd.open_ofd(make_ofd.zipped(files)).bodies

    assert len(body.pages) == 1


def test_an_ofd_with_too_many_pages_is_refused() -> None:
    with pytest.raises(ofd.BadOfd, match="页"):
        ofd.open_ofd(make_ofd.ofd(*[[faces.Text(1, 9, "字")]] * (ofd.MAX_PAGES + 1)))


def _files(data: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.mark.parametrize("odd", ["nan", "inf", "-Infinity", "1e9", "x", "1e400"])
def test_what_is_no_number_or_far_away_counts_as_nought(odd: str) -> None:
    found = glyphs(
        f'<ofd:TextObject ID="1" Boundary="{odd} 0 9 9" Size="3"><ofd:TextCode X="1" Y="3"'
        f' DeltaX="4 {odd} 5">甲乙丙丁</ofd:TextCode></ofd:TextObject>'
    )

    assert found == [("甲", 1, 3), ("乙", 5, 3), ("丙", 5, 3), ("丁", 10, 3)]
