"""A PDF's text without its fonts, its codes however they are drawn, and what is not looked at."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from time import process_time

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from tests.readers import make_faces as faces
from tests.readers.made_up import NUMBER
from tests.readers.make_font import pdf_of_shapes
from tests.readers.make_pdf import pdf
from tests.readers.make_photos import page_picture

from chapiao import readers
from chapiao.demo.paper.qr import png
from chapiao.formats import pdf as pdf_format
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Witness

OWN = f"01,32,,{NUMBER},106.00,20250104,,9B52"
OTHER = OWN.replace(NUMBER, "25112000000012345695")
SIZE = (596, 397)
WITH_OCR = find_spec("rapidocr") is not None and any(Path("/usr/share/fonts").rglob("*CJK*"))


def with_code(draw: Callable[[Canvas], None]) -> bytes:
    """Return a page that is nothing but a code, drawn in some way."""
    out = io.BytesIO()
    canvas = Canvas(out, SIZE, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def in_lines(text: str, x: float = 20, side: float = 60) -> Callable[[Canvas], None]:
    code = Image.open(io.BytesIO(png(text, scale=1))).convert("L")
    step = side / code.width

    def draw(canvas: Canvas) -> None:
        for place in range(code.width * code.height):
            column, row = place % code.width, place // code.width
            if not code.getpixel((column, row)):
                canvas.rect(x + column * step, 380 - row * step, step, step, stroke=0, fill=1)

    return draw


def in_strips(canvas: Canvas) -> None:
    code = Image.open(io.BytesIO(png(OWN))).convert("L")
    high = code.height // 4
    for strip in range(4):
        part = code.crop((0, strip * high, code.width, (strip + 1) * high))
        canvas.drawImage(ImageReader(part), 20, 360 - 15 * strip, 60, 15)


def under_a_mask(canvas: Canvas) -> None:
    code = Image.open(io.BytesIO(png(OWN))).convert("L")
    black = Image.new("RGBA", code.size, (0, 0, 0, 255))
    black.putalpha(code.point(lambda value: 255 - value))
    canvas.drawImage(ImageReader(black), 20, 300, 60, 60, mask="auto")


def as_a_picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(png(OWN))), 20, 300, 60, 60)


@pytest.mark.parametrize("draw", [as_a_picture, in_lines(OWN), in_strips, under_a_mask])
def test_a_code_is_read_however_it_is_drawn(draw: Callable[[Canvas], None]) -> None:
    [reading] = readers.read(with_code(draw))

    assert (reading.invoice.number, reading.invoice.total) == (NUMBER, 10600)


def test_the_code_in_lines_counts_beside_a_foreign_one_that_is_a_picture() -> None:
    both = faces.digital()
    out = io.BytesIO(pdf(both, qr=[OTHER]))
    [alone] = readers.read(out.getvalue())
    lined = pdf(both, qr=[OTHER], draw=in_lines(OWN, x=100))
    [reading] = readers.read(lined)

    assert [doubt.field for doubt in alone.doubts] == ["number"]
    assert reading.doubts == ()
    assert Witness.QR in reading.read_from["number"]


@pytest.mark.parametrize(("form", "first"), [(4, 1), (12, 1), (4, 300)])
def test_characters_that_only_the_embedded_font_knows_are_read(form: int, first: int) -> None:
    [told] = readers.read(pdf(faces.tax_control()))

    [reading] = readers.read(pdf_of_shapes(faces.tax_control(), form=form, first=first))

    assert reading.invoice == told.invoice


def test_a_character_alone_is_kept_and_a_hyphen_at_the_end_of_a_line() -> None:
    page = [faces.Text(50, 50, "2025"), faces.Text(300, 50, "年"), faces.Text(50, 100, "A1-")]
    page.append(faces.Text(50, 112, "2025"))

    with pdf_format.opened(pdf(page)) as document:
        found = document.page(0)

    assert found.text == "2025年\nA1-\n2025"


def test_a_page_is_drawn_with_true_letters_after_its_text_was_read() -> None:
    data = pdf(faces.digital())
    with pdf_format.opened(data) as document:
        drawn = document.picture(0)
    with pdf_format.opened(data) as document:
        text = document.page(0).text
        sketch = document.sketch(0, 150)
        after = document.picture(0)
        again = document.page(0).text

    assert after.tobytes() == drawn.tobytes()
    assert sketch.tobytes() != drawn.tobytes()
    assert again == text


@pytest.mark.skipif(find_spec("rapidocr") is None, reason="skipped: no extra ocr")
@pytest.mark.parametrize(
    ("title", "kind"), [("松林银行电子回单", Kind.BANK_RECEIPT), ("服务合同", Kind.OTHER)]
)
def test_what_says_in_text_that_it_is_no_invoice_is_refused_without_ocr(
    title: str, kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")
    lines = ["编号：2025010412345678", "付款人：北京云杉科技有限公司"]
    page = [faces.Text(50, 80 + 20 * place, line) for place, line in enumerate(lines)]
    page.append(faces.Text(200, 50, title, size=16))
    data = pdf(page)
    began = process_time()

    with pytest.raises(readers.NotAnInvoice) as refused:
        readers.read(data)

    assert refused.value.kind is kind
    assert process_time() - began < 1.0  # OCR alone takes three


@pytest.mark.parametrize(("size", "words"), [((1, 70_000), "长边"), ((300, 40_000), "二维码")])
def test_a_very_long_picture_is_refused_in_words(size: tuple[int, int], words: str) -> None:
    out = io.BytesIO()
    Image.new("L", size, 255).save(out, "PNG")

    with pytest.raises(readers.ReadError, match=words):
        readers.read(out.getvalue())


@pytest.mark.skipif(not WITH_OCR, reason="skipped: no extra ocr, or no Chinese font")
def test_letters_that_were_turned_into_lines_are_read_by_ocr(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = page_picture(pdf(faces.digital()), 200).convert("L")
    data = pdf([], draw=lambda canvas: _as_lines(canvas, page))
    with pytest.raises(readers.Unseen, match="图像识别"):
        readers.read(data)
    monkeypatch.delenv("CHAPIAO_OCR")

    [reading] = readers.read(data)

    [told] = readers.read(pdf(faces.digital()))
    assert reading.invoice.number == told.invoice.number
    assert reading.invoice.total == told.invoice.total
    assert reading.read_from["number"] == (Witness.OCR,)


def _as_lines(canvas: Canvas, page: Image.Image) -> None:
    """Draw what is dark in a picture as filled shapes: no text, no picture."""
    size, shape = 596 / page.width, canvas.beginPath()
    dark = page.point(lambda value: 255 * (value < 128), "1")
    for y in range(page.height):
        row = dark.crop((0, y, page.width, y + 1)).tobytes("raw", "L")
        for run in re.finditer(b"\xff+", row):
            shape.rect(run.start() * size, 397 - y * size, len(run[0]) * size, -size)
    canvas.drawPath(shape, stroke=0, fill=1)
