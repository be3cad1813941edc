"""Photographs, taken the way people take them: every field is right, or a person is asked."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_travel, make_vehicles
from tests.readers.make_faces import Page
from tests.readers.make_pdf import pdf
from tests.readers.make_photos import Photo, photo

from chapiao import readers
from chapiao.invoice.model import Invoice
from chapiao.readers.reading import Reading

pytestmark = [
    pytest.mark.skipif(find_spec("rapidocr") is None, reason="skipped: no extra ocr"),
    pytest.mark.skipif(
        not any(Path("/usr/share/fonts").rglob("*CJK*")), reason="skipped: no Chinese font"
    ),
]
FIELDS = (
    *("kind", "code", "number", "issued_on", "amount", "tax", "total", "check_code"),
    *("buyer_name", "buyer_tax_id", "seller_name", "seller_tax_id"),
)
WAYS: dict[str, tuple[Page, Photo]] = {
    "躺着": (faces.tax_control(), Photo(turned=270, desk=True)),
    "歪着": (faces.digital(), Photo(turned=-7, desk=True)),
    "又躺又歪": (make_vehicles.vehicle(), Photo(turned=97, desk=True)),
    "从一边拍": (faces.tax_control(), Photo(from_side=0.12, desk=True)),
    "相机记了方向": (faces.digital(), Photo(exif=6)),
    "压得很小": (faces.tax_control(), Photo(quality=40, dpi=120)),
    "有阴影": (make_travel.rail(), Photo(shade=0.6, desk=True)),
    "倒着又暗又斜": (
        faces.digital(),
        Photo(turned=184, from_side=0.08, desk=True, shade=0.4, blur=0.7, quality=60, dpi=170),
    ),
}
RARE = "北京荻浦渡餐饮管理有限公司"


@pytest.fixture(autouse=True)
def _with_ocr(_without_ocr: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")


def wrong(reading: Reading, told: Invoice) -> set[str]:
    return {
        field
        for field in FIELDS
        if getattr(told, field) not in (None, "")
        and getattr(reading.invoice, field) != getattr(told, field)
    }


def text_of(page: Page) -> Invoice:
    [reading] = readers.read(pdf(page))
    return reading.invoice


@pytest.mark.parametrize("way", WAYS)
def test_a_photograph_says_what_the_page_says(way: str) -> None:
    page, how = WAYS[way]

    [reading] = readers.read(photo(pdf(page), how))

    missed = wrong(reading, text_of(page))
    assert len(missed) <= 1
    assert missed <= {doubt.field for doubt in reading.doubts}


@pytest.mark.parametrize("blur", [1.2, 1.4, 1.8])
def test_a_name_too_blurred_to_tell_its_letters_apart_is_a_doubt(blur: float) -> None:
    page = faces.tax_control(seller=(RARE, faces.SELLER_ID))

    try:
        [reading] = readers.read(photo(pdf(page), Photo(blur=blur)))
    except readers.Unseen:
        return

    assert wrong(reading, text_of(page)) <= {doubt.field for doubt in reading.doubts}
    assert "seller_name" in {doubt.field for doubt in reading.doubts}
