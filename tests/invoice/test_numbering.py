from __future__ import annotations

from datetime import date

import pytest
from stdnum.cn import uscc

from chapiao.invoice.check import Verdict
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.numbering import check_numbering

YES, NO, NOT_RUN = Verdict.YES, Verdict.NO, Verdict.NOT_RUN
DIGITAL = "25112000000012345678"
COMPANY = "91110108MA0000AB1" + uscc.calc_check_digit("91110108MA0000AB1")


def verdicts(invoice: Invoice) -> dict[str, Verdict]:
    checks = check_numbering(invoice)
    assert all(check.says and check.field for check in checks)
    return {check.id: check.verdict for check in checks}


def test_an_invoice_of_which_nothing_is_known_is_asked_nothing() -> None:
    assert verdicts(Invoice()) == {}
    assert verdicts(Invoice(number="12345678")) == {}


def test_a_good_digital_invoice_passes() -> None:
    good = Invoice(
        kind=Kind.DIGITAL_SPECIAL,
        code="",
        number=DIGITAL,
        issued_on=date(2025, 1, 4),
        buyer_tax_id=COMPANY,
        seller_tax_id=COMPANY,
    )

    assert set(verdicts(good).values()) == {YES}


def test_a_good_older_invoice_passes() -> None:
    good = Invoice(
        kind=Kind.E_ORDINARY,
        code="011001900111",
        number="12345678",
        issued_on=date(2022, 8, 30),
        check_code="1" * 20,
    )

    assert verdicts(good) == dict.fromkeys(
        ("number_shape", "code_region", "code_year", "code_kind", "check_code"), YES
    )


@pytest.mark.parametrize(
    ("invoice", "check", "verdict"),
    [
        (Invoice(number="1234"), "number_shape", NO),
        (Invoice(kind=Kind.SPECIAL, number=DIGITAL), "number_shape", NO),
        (Invoice(kind=Kind.DIGITAL_ORDINARY, number="12345678"), "number_shape", NO),
        (Invoice(kind=Kind.FISCAL, number="1234567890"), "number_shape", YES),
        (Invoice(kind=Kind.AIR, number="9" * 19), "number_shape", NOT_RUN),
        (Invoice(kind=Kind.AIR, number=DIGITAL), "number_shape", YES),
        (Invoice(code="", number="12345678"), "number_shape", NO),
        (Invoice(code="011002300111", number="12345678"), "number_shape", YES),
        (Invoice(number="25202000000012345678"), "number_region", NO),
        (Invoice(number="25922000000012345678"), "number_region", NOT_RUN),
        (Invoice(number="25952000000012345678"), "number_region", YES),
        (Invoice(number=DIGITAL, issued_on=date(2024, 12, 31)), "number_year", NO),
        (Invoice(code="0110"), "code_shape", NO),
        (Invoice(code="099002300111"), "code_region", NO),
        (Invoice(code="011001900111", issued_on=date(2018, 1, 1)), "code_year", NO),
        (Invoice(code="011001900111", issued_on=date(2026, 1, 1)), "code_year", NOT_RUN),
        (Invoice(kind=Kind.SPECIAL, code="011002300111"), "code_kind", NO),
        (Invoice(kind=Kind.E_ORDINARY, code="011002300112"), "code_kind", YES),
        (Invoice(kind=Kind.PAPER_DIGITAL_SPECIAL, code="1100231130"), "code_kind", YES),
        (Invoice(kind=Kind.PAPER_DIGITAL_SPECIAL, code="011002300111"), "code_kind", NO),
        (Invoice(kind=Kind.BLOCKCHAIN, check_code="abcde"), "check_code", YES),
        (Invoice(kind=Kind.E_ORDINARY, check_code="123456"), "check_code", NO),
        (Invoice(seller_tax_id=COMPANY[:-1] + "!"), "seller_tax_id", NOT_RUN),
        (Invoice(buyer_tax_id="110108123456789"), "buyer_tax_id", NOT_RUN),
        (Invoice(buyer_tax_id="91110108MA0000AB1O"), "buyer_tax_id", NO),
    ],
)
def test_what_does_not_fit_is_told_apart_from_what_cannot_be_checked(
    invoice: Invoice, check: str, verdict: Verdict
) -> None:
    assert verdicts(invoice)[check] is verdict


def test_local_paper_is_not_judged_by_the_platforms_digits() -> None:
    machine = Invoice(kind=Kind.MACHINE, code="111002321001", number="12345678")

    assert "code_kind" not in verdicts(machine)


def test_a_fiscal_code_holds_no_region_and_no_year() -> None:
    fiscal = Invoice(kind=Kind.FISCAL, code="11010123", issued_on=date(2024, 1, 1))

    assert verdicts(fiscal) == {"code_kind": YES}


def test_a_document_that_is_no_invoice_has_no_number_shape() -> None:
    assert verdicts(Invoice(kind=Kind.BANK_RECEIPT, number="12345678")) == {}
