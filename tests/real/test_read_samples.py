"""Every real sample is read right, or refused by its name, and none takes long."""

from __future__ import annotations

import json
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers import as_json, intake
from chapiao.readers.reading import ReadError, Witness

SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"
TRUTH: dict[str, dict[str, Any]] = (
    json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    if (SAMPLES / "truth.json").exists()
    else {}
)
pytestmark = pytest.mark.skipif(not TRUTH, reason="skipped: no ../shared/samples")

FIELDS = (
    "kind",
    "code",
    "number",
    "date",
    "buyer_name",
    "buyer_tax_id",
    "seller_name",
    "seller_tax_id",
    "amount",
    "tax",
    "total",
    "check_code",
)
WITH_OCR = find_spec("rapidocr") is not None
ONLY_A_PICTURE = {"pdf/00001.pdf"}  # a scan without a QR code: needs OCR
SECONDS = 5.0


@pytest.fixture(autouse=True)
def _without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAPIAO_OCR", "0")


def having(*folders: str, invoice: bool) -> list[str]:
    return [
        name
        for name, truth in TRUTH.items()
        if name.split("/")[0] in folders
        and Kind(truth["kind"]).is_invoice == invoice
        and name not in ONLY_A_PICTURE
    ]


@pytest.mark.parametrize("name", having("xml", "ofd", "pdf", invoice=True))
def test_all_twelve_fields_are_right(name: str) -> None:
    truth = TRUTH[name]

    [reading] = readers.read((SAMPLES / name).read_bytes())

    found = as_json.reading_json(reading)
    wanted = {field: truth[field] for field in FIELDS if field in truth}
    assert {field: found[field] for field in wanted} == wanted


@pytest.mark.parametrize("name", having("xml", "ofd", "pdf", "image", invoice=False))
def test_other_documents_are_refused_by_their_kind(name: str) -> None:
    with pytest.raises(ReadError) as refused:
        readers.read((SAMPLES / name).read_bytes())

    assert refused.value.kind == Kind(TRUTH[name]["kind"])


@pytest.mark.parametrize("name", having("image", invoice=True))
def test_a_picture_says_what_its_code_says_or_asks_for_a_person(name: str) -> None:
    truth = TRUTH[name]
    try:
        [reading] = readers.read((SAMPLES / name).read_bytes())
    except readers.Unseen:
        # One photograph has a code that is too blurred, the others have none.
        assert "qr" not in truth
        return

    found = as_json.reading_json(reading)
    in_the_code = [field for field, seen in reading.read_from.items() if Witness.QR in seen]
    assert {"number", "code", "kind"} <= set(in_the_code)
    for field in ("kind", "code", "number", "date", "amount", "check_code"):
        assert found[field] == truth[field]


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_no_file_takes_long_and_every_file_gives_a_line(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    began = time.process_time()

    lines = list(intake.lines(name, data))

    assert time.process_time() - began < SECONDS
    assert lines
    assert all(json.dumps(line) for line in lines)


@pytest.mark.skipif(not WITH_OCR, reason="skipped: the extra ocr is not installed")
def test_no_printed_field_of_a_picture_is_silently_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHAPIAO_OCR")
    right = wanted = 0
    for name in (*having("image", invoice=True), *sorted(ONLY_A_PICTURE)):
        [reading] = readers.read((SAMPLES / name).read_bytes())
        found = as_json.reading_json(reading)
        doubted = {doubt["field"] for doubt in found["doubts"]}
        for field in FIELDS:
            is_right = found[field] == TRUTH[name][field]
            assert is_right or found[field] is None or field in doubted, (name, field)
            right += is_right
            wanted += 1

    assert right / wanted >= 0.95
