from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapiao.invoice.kind import Kind
from chapiao.invoice.qr import BadQr, Basis, parse_qr

CHECK = "12345678901234567890"
DIGITAL = "25112000000012345678"


def test_a_tax_controlled_code_holds_the_amount_without_tax() -> None:
    qr = parse_qr(f"01,10,011002300111,12345678,39.16,20230830,{CHECK},98A2,")

    assert (qr.kind, qr.kind_code) == (Kind.E_ORDINARY, "10")
    assert (qr.code, qr.number, qr.check_code) == ("011002300111", "12345678", CHECK)
    assert (qr.amount, qr.basis) == (3916, Basis.AMOUNT)
    assert qr.issued_on == date(2023, 8, 30)
    assert qr.tail == "98A2"


def test_a_digital_code_holds_the_total_and_no_code() -> None:
    qr = parse_qr(f"01,31,,{DIGITAL},264.00,20250106,,9B52")

    assert (qr.kind, qr.code, qr.number) == (Kind.DIGITAL_SPECIAL, "", DIGITAL)
    assert (qr.amount, qr.basis, qr.check_code) == (26400, Basis.TOTAL, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("01,01,1100231130,12345678,1456.31,20230614,,E6B0,", Kind.SPECIAL),
        (f"01,20,011002300113,12345678,19.05,20230505,{CHECK},88CD,", Kind.E_SPECIAL),
        (f"01,10,011002300112,12345678,19.05,20230505,{CHECK},88CD,", Kind.TOLL),
        (f"01,04,011002300104,12345678,19.05,20230505,{CHECK},88CD", Kind.ORDINARY),
        (f"01,32,,{DIGITAL},19.05,20250505,,88CD", Kind.DIGITAL_ORDINARY),
        (f"01,51,,{DIGITAL},19.05,20250505,,88CD", Kind.RAIL),
        ("01,61,,9223372036854775807,620,20210728,,7890", Kind.AIR),
        (f"01,51,011002300111,12345678,19.05,20160505,{CHECK},88CD", Kind.E_ORDINARY),
        (f"01,51,111002371001,12345678,19.05,20160505,{CHECK},88CD", None),
        (f"01,10,,{DIGITAL},19.05,20250505,,88CD", None),
        (f"01,99,,{DIGITAL},19.05,20250505,,88CD", None),
    ],
)
def test_the_kind_comes_from_the_code_before_the_qr(text: str, kind: Kind | None) -> None:
    assert parse_qr(text).kind is kind


@pytest.mark.parametrize(
    ("amount", "fen"),
    [("759", 75900), ("6.2", 620), ("124.80", 12480), ("-5", -500), ("", None), ("***", None)],
)
def test_dropped_zeros_do_not_change_the_amount(amount: str, fen: int | None) -> None:
    assert parse_qr(f"01,10,011002300111,12345678,{amount},20230830,{CHECK},98A2").amount == fen


def test_a_field_that_makes_no_sense_is_not_known() -> None:
    qr = parse_qr(f"01,10,011002300111,12345678,1.00,20231330,{CHECK}")

    assert (qr.issued_on, qr.tail) == (None, None)


def test_the_rail_pilot_has_six_fields() -> None:
    qr = parse_qr("01,10,22119000000000000049,166.05,20220317,b2b2")

    assert (qr.kind, qr.number, qr.code) == (Kind.RAIL, "22119000000000000049", "")
    assert (qr.amount, qr.basis) == (16605, Basis.AMOUNT)
    assert (qr.issued_on, qr.tail) == (date(2022, 3, 17), "b2b2")


def test_a_blockchain_invoice_is_a_link_with_its_total_in_fen() -> None:
    link = "https://bcfp.shenzhen.chinatax.gov.cn/verify/scan"
    qr = parse_qr(f"{link}?hash={'0123456789' * 6}abcde&bill_num=12345678&total_amount=3720")

    assert (qr.kind, qr.number, qr.code) == (Kind.BLOCKCHAIN, "12345678", None)
    assert (qr.amount, qr.basis, qr.check_code) == (3720, Basis.TOTAL, "abcde")


def test_a_blockchain_link_may_lack_hash_and_total() -> None:
    qr = parse_qr("https://bcfp.shenzhen.chinatax.gov.cn/verify/scan?bill_num=12345678")

    assert (qr.amount, qr.check_code) == (None, None)


def test_a_paper_train_tickets_cipher_is_recognised() -> None:
    qr = parse_qr("0123456789" * 14 + "0123")

    assert (qr.kind, qr.number) == (Kind.PAPER_TRAIN, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "不是发票上的"),
        ("某某银行", "不是发票上的"),
        ("02,10,011002300111,12345678,1.00,20230830,,", "不是发票上的"),
        ("01,10,011002300111,12345678", "不是发票上的"),
        ("01,10,011002300111,1234,1.00,20230830,,", "没有有效的发票号码"),
        ("01,10,0110023,12345678,1.00,20230830,,", "没有有效的发票号码"),
        ("https://example.com/verify?bill_num=12345678", "是网址"),
        ("https://bcfp.shenzhen.chinatax.gov.cn/verify?bill_num=1", "是网址"),
        ("https://", "是网址"),
    ],
)
def test_the_code_of_something_else_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadQr, match=says):
        parse_qr(text)


@given(st.text(alphabet="0123456789,.-ahtps:/?&=", max_size=60))
def test_any_text_is_a_qr_code_or_politely_refused(text: str) -> None:
    with suppress(BadQr):
        assert parse_qr(text).number
