"""Annotations: drawn on their own page, in their box, over everything but the seals."""

from __future__ import annotations

from tests.render.make_ofd import OFD, Svg, every, ofd, pages, text


def noted(*notes: str, listed: str = "Page_0/Annotation.xml", of: str = "1") -> list[Svg]:
    files = {
        "Doc_0/Annots/Annotations.xml": f'<ofd:Annotations {OFD}><ofd:Page PageID="{of}">'
        f"<ofd:FileLoc>{listed}</ofd:FileLoc></ofd:Page></ofd:Annotations>",
        "Doc_0/Annots/Page_0/Annotation.xml": f"<ofd:PageAnnot {OFD}>{''.join(notes)}"
        "</ofd:PageAnnot>",
    }
    document = "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>"
    return pages(ofd(text("正文"), text("第二页"), document=document, files=files))


def note(words: str, more: str = "") -> str:
    return (
        f'<ofd:Annot Type="Watermark" {more}><ofd:Appearance Boundary="90 8 30 20">'
        f"{text(words, where='1 2 3 4')}</ofd:Appearance></ofd:Annot>"
    )


def test_an_annotation_is_drawn_in_its_box_over_the_page() -> None:
    first, _ = noted(note("水印"))

    [group] = every(first, "g")
    assert group.get("transform") == "translate(90 8)"
    assert [found.text for found in every(first, "text")] == ["正文", "水印"]


def test_it_is_drawn_on_its_own_page_alone() -> None:
    first, second = noted(note("水印"), of="2")

    assert "水印" not in "".join(first.itertext())
    assert "水印" in "".join(second.itertext())


def test_a_hidden_annotation_is_not_drawn() -> None:
    first, _ = noted(note("水印", 'Visible="false"'))

    assert "水印" not in "".join(first.itertext())


def test_an_annotation_that_looks_like_nothing_is_left_out() -> None:
    first, _ = noted(
        '<ofd:Annot Type="Link"/>', '<ofd:Annot><ofd:Appearance Boundary=""/></ofd:Annot>'
    )

    assert "".join(first.itertext()) == "正文"


def test_a_list_that_leads_nowhere_takes_nothing_from_the_page() -> None:
    first, _ = noted(note("水印"), listed="nowhere.xml")

    assert "".join(first.itertext()) == "正文"
