"""What is printed in a picture against each other witness of the same file, in every field."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.readers.make_faces import Page
from tests.readers.make_pdf import pdf, picture_pdf
from tests.readers.make_photos import page_picture
from tests.readers.make_scanned import scanned_ofd
from tests.readers.test_contradictions import DIGITAL, TAX, TOLD, digital_file, tax_file

from chapiao import readers
from chapiao.readers.reading import Witness

pytestmark = [
    pytest.mark.skipif(find_spec("rapidocr") is None, reason="skipped: no extra ocr"),
    pytest.mark.skipif(
        not any(Path("/usr/share/fonts").rglob("*CJK*")), reason="skipped: no Chinese font"
    ),
]
Attached = Mapping[str, bytes]


@pytest.fixture(autouse=True)
def _with_ocr(_without_ocr: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")


def scanned(
    page: Page, *, attached: Attached, qr: str, noted: Mapping[str, str] | None = None
) -> bytes:
    """An OFD of the picture of a page."""
    return scanned_ofd(page_picture(pdf(page, qr=[qr])), noted=noted, attached=attached)


def scanned_pdf(
    page: Page, *, attached: Attached, qr: str, noted: Mapping[str, str] | None = None
) -> bytes:
    """A PDF of the picture of a page."""
    return picture_pdf(picture(page, attached=attached, qr=qr), attached=dict(attached))


def picture(
    page: Page, *, attached: Attached, qr: str, noted: Mapping[str, str] | None = None
) -> bytes:
    """The picture of a page, in which nothing can be hidden but its code."""
    out = io.BytesIO()
    page_picture(pdf(page, qr=[qr])).save(out, "PNG")
    return out.getvalue()


CASES = [
    (scanned, Witness.XML),
    (scanned, Witness.TAG),
    (scanned, Witness.QR),
    (scanned_pdf, Witness.XML),
    (picture, Witness.QR),
]


@pytest.mark.parametrize("family", ["tax", "digital"])
@pytest.mark.parametrize(("make", "other"), CASES)
def test_a_print_that_differs_from_another_witness_is_a_doubt_in_every_field(
    make: Callable[..., bytes], other: Witness, family: str
) -> None:
    fields = TAX if family == "tax" else DIGITAL
    told = {name: pair[0] for name, pair in fields.items()}
    changed = {name: pair[1] for name, pair in fields.items()}
    says = dict.fromkeys(TOLD, told) | {other: changed}

    [reading] = readers.read((tax_file if family == "tax" else digital_file)(make, says))

    of_code = "total" if family == "tax" else "amount"  # what its QR does not hold
    expected = TOLD[other] & fields.keys() - ({of_code} if other is Witness.QR else set())
    doubts = {doubt.field: doubt for doubt in reading.doubts if doubt.id == "witnesses_differ"}
    assert doubts.keys() == expected
    for field, doubt in doubts.items():
        assert doubt.values[Witness.OCR] == fields[field][0]
        assert doubt.values[other] == fields[field][1]
        assert all(value in doubt.text for value in fields[field])


@pytest.mark.parametrize("family", ["tax", "digital"])
def test_a_print_that_agrees_with_all_raises_no_doubt(family: str) -> None:
    fields = TAX if family == "tax" else DIGITAL
    told = {name: pair[0] for name, pair in fields.items()}

    [reading] = readers.read(
        (tax_file if family == "tax" else digital_file)(scanned, dict.fromkeys(TOLD, told))
    )

    assert Witness.OCR in reading.read_from["buyer_name"]
    assert reading.doubts == ()
