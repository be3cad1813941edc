"""The values of real sample invoices, read where the samples lie beside the project."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chapiao.invoice.check import Verdict
from chapiao.invoice.code import CodeYear, parse_code, year_fits
from chapiao.invoice.consistency import check_consistency
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import parse_money
from chapiao.invoice.number import parse_number
from chapiao.invoice.qr import Basis, parse_qr
from chapiao.invoice.region import code_region, number_region
from chapiao.invoice.tax_id import check_tax_id
from chapiao.invoice.title import kind_from_title

TRUTH = Path(__file__).parents[2].parent / "shared" / "samples" / "truth.json"
SAMPLES: dict[str, dict[str, Any]] = (
    json.loads(TRUTH.read_text(encoding="utf-8")) if TRUTH.exists() else {}
)
pytestmark = pytest.mark.skipif(not SAMPLES, reason="skipped: no ../shared/samples")

INVOICES = {
    name: truth
    for name, truth in SAMPLES.items()
    if Kind(truth["kind"]).is_invoice and truth.get("number")
}


def having(key: str) -> list[dict[str, Any]]:
    return [truth for truth in INVOICES.values() if truth.get(key)]


def test_every_real_kind_is_one_of_the_closed_list() -> None:
    for truth in SAMPLES.values():
        assert kind_from_title(truth["kind"]) is Kind(truth["kind"])


def test_every_real_number_is_read_and_says_the_year_and_a_place() -> None:
    for truth in INVOICES.values():
        number = parse_number(truth["number"])
        assert number.text == truth["number"]
        if number.is_digital and "*" not in truth["number"]:
            assert number.year == date.fromisoformat(truth["date"]).year
            assert number_region(number.region or "") is not None


def test_every_real_code_tells_the_kind_its_invoice_has() -> None:
    coded = [t for t in having("code") if t["code"].strip("0") and not _is_made_up(t)]
    assert len(coded) >= 25
    for truth in coded:
        code = parse_code(truth["code"])
        assert code.kind is Kind(truth["kind"]), truth["source"]
        assert code_region(code.region or "") is not None
        assert year_fits(code, date.fromisoformat(truth["date"])) is not CodeYear.LATER


def _is_made_up(truth: dict[str, Any]) -> bool:
    return "test data" in truth.get("notes", "")


def test_every_real_qr_code_agrees_with_the_face() -> None:
    scanned = having("qr")
    assert len(scanned) >= 25
    for truth in scanned:
        qr = parse_qr(truth["qr"])
        face = truth["amount"] if qr.basis is Basis.AMOUNT else truth["total"]
        assert qr.kind in {Kind(truth["kind"]), None}, truth["source"]
        assert qr.number == truth["number"]
        assert qr.amount == parse_money(face)
        assert qr.issued_on is None or qr.issued_on.isoformat() == truth["date"]
        assert qr.check_code in {truth["check_code"], None}


def test_a_paper_train_tickets_cipher_is_recognised() -> None:
    ciphers = [truth for truth in SAMPLES.values() if truth["kind"] == Kind.PAPER_TRAIN]

    assert ciphers
    assert all(parse_qr(truth["qr"]).kind is Kind.PAPER_TRAIN for truth in ciphers)


@pytest.mark.parametrize("side", ["buyer_tax_id", "seller_tax_id"])
def test_every_real_id_is_judged_as_the_samples_note(side: str) -> None:
    for truth in having(side):
        is_valid = check_tax_id(truth[side]).is_valid
        noted = truth["checks"].get(side)
        if noted == "USCC ok":
            assert is_valid is True, truth["source"]
        elif noted == "USCC check digit wrong":
            assert is_valid is False, truth["source"]
        else:
            assert is_valid is not True, truth["source"]


def test_every_real_total_is_amount_and_tax() -> None:
    for truth in having("amount"):
        invoice = Invoice(
            kind=Kind(truth["kind"]),
            amount=parse_money(truth["amount"]),
            tax=parse_money(truth["tax"]),
            total=parse_money(truth["total"]),
        )
        [check] = check_consistency(invoice)
        wanted = Verdict.NOT_RUN if invoice.kind is Kind.AIR else Verdict.YES
        assert check.verdict is wanted, truth["source"]
