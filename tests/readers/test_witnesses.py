"""Several witnesses of one invoice in one file: they agree, or a person is told."""

from __future__ import annotations

from datetime import date

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_xml
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CODE,
    NUMBER,
    OTHER_NUMBER,
    PLAIN_NUMBER,
    SELLER,
)
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Doubt, Reading, Witness

DIGITAL_QR = f"01,32,,{NUMBER},106.00,20250104,,9B52"
TAX_QR = f"01,10,{CODE},{PLAIN_NUMBER},100,20230625,{CHECK_CODE},98A2,"
NOTES = {"发票号码": NUMBER, "合计金额": "100.00", "合计税额": "6.00", "开票日期": "2025年01月04日"}


def read(data: bytes) -> Reading:
    [reading] = readers.read(data)
    return reading


def doubt_about(reading: Reading, field: str) -> Doubt:
    told = {"witnesses_differ", "kind_differs"}
    [doubt] = [one for one in reading.doubts if one.field == field and one.id in told]
    return doubt


def test_all_witnesses_of_an_ofd_are_named() -> None:
    data = ofd(
        faces.tax_control(),
        attached={"original_invoice.xml": make_xml.tax_control().encode()},
        noted={"发票代码": CODE, "发票号码": PLAIN_NUMBER, "合计金额": "100.00"},
        qr=TAX_QR,
    )

    reading = read(data)

    assert set(reading.read_from["number"]) == {
        Witness.XML,
        Witness.TAG,
        Witness.QR,
        Witness.TEXT,
    }
    assert set(reading.read_from["buyer_name"]) == {Witness.XML, Witness.TEXT}
    assert reading.doubts == ()


def test_the_amount_in_a_tax_control_code_is_without_tax_and_in_a_digital_one_with_it() -> None:
    tax = read(pdf(faces.tax_control(), qr=[TAX_QR]))
    digital = read(pdf(faces.digital(), qr=[DIGITAL_QR]))

    assert Witness.QR in tax.read_from["amount"]
    assert Witness.QR not in tax.read_from["total"]
    assert Witness.QR in digital.read_from["total"]
    assert tax.doubts == digital.doubts == ()


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("number", DIGITAL_QR.replace(NUMBER, OTHER_NUMBER)),
        ("total", DIGITAL_QR.replace("106.00", "1060")),
        ("issued_on", DIGITAL_QR.replace("20250104", "20250105")),
    ],
)
def test_a_code_that_says_otherwise_is_doubted_with_both_values(field: str, code: str) -> None:
    reading = read(pdf(faces.digital(), qr=[code]))

    doubt = doubt_about(reading, field)
    assert set(doubt.values) == {Witness.QR, Witness.TEXT}
    assert len(set(doubt.values.values())) == 2
    assert all(text in doubt.text for text in doubt.values.values())


def test_an_attachment_that_says_otherwise_is_doubted() -> None:
    xml = make_xml.tax_control(seller="上海别家信息服务有限公司", total="1060.00")

    reading = read(ofd(faces.tax_control(), attached={"original_invoice.xml": xml.encode()}))

    assert doubt_about(reading, "seller_name").values == {
        Witness.XML: "上海别家信息服务有限公司",
        Witness.TEXT: SELLER,
    }
    assert any(one.id == "witnesses_differ" and one.field == "total" for one in reading.doubts)


def test_notes_that_say_otherwise_are_doubted() -> None:
    reading = read(ofd(faces.digital(), noted=NOTES | {"合计金额": "1000.00"}))

    assert doubt_about(reading, "amount").values == {
        Witness.TAG: "1000.00",
        Witness.TEXT: "100.00",
    }


def test_names_written_with_other_brackets_agree() -> None:
    face = faces.digital(buyer=("北京云杉（集团）有限公司", BUYER_ID))
    noted = NOTES | {"购买方名称": "北京云杉(集团)有限公司"}

    assert read(ofd(face, noted=noted)).doubts == ()


def test_an_empty_note_says_nothing() -> None:
    reading = read(ofd(faces.digital(), noted=NOTES | {"购买方名称": "", "校验码": ""}))

    assert reading.invoice.buyer_name == BUYER
    assert reading.doubts == ()


REF = '<ofd:ObjectRef PageRef="1">{id}</ofd:ObjectRef>'
NS = 'xmlns:ofd="http://www.ofdspec.org/2016"'


@pytest.mark.parametrize(
    "tags",
    [
        f'<:eInvoice xmlns:=""><InvoiceNo>{REF}</InvoiceNo></:eInvoice>',
        f"<ofd:root {NS}><ofd:InvoiceNo>{REF}</ofd:InvoiceNo></ofd:root>",
    ],
)
def test_tags_point_at_printed_text_even_where_they_are_not_well_formed(tags: str) -> None:
    page = faces.digital()
    place = next(at for at, text in enumerate(page) if text.words == NUMBER)

    reading = read(ofd(page, tags=tags.format(id=100 + place)))

    assert reading.read_from["number"] == (Witness.TAG, Witness.TEXT)


def test_a_code_of_another_kind_than_the_title_is_doubted() -> None:
    code = DIGITAL_QR.replace("01,32,", "01,31,")

    reading = read(pdf(faces.digital(), qr=[code]))

    assert reading.invoice.kind is Kind.DIGITAL_ORDINARY
    assert doubt_about(reading, "kind").values == {
        Witness.TEXT: "数电票（普通发票）",
        Witness.QR: "数电票（增值税专用发票）",
    }


def test_a_toll_invoice_is_told_by_its_code_and_not_doubted() -> None:
    code = "042002300112"

    reading = read(pdf(faces.tax_control(code=code), qr=[TAX_QR.replace(CODE, code)]))

    assert reading.invoice.kind is Kind.TOLL
    assert reading.doubts == ()


def test_an_xml_inside_a_pdf_is_read() -> None:
    data = pdf(faces.digital(), attached={"invoice.xml": make_xml.einvoice().encode()})

    reading = read(data)

    assert reading.read_from["total"] == (Witness.XML, Witness.TEXT)
    assert reading.invoice.issued_on == date(2025, 1, 4)


def test_a_bank_receipt_inside_an_ofd_is_named() -> None:
    attached = {"voucher.xml": make_xml.xbrl("bker", IdentifyingCode="1").encode()}

    with pytest.raises(readers.NotAnInvoice) as refused:
        readers.read(ofd([faces.Text(60, 60, "松林银行")], attached=attached))

    assert refused.value.kind is Kind.BANK_RECEIPT


def test_whether_there_is_a_signature_is_told() -> None:
    assert read(ofd(faces.digital(), signed=True)).signed is True
    assert read(ofd(faces.digital())).signed is False
