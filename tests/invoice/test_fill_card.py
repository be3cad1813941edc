from __future__ import annotations

from datetime import date

import pytest

from chapiao.invoice.entry import Ask, Entry
from chapiao.invoice.fill_card import FillCard, fill_card, value_for
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice

CODED = Invoice(
    code="011002300111",
    number="12345678",
    issued_on=date(2023, 8, 30),
    amount=100000,
    tax=6000,
    total=106000,
    check_code="12345678901234567890",
    machine_no="123456789012",
)
DIGITAL = Invoice(
    code="",
    number="25112000000012345678",
    issued_on=date(2025, 1, 4),
    amount=100000,
    tax=6000,
    total=106000,
)


def values(card: FillCard | None) -> list[tuple[str, str | None]]:
    assert card is not None
    return [(field.label, field.value) for field in card.fields]


def test_an_ordinary_invoice_wants_the_last_six_of_its_check_code() -> None:
    card = fill_card(CODED, Entry.PLATFORM)

    assert values(card) == [
        ("发票代码", "011002300111"),
        ("发票号码", "12345678"),
        ("开票日期", "20230830"),
        ("校验码后6位", "567890"),
        ("验证码", None),
    ]
    assert card is not None
    assert card.url == "https://inv-veri.chinatax.gov.cn"


def test_a_digital_invoice_wants_the_total_and_no_code() -> None:
    assert values(fill_card(DIGITAL)) == [
        ("发票代码", ""),
        ("发票号码", "25112000000012345678"),
        ("开票日期", "20250104"),
        ("价税合计", "1060.00"),
        ("验证码", None),
    ]


def test_a_special_invoice_wants_the_amount_without_tax() -> None:
    special = Invoice(code="1100231130", number="12345678", amount=100000, total=113000)

    assert ("开具金额(不含税)", "1000.00") in values(fill_card(special))


def test_a_paper_digital_invoice_wants_the_last_six_of_its_other_number() -> None:
    paper = Invoice(
        kind=Kind.PAPER_DIGITAL_ORDINARY,
        code="011002300104",
        number="12345678",
        second_number="25112000000098765432",
    )

    assert ("数电票号码后6位", "765432") in values(fill_card(paper))


def test_a_blockchain_invoice_wants_its_five_characters() -> None:
    chain = Invoice(code="144032309110", number="12345678", check_code="abcde", amount=100)

    card = fill_card(chain)

    assert card is not None
    assert card.entry is Entry.BLOCKCHAIN
    assert ("校验码", "abcde") in values(card)


def test_local_paper_goes_where_its_code_says() -> None:
    quota = Invoice(kind=Kind.QUOTA, code="111002371001", number="12345678")
    elsewhere = Invoice(kind=Kind.QUOTA, code="132002371001", number="12345678")

    beijing, other = fill_card(quota), fill_card(elsewhere)

    assert beijing is not None
    assert other is not None
    assert (beijing.entry, other.entry) == (Entry.BEIJING, None)


def test_a_region_that_is_told_beats_the_codes() -> None:
    quota = Invoice(kind=Kind.QUOTA, number="12345678")

    card = fill_card(quota, region="1100")

    assert card is not None
    assert card.entry is Entry.BEIJING


def test_a_code_of_no_known_place_is_sent_to_its_own_bureau() -> None:
    card = fill_card(Invoice(kind=Kind.QUOTA, code="199002371001", number="12345678"))

    assert card is not None
    assert card.entry is None


def test_the_own_ledger_needs_the_number_alone() -> None:
    assert values(fill_card(DIGITAL, Entry.OWN)) == [("发票号码", DIGITAL.number)]
    assert values(fill_card(CODED, Entry.OWN))[0] == ("发票代码", "011002300111")


@pytest.mark.parametrize(
    ("invoice", "entry"),
    [
        (Invoice(number="12345678"), None),
        (Invoice(kind=Kind.BANK_RECEIPT), None),
        (Invoice(kind=Kind.QUOTA, code="111002371001"), Entry.PLATFORM),
    ],
)
def test_there_is_no_card_where_the_entry_does_not_hold_it(
    invoice: Invoice, entry: Entry | None
) -> None:
    assert fill_card(invoice, entry) is None


def test_what_is_not_known_stays_empty() -> None:
    nothing = Invoice(code="011002300111", number="12345678", check_code="123")

    assert ("校验码后6位", None) in values(fill_card(nothing))
    assert value_for(Invoice(), Ask.TOTAL) is None
    assert value_for(CODED, Ask.TAX_CONTROL_CODE) is None
    assert value_for(CODED, Ask.MACHINE_NO) == "123456789012"
    assert value_for(DIGITAL, Ask.DATE_DASHED) == "2025-01-04"
