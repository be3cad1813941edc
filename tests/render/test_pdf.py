"""A page of a PDF as a coloured PNG."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas
from tests.render.make_ofd import ofd, text

from chapiao.render import NotDrawn, pdf_pages, pdf_png


def pdf(*colours: str, password: str | None = None) -> bytes:
    """Return a PDF of pages of 100 by 50 points, each filled with a colour."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(100, 50), encrypt=password)
    for colour in colours:
        canvas.setFillColor(colour)
        canvas.rect(0, 0, 100, 50, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def shown(data: bytes, page: int = 1, dpi: int = 144) -> Image.Image:
    return Image.open(io.BytesIO(pdf_png(data, page, dpi))).convert("RGB")


def test_a_page_is_drawn_in_colour_and_as_fine_as_asked_for() -> None:
    picture = shown(pdf("#ff0000", "#0000ff"), page=2)

    assert picture.size == (200, 100)
    assert picture.getpixel((100, 50)) == (0, 0, 255)


def test_the_pages_are_counted() -> None:
    assert pdf_pages(pdf("#ff0000", "#0000ff")) == 2


@pytest.mark.parametrize("page", [0, 2])
def test_a_page_that_is_not_there_is_told_in_words(page: int) -> None:
    with pytest.raises(NotDrawn, match=f"只有1页，没有第{page}页"):
        pdf_png(pdf("#ff0000"), page)


@pytest.mark.parametrize("dpi", [0, 1, 10_000_000])
def test_no_fineness_makes_a_page_of_a_billion_pixels(dpi: int) -> None:
    picture = shown(pdf("#ff0000"), dpi=dpi)

    assert picture.width * picture.height < 1_000_000


REFUSED = {
    "no pdf": b"hello",
    "cut short": pdf("#ff0000")[:60],
    "locked": pdf("#ff0000", password="secret"),
    "an ofd": ofd(text("票")),
}


@pytest.mark.parametrize("how", REFUSED)
def test_what_cannot_be_drawn_is_refused_in_words(how: str) -> None:
    for act in (pdf_png, pdf_pages):
        with pytest.raises(NotDrawn, match="PDF"):
            act(REFUSED[how])
