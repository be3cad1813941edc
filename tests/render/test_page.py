"""A page: its size, the order of what lies on it, what is not to be seen."""

from __future__ import annotations

import pytest
from tests.render.make_ofd import OFD, Svg, Template, drawn, every, layer, ofd, one, pages, text

from chapiao.render import NotDrawn, ofd_pages, ofd_svg


def said(page: Svg) -> list[str]:
    return ["".join(found.itertext()) for found in every(page, "text")]


def test_a_page_is_as_large_as_it_is_on_paper() -> None:
    page = drawn(text("发票"), size="0 0 210.5 140")

    assert (page.get("width"), page.get("height")) == ("210.5mm", "140mm")
    assert page.get("viewBox") == "0 0 210.5 140"


def test_a_page_may_have_a_size_of_its_own() -> None:
    page = (
        f"<ofd:Page {OFD}><ofd:Area><ofd:PhysicalBox>0 0 100 50</ofd:PhysicalBox></ofd:Area>"
        f"<ofd:Content>{layer(text('票'))}</ofd:Content></ofd:Page>"
    )

    [drawn_page] = pages(ofd("", files={"Doc_0/Pages/1.xml": page}))

    assert drawn_page.get("viewBox") == "0 0 100 50"
    assert said(drawn_page) == ["票"]


def test_a_page_is_white() -> None:
    rect = next(drawn().iter("{http://www.w3.org/2000/svg}rect"))

    assert (rect.get("fill"), rect.get("width"), rect.get("height")) == ("#fff", "210", "140")


def test_every_page_is_drawn_on_its_own() -> None:
    assert [said(page) for page in pages(ofd(text("一"), text("二"), text("三")))] == [
        ["一"],
        ["二"],
        ["三"],
    ]


def test_one_page_can_be_asked_for() -> None:
    data = ofd(text("一"), text("二"))

    assert ofd_svg(data, page=2) == ofd_svg(data)[1:]
    assert ofd_pages(data) == 2


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_told_in_words(page: int) -> None:
    with pytest.raises(NotDrawn, match=f"只有2页，没有第{page}页"):
        ofd_svg(ofd(text("一"), text("二")), page=page)


def test_templates_and_layers_lie_in_the_order_of_the_standard() -> None:
    data = ofd(
        layer(text("前景"), 'Type="Foreground"')
        + layer(text("正文"))
        + layer(text("背景"), 'Type="Background"'),
        templates=[
            Template(layer(text("前景模板")), "Foreground"),
            Template(layer(text("正文模板")), "Body"),
            Template(layer(text("背景模板")), "Background"),
            Template(layer(text("默认模板"))),
        ],
    )

    [page] = pages(data)

    assert said(page) == [
        "背景模板",
        "默认模板",
        "背景",
        "正文模板",
        "正文",
        "前景模板",
        "前景",
    ]


def test_a_template_lies_where_the_document_wants_it_if_the_page_does_not_say() -> None:
    data = ofd(text("正文"), templates=[Template(text("章"), own_order="Foreground")])

    [page] = pages(data)

    assert said(page) == ["正文", "章"]


def test_blocks_in_blocks_are_drawn_in_their_order() -> None:
    page = drawn(
        f"<ofd:PageBlock>{text('一')}<ofd:PageBlock>{text('二')}</ofd:PageBlock></ofd:PageBlock>"
        + text("三")
    )

    assert said(page) == ["一", "二", "三"]


def test_what_is_not_visible_is_not_drawn() -> None:
    page = drawn(
        text("看得见", Visible="true")
        + text("看不见", Visible="false")
        + f'<ofd:PageBlock Visible="false">{text("也看不见")}</ofd:PageBlock>'
    )

    assert said(page) == ["看得见"]


def test_a_transparent_object_is_drawn_through() -> None:
    group = one(drawn(text("淡", Alpha="127")), "g")

    assert group.get("opacity") == "0.498"


def test_a_unit_used_twice_is_drawn_twice_in_its_places() -> None:
    unit = (
        '<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="9" Width="10" Height="10">'
        f"<ofd:Content>{text('章', where='1 2 5 5')}</ofd:Content></ofd:CompositeGraphicUnit>"
        "</ofd:CompositeGraphicUnits>"
    )
    use = '<ofd:CompositeObject Boundary="{} 0 5 5" CTM="0.5 0 0 0.5 0 0" ResourceID="9"/>'

    page = drawn(use.format(30) + use.format(60), resources=unit)

    assert [found.get("transform") for found in every(page, "g")] == [
        "translate(30 0) matrix(0.5 0 0 0.5 0 0)",
        "translate(60 0) matrix(0.5 0 0 0.5 0 0)",
    ]
    assert said(page) == ["章", "章"]


def test_a_page_that_cannot_be_read_says_so() -> None:
    [page] = pages(ofd(text("一"), files={"Doc_0/Pages/1.xml": "<broken"}))

    assert said(page) == ["本页内容读不出来，文件可能已损坏"]
    assert page.get("viewBox") == "0 0 210 140"


def test_the_same_file_makes_the_same_bytes() -> None:
    data = ofd(text("发票") + text("号码", Alpha="5"), text("二"))

    assert ofd_svg(data) == ofd_svg(data)
