"""OFDs whose pages are pictures: the code in them is found, and what is printed where OCR is on."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from PIL import Image
from tests.readers import make_faces as faces
from tests.readers.made_up import BUYER, CHECK_CODE, CODE, PLAIN_NUMBER, SELLER_ID
from tests.readers.make_pdf import pdf
from tests.readers.make_photos import page_picture
from tests.readers.make_scanned import HEAD_DOWN, UPRIGHT, cut, scanned_ofd

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Witness

QR = f"01,10,{CODE},{PLAIN_NUMBER},100.00,20230625,{CHECK_CODE},98A2,"
WITH_OCR = find_spec("rapidocr") is not None and any(Path("/usr/share/fonts").rglob("*CJK*"))


def scan(qr: str | None = QR) -> Image.Image:
    return page_picture(pdf(faces.tax_control(), qr=[qr]), 150)


@pytest.mark.parametrize("count", [1, 7])
def test_the_code_in_a_picture_page_is_read_without_ocr(count: int) -> None:
    [reading] = readers.read(scanned_ofd(*cut(scan(), count)))

    assert (reading.invoice.code, reading.invoice.number) == (CODE, PLAIN_NUMBER)
    assert reading.read_from["number"] == (Witness.QR,)


def test_a_picture_page_without_a_code_asks_for_a_person() -> None:
    with pytest.raises(readers.Unseen, match="图像"):
        readers.read(scanned_ofd(scan(None)))


@pytest.mark.skipif(not WITH_OCR, reason="skipped: no extra ocr, or no Chinese font")
@pytest.mark.parametrize("ctm", [UPRIGHT, HEAD_DOWN])
def test_a_picture_page_is_read_by_ocr(ctm: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")

    [reading] = readers.read(scanned_ofd(scan(None), ctm=ctm))

    invoice = reading.invoice
    assert invoice.kind is Kind.E_ORDINARY
    assert (invoice.code, invoice.number, invoice.total) == (CODE, PLAIN_NUMBER, 10600)
    assert (invoice.buyer_name, invoice.seller_tax_id) == (BUYER, SELLER_ID)
    assert reading.read_from["number"] == (Witness.OCR,)
    assert reading.format == "ofd"
