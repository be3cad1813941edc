"""Faces that are only pictures: read by OCR, turned any way, with a doubt for what is unclear."""

from __future__ import annotations

import io
from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image, ImageFilter
from tests.readers import make_faces as faces
from tests.readers.made_up import CHECK_CODE, CODE, PLAIN_NUMBER
from tests.readers.make_pdf import pdf, picture_pdf

from chapiao import readers
from chapiao.formats import pdf as pdf_format
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Reading, Witness

# The made-up faces are drawn with whatever Chinese font there is.
FONTS = [*Path("/usr/share/fonts").rglob("*CJK*"), *Path("/usr/share/fonts").rglob("*wqy*")]
pytestmark = [
    pytest.mark.skipif(find_spec("rapidocr") is None, reason="skipped: no extra ocr"),
    pytest.mark.skipif(not FONTS, reason="skipped: no Chinese font to draw with"),
]


@pytest.fixture(autouse=True)
def _with_ocr(_without_ocr: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")


def drawn(dpi: int = 150) -> Image.Image:
    with pdf_format.opened(pdf(faces.tax_control())) as document:
        return document.picture(0, dpi, colour=True)


def saved(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def from_text() -> Reading:
    [reading] = readers.read(pdf(faces.tax_control()))
    return reading


@pytest.mark.parametrize("turned", [0, 90, 184])
def test_a_picture_says_what_the_text_layer_says(turned: int) -> None:
    picture = drawn().rotate(turned, expand=True, fillcolor="white", resample=3)

    [reading] = readers.read(saved(picture))

    told = from_text().invoice
    assert reading.invoice.kind is Kind.E_ORDINARY
    assert reading.read_from["number"] == (Witness.OCR,)
    doubted = {doubt.field for doubt in reading.doubts}
    for field in (
        *("code", "number", "issued_on", "check_code", "amount", "tax", "total"),
        *("buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id"),
    ):
        same = getattr(reading.invoice, field) == getattr(told, field)
        assert same or field in doubted, field
    assert (reading.invoice.code, reading.invoice.number) == (CODE, PLAIN_NUMBER)
    assert reading.invoice.check_code == CHECK_CODE


def test_a_scanned_pdf_is_read() -> None:
    [reading] = readers.read(picture_pdf(saved(drawn())))

    assert (reading.invoice.code, reading.invoice.number) == (CODE, PLAIN_NUMBER)
    assert reading.invoice.total == from_text().invoice.total


def test_what_is_blurred_is_never_silently_wrong() -> None:
    blurred = drawn(90).filter(ImageFilter.GaussianBlur(1.4))
    try:
        [reading] = readers.read(saved(blurred))
    except readers.Unseen:
        return

    told = from_text().invoice
    doubted = {doubt.field for doubt in reading.doubts}
    for field in ("code", "number", "issued_on", "amount", "tax", "total", "seller_tax_id"):
        same = getattr(reading.invoice, field) == getattr(told, field)
        assert same or field in doubted, field


def test_a_picture_without_any_text_is_not_called_no_invoice() -> None:
    with pytest.raises(readers.Unseen) as refused:
        readers.read(saved(Image.new("RGB", (800, 500), "white")))

    assert "认不出" in str(refused.value)


def covered(left: float, top: float, right: float, bottom: float) -> Image.Image:
    """Return the face with a thumb on it; the sides are shares of the picture's."""
    picture = drawn()
    wide, high = picture.size
    box = (int(left * wide), int(top * high), int(right * wide), int(bottom * high))
    picture.paste((190, 150, 130), box)
    return picture


def test_where_the_buyers_block_is_covered_the_sellers_is_not_taken_for_it() -> None:
    [reading] = readers.read(saved(covered(0.05, 0.18, 0.6, 0.38)))

    told = from_text().invoice
    assert reading.invoice.seller_name == told.seller_name
    assert reading.invoice.seller_tax_id == told.seller_tax_id
    assert reading.invoice.buyer_name is None
    assert "buyer_name" in {doubt.field for doubt in reading.doubts}


def test_a_name_of_which_the_end_is_covered_is_doubted() -> None:
    [reading] = readers.read(saved(covered(0.3, 0.18, 0.6, 0.38)))

    told = from_text().invoice
    doubted = {doubt.field for doubt in reading.doubts}
    assert reading.invoice.buyer_name != told.buyer_name
    assert "buyer_name" in doubted
    assert reading.invoice.buyer_tax_id == told.buyer_tax_id or "buyer_tax_id" in doubted


def test_an_invoice_without_a_number_to_be_seen_is_not_called_another_paper() -> None:
    with pytest.raises(readers.Unseen, match="号码"):
        readers.read(saved(covered(0.55, 0, 1, 0.2)))


def test_a_total_that_is_covered_leaves_the_rest_readable() -> None:
    [reading] = readers.read(saved(covered(0.0, 0.6, 1, 0.75)))

    assert reading.invoice.number == from_text().invoice.number
    assert reading.invoice.total is None
    assert "total" in {doubt.field for doubt in reading.doubts}
