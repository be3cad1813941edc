from __future__ import annotations

import pytest
from tests.readers import make_faces, make_ofd, make_pdf, make_xml
from tests.readers.made_up import BUYER, NUMBER, OTHER_NUMBER, PLAIN_NUMBER

from chapiao import readers
from chapiao.readers.reading import Damaged, NotAnInvoice, Witness

REF = '<ofd:ObjectRef PageRef="1">{}</ofd:ObjectRef>'
TAGS = (
    '<:eInvoice xmlns:=""><InvoiceNo><ofd:ObjectRef PageRef="1">{number}</ofd:ObjectRef>'
    "</InvoiceNo>"
    '<Buyer><BuyerName><ofd:ObjectRef PageRef="1">{buyer}</ofd:ObjectRef></BuyerName></Buyer>'
    "</:eInvoice>"
)


@pytest.mark.parametrize(
    "text",
    [make_xml.einvoice(), make_xml.tax_control(), make_xml.tax_control_2017()],
    ids=["digital", "tax control", "older"],
)
def test_an_xml_says_the_same_fields_as_when_it_is_checked(text: str) -> None:
    [said] = readers.structured(text.encode())
    [reading] = readers.read(text.encode())

    for field in ("number", "issued_on", "buyer_name", "seller_tax_id", "amount", "tax", "total"):
        assert getattr(said.invoice, field) == getattr(reading.invoice, field)
    assert said.invoice.lines == reading.invoice.lines


def test_what_is_attached_to_an_ofd_is_taken_before_its_tags() -> None:
    page = make_faces.tax_control()
    number = next(100 + at for at, text in enumerate(page) if text.words == PLAIN_NUMBER)
    attached = {"original_invoice.xml": make_xml.tax_control().encode()}
    data = make_ofd.ofd(page, attached=attached, tags=TAGS.format(number=number, buyer=100))

    [said] = readers.structured(data)

    assert said.witness is Witness.XML
    assert (said.invoice.number, said.invoice.buyer_name) == (PLAIN_NUMBER, BUYER)


def test_a_tag_tells_what_is_noted_nowhere_else() -> None:
    page = make_faces.tax_control()
    buyer = next(100 + at for at, text in enumerate(page) if text.words == BUYER)
    notes = {"发票号码": PLAIN_NUMBER}
    data = make_ofd.ofd(page, noted=notes, tags=TAGS.format(number=buyer, buyer=buyer))

    noted, tagged = readers.structured(data)

    assert (noted.invoice.number, noted.invoice.buyer_name) == (PLAIN_NUMBER, None)
    assert (tagged.invoice.number, tagged.invoice.buyer_name) == (None, BUYER)


def test_lines_are_told_by_their_tags() -> None:
    page = make_faces.digital()
    [line] = readers.read(make_ofd.ofd(page))[0].invoice.lines
    name = [
        at for at, text in enumerate(page, 100) if text.words in line.name and len(text.words) > 1
    ]
    number = [at for at, text in enumerate(page, 100) if text.words == NUMBER]
    amount = [at for at, text in enumerate(page, 100) if text.words == "100.00"][:1]
    tags = {"InvoiceNo": number, "Item": name, "Amount": amount, "Quantity": []}
    inside = "".join(f"<{tag}>{''.join(map(REF.format, ids))}</{tag}>" for tag, ids in tags.items())

    [said] = readers.structured(make_ofd.ofd(page, tags=f'<:e xmlns:="">{inside}</:e>'))

    assert said.invoice.number == NUMBER
    assert [(one.name, one.amount, one.quantity) for one in said.invoice.lines] == [
        (line.name, line.amount, None)
    ]


def test_a_document_without_data_says_nothing() -> None:
    assert readers.structured(make_ofd.ofd(make_faces.tax_control())) == ()
    assert readers.structured(b"<a><b>1</b></a>") == ()


def test_two_invoices_attached_are_both_told() -> None:
    attached = {
        "a.xml": make_xml.einvoice().encode(),
        "b.xml": make_xml.einvoice().replace(NUMBER, OTHER_NUMBER).encode(),
    }
    found = readers.structured(make_ofd.ofd(make_faces.tax_control(), attached=attached))

    assert [said.invoice.number for said in found] == [NUMBER, OTHER_NUMBER]


@pytest.mark.parametrize(
    "data",
    [b"", b"  \n", b"<a>", b"PK\x03\x04 cut short"],
    ids=["empty", "blank", "no end", "half a zip"],
)
def test_what_is_broken_is_refused(data: bytes) -> None:
    with pytest.raises(Damaged):
        readers.structured(data)


def test_a_file_of_another_kind_is_refused() -> None:
    with pytest.raises(NotAnInvoice):
        readers.structured(make_pdf.pdf(make_faces.tax_control()))
