from __future__ import annotations

from datetime import date

import pytest
from tests.readers import make_xml
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CODE,
    MACHINE,
    NUMBER,
    OTHER_NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Damaged, NotAnInvoice, Reading, Witness


def read(text: str, encoding: str = "utf-8") -> Reading:
    [reading] = readers.read(text.encode(encoding))
    return reading


def test_a_digital_invoice_is_read_whole() -> None:
    reading = read(make_xml.einvoice())

    invoice = reading.invoice
    assert invoice.kind is Kind.DIGITAL_ORDINARY
    assert (invoice.code, invoice.number, invoice.check_code) == ("", NUMBER, "")
    assert invoice.issued_on == date(2025, 1, 4)
    assert (invoice.buyer_name, invoice.buyer_tax_id) == (BUYER, BUYER_ID)
    assert (invoice.seller_name, invoice.seller_tax_id) == (SELLER, SELLER_ID)
    assert (invoice.amount, invoice.tax, invoice.total) == (10000, 600, 10600)
    assert invoice.title == "电子发票（普通发票）"
    assert invoice.remark == "合同号2025-01"
    assert [(line.rate, line.amount) for line in invoice.lines] == [("6%", 10000)]
    assert reading.doubts == ()
    assert reading.read_from["number"] == (Witness.XML,)
    assert reading.format == "xml"


def test_the_special_kind_is_told_by_its_label() -> None:
    reading = read(make_xml.einvoice(vat="<LabelCode>01</LabelCode>"))

    assert reading.invoice.kind is Kind.DIGITAL_SPECIAL


def test_a_kind_that_the_file_leaves_open_is_doubted() -> None:
    reading = read(make_xml.einvoice(vat=""))

    assert reading.invoice.kind is Kind.DIGITAL_ORDINARY
    assert [doubt.id for doubt in reading.doubts] == ["kind_left_open"]


def test_a_toll_invoice_gives_its_number_and_not_its_plate() -> None:
    toll = (
        "<Toll><PlateNumber>京A12345</PlateNumber>"
        "<StartDatesOfPassage>20250101101112123</StartDatesOfPassage></Toll>"
    )
    line = "<Quantity>20250101</Quantity><UnPrice>20250102</UnPrice>"

    reading = read(make_xml.einvoice(specific=toll, line=line, issued="20250104103200123"))

    assert reading.invoice.number == NUMBER
    assert reading.invoice.issued_on == date(2025, 1, 4)


def test_the_header_has_the_number_where_the_bureau_left_it_out() -> None:
    assert read(make_xml.einvoice(supervised="")).invoice.number == NUMBER


def test_amounts_of_more_than_two_decimals_are_read() -> None:
    sums = ("100.000000", "6.00", "106")

    assert read(make_xml.einvoice(sums=sums)).invoice.amount == 10000


def test_words_and_figures_that_differ_are_doubted_with_both() -> None:
    [doubt] = read(make_xml.einvoice(capital="壹佰零柒元整")).doubts

    assert "107.00" in doubt.text
    assert "106.00" in doubt.text


def test_sums_that_do_not_add_up_are_doubted() -> None:
    found = read(make_xml.einvoice(sums=("100.00", "6.00", "206.00"), capital="贰佰零陆元整"))

    assert "total" in [doubt.field for doubt in found.doubts]


def test_a_wrong_check_digit_is_doubted_and_a_masked_id_kept_as_it_is() -> None:
    wrong = BUYER_ID[:-1] + ("2" if BUYER_ID[-1] != "2" else "3")

    [doubt] = read(make_xml.einvoice(buyer_id=wrong)).doubts
    masked = read(make_xml.einvoice(buyer_id="91xxxxxxxxxxxxxxx3"))

    assert doubt.field == "buyer_tax_id"
    assert wrong in doubt.text
    assert masked.invoice.buyer_tax_id == "91xxxxxxxxxxxxxxx3"


def test_a_natural_person_has_no_id() -> None:
    reading = read(make_xml.einvoice(buyer="林一", buyer_id=""))

    assert reading.invoice.buyer_tax_id == ""
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("declared", "written"),
    [("utf-8", "gb18030"), ("gb2312", "utf-8"), ("GBK", "gbk"), ("UTF-16", "utf-16")],
)
def test_wrong_and_rare_encodings_are_read(declared: str, written: str) -> None:
    opening = f'<?xml version="1.0" encoding="{declared}"?>'

    assert read(make_xml.einvoice(opening=opening), written).invoice.buyer_name == BUYER


def test_a_tax_control_invoice_is_read_whole() -> None:
    reading = read(make_xml.tax_control())

    invoice = reading.invoice
    assert invoice.kind is Kind.E_ORDINARY
    assert (invoice.code, invoice.number) == (CODE, PLAIN_NUMBER)
    assert (invoice.check_code, invoice.machine_no) == (CHECK_CODE, MACHINE)
    assert (invoice.amount, invoice.tax, invoice.total) == (10000, 600, 10600)
    assert reading.doubts == ()


def test_stars_for_tax_are_nothing() -> None:
    reading = read(make_xml.tax_control(tax="***", rate="免税", total="100.00"))

    assert reading.invoice.tax == 0
    assert reading.doubts == ()


def test_the_older_schema_is_read() -> None:
    invoice = read(make_xml.tax_control_2017(), "gbk").invoice

    assert (invoice.code, invoice.number) == (CODE, PLAIN_NUMBER)
    assert (invoice.buyer_name, invoice.total) == (BUYER, 10600)


def test_an_xbrl_invoice_is_read_whole() -> None:
    reading = read(make_xml.xbrl_invoice())

    invoice = reading.invoice
    assert invoice.kind is Kind.E_ORDINARY
    assert (invoice.code, invoice.number, invoice.total) == (CODE, PLAIN_NUMBER, 10600)
    assert reading.read_from["total"] == (Witness.XBRL,)
    assert reading.doubts == ()


def test_a_rail_ticket_has_no_seller() -> None:
    invoice = read(make_xml.xbrl_rail()).invoice

    assert invoice.kind is Kind.RAIL
    assert (invoice.amount, invoice.tax, invoice.total) == (50734, 4566, 55300)
    assert (invoice.code, invoice.seller_name, invoice.seller_tax_id) == ("", "", "")


@pytest.mark.parametrize(
    ("prefix", "kind", "word"),
    [
        ("bker", Kind.BANK_RECEIPT, "回单"),
        ("bkrs", Kind.BANK_STATEMENT, "对账单"),
        ("einv", Kind.BOOKING, "入账"),
    ],
)
def test_other_vouchers_are_refused_by_name(prefix: str, kind: Kind, word: str) -> None:
    with pytest.raises(NotAnInvoice, match=word) as refused:
        read(make_xml.xbrl(prefix, NumberOfInvoice=PLAIN_NUMBER))

    assert refused.value.kind is kind


@pytest.mark.parametrize("feed", [make_xml.feed_pinyin(), make_xml.feed_chinese()])
def test_feeds_of_platforms_are_read(feed: str) -> None:
    invoice = read(feed).invoice

    assert (invoice.number, invoice.code, invoice.total) == (NUMBER, "", 10600)
    assert (invoice.buyer_name, invoice.seller_name) == (BUYER, SELLER)
    assert invoice.issued_on == date(2025, 1, 4)


def test_a_platforms_own_frame_around_the_bureaus_parts_is_read() -> None:
    label = "<GeneralOrSpecialVAT><LabelCode>02</LabelCode><LabelName>普通发票</LabelName>"
    text = make_xml.einvoice().replace("EInvoice>", "root>")
    elsewhere = text.replace(label, "<GeneralOrSpecialVAT>").replace(
        "<GeneralOrSpecialVAT></GeneralOrSpecialVAT>", ""
    )
    moved = elsewhere.replace("</TaxSuper", f"{label}</GeneralOrSpecialVAT></TaxSuper")

    for one in (text, moved):
        reading = read(one)
        assert reading.invoice.kind is Kind.DIGITAL_ORDINARY
        assert (reading.invoice.number, reading.invoice.total) == (NUMBER, 10600)
        assert reading.doubts == ()


@pytest.mark.parametrize(
    "tags",
    [
        "InvoiceNumber IssueTime SellerName TotalTax-includedAmount",
        "invoicenumber issuetime sellername totaltax-includedamount",
        "FPHM KPRQ XSF_MC JSHJ",
        "fphm kprq xhfmc jshj",
    ],
)
def test_loose_tags_are_read_however_they_are_written(tags: str) -> None:
    values = (NUMBER, "2025年01月04日", SELLER, "106.00")
    inside = "".join(
        f"<{tag}>{value}</{tag}>" for tag, value in zip(tags.split(), values, strict=True)
    )

    invoice = read(f"<EInvoice>{inside}</EInvoice>").invoice

    assert (invoice.number, invoice.seller_name, invoice.total) == (NUMBER, SELLER, 10600)
    assert invoice.issued_on == date(2025, 1, 4)


def test_an_xml_without_a_number_is_told() -> None:
    with pytest.raises(NotAnInvoice, match="发票号码"):
        read(make_xml.einvoice(number="", supervised=""))


@pytest.mark.parametrize("text", ["<a/>", "<html><body>发票</body></html>", "<订单>1</订单>"])
def test_another_xml_is_no_invoice(text: str) -> None:
    with pytest.raises(NotAnInvoice, match="不是发票") as refused:
        read(text)

    assert refused.value.kind is Kind.OTHER


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY x "y">]>' + make_xml.einvoice(opening="", buyer="&x;"),
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">' + make_xml.einvoice(opening=""),
        make_xml.einvoice()[:-200],
        make_xml.einvoice(buyer="<a>" * 400),
    ],
)
def test_unsafe_and_broken_documents_are_refused(text: str) -> None:
    with pytest.raises(Damaged, match=r"[一-龥]{4}"):
        read(text)


def test_two_numbers_in_one_document_are_both_named() -> None:
    reading = read(make_xml.einvoice(supervised=OTHER_NUMBER))

    [doubt] = reading.doubts
    assert reading.invoice.number == OTHER_NUMBER
    assert NUMBER in doubt.text
    assert OTHER_NUMBER in doubt.text
