from __future__ import annotations

import io
import zipfile
from datetime import date

import pypdfium2
import pytest
import zxingcpp
from lxml import etree
from python_calamine import CalamineWorkbook

from chapiao.demo.paper import einvoice, files, qr, rail
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.paper.sheet import MARK, NOTICE
from chapiao.demo.world import world
from chapiao.formats.ofd import open_ofd
from chapiao.invoice.kind import Kind

WORLD = world(date(2026, 11, 24))
CAST = WORLD.cast
PDFS = {
    "数电普票": files.digital_pdf(CAST.bargain.invoice),
    "数电专票": files.digital_pdf(CAST.faces.invoice),
    "税控电子普票": files.taxed_pdf(CAST.taxed.invoice),
    "铁路": files.rail_pdf(CAST.rail.invoice),
    "银行回单": files.bank_pdf(CAST.plain.invoice),
}
OFDS = {
    "数电": (files.digital_ofd(CAST.faces.invoice), CAST.faces.invoice),
    "税控": (files.taxed_ofd(CAST.taxed.invoice), CAST.taxed.invoice),
    "铁路": (files.rail_ofd(CAST.rail.invoice), CAST.rail.invoice),
}


def _pages(data: bytes) -> list[tuple[str, pypdfium2.PdfPage]]:
    return [(page.get_textpage().get_text_bounded(), page) for page in pypdfium2.PdfDocument(data)]


@pytest.mark.parametrize("name", PDFS)
def test_every_page_says_twice_that_it_is_a_specimen(name: str) -> None:
    for text, _ in _pages(PDFS[name]):
        assert text.count(MARK) == 2
        assert NOTICE in text


@pytest.mark.parametrize("name", PDFS)
def test_no_page_carries_a_picture_that_could_be_a_seal(name: str) -> None:
    for text, page in _pages(PDFS[name]):
        kinds = {one.type for one in page.get_objects()}
        assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds
        assert "监制" not in text


@pytest.mark.parametrize("name", PDFS)
def test_the_mark_is_seen_and_not_only_said(name: str) -> None:
    [(_, page)] = _pages(PDFS[name])
    colors = page.render(scale=2).to_pil().convert("RGB").getcolors(2**20)

    # The frame shows whatever fonts the machine has.
    assert sum(count for count, (r, g, b) in colors if r > 150 and g < 90 and b < 90) > 500


@pytest.mark.parametrize("name", [name for name in PDFS if name != "银行回单"])
def test_the_qr_of_a_page_is_read_from_its_picture(name: str) -> None:
    parts = {"数电普票": CAST.bargain, "数电专票": CAST.faces, "税控电子普票": CAST.taxed}
    invoice = parts.get(name, CAST.rail).invoice
    [(_, page)] = _pages(PDFS[name])

    [found] = zxingcpp.read_barcodes(page.render(scale=2).to_pil())

    fields = found.text.split(",")
    assert fields[2:4] == [invoice.code, invoice.number]
    assert fields[5] == f"{invoice.issued_on:%Y%m%d}"


def test_the_amount_in_a_qr_has_the_basis_of_its_kind() -> None:
    taxed, digital = CAST.taxed.invoice, CAST.faces.invoice

    assert qr.words(taxed, "AB12").split(",")[4] == f"{(taxed.amount or 0) / 100:.2f}"
    assert qr.words(digital, "AB12").split(",")[4] == f"{(digital.total or 0) / 100:.2f}"


@pytest.mark.parametrize("name", OFDS)
def test_an_ofd_opens_and_says_that_it_is_a_specimen(name: str) -> None:
    data, invoice = OFDS[name]
    ofd = open_ofd(data)
    [body] = ofd.bodies
    page, _ = ofd.page(body, body.pages[0])
    text = "".join(glyph.text for glyph in page.glyphs)

    assert MARK in text
    assert NOTICE in text
    assert invoice.number in text
    assert body.signed is False


@pytest.mark.parametrize("name", OFDS)
def test_the_only_picture_of_an_ofd_is_its_qr(name: str) -> None:
    data, invoice = OFDS[name]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [picture] = [n for n in archive.namelist() if n.endswith((".png", ".jpg", ".jb2", ".bmp"))]
        [found] = zxingcpp.read_barcodes(_picture(archive.read(picture)))

    assert invoice.number in found.text


def _picture(data: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202
    from PIL import Image

    return Image.open(io.BytesIO(data))


def test_the_tags_of_an_ofd_point_at_the_printed_values() -> None:
    data, invoice = OFDS["数电"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tags = etree.fromstring(archive.read("Doc_0/Tags/CustomTag.xml"))
        page = etree.fromstring(archive.read("Doc_0/Pages/Page_0/Content.xml"))
    ns = {"ofd": "http://www.ofdspec.org/2016"}

    def shown(field: str) -> str:
        ids = [one.text for one in tags.iterfind(f".//ofd:{field}/ofd:ObjectRef", ns)]
        return "".join(
            page.findtext(f".//ofd:TextObject[@ID='{number}']/ofd:TextCode", "", ns)
            for number in ids
        )

    assert shown("InvoiceNo") == invoice.number
    assert shown("SellerName") == invoice.seller_name
    assert shown("TaxInclusiveTotalAmount") == f"¥{(invoice.total or 0) / 100:.2f}"


def test_the_xml_is_the_tree_the_bureau_delivers() -> None:
    invoice = CAST.faces.invoice
    root = etree.fromstring(einvoice.xml(invoice))

    assert root.tag == "EInvoice"
    assert root.findtext("Header/EIid") == invoice.number
    assert root.findtext("TaxSupervisionInfo/InvoiceNumber") == invoice.number
    assert root.find("TaxBureauSignature") is None
    assert len(root.findall("EInvoiceData/IssuItemInformation")) == len(invoice.lines)


def test_the_rail_xbrl_is_embedded_in_the_pdf() -> None:
    document = pypdfium2.PdfDocument(PDFS["铁路"])
    attachment = document.get_attachment(0)

    assert attachment.get_name().startswith("rai_issuer_")
    assert bytes(attachment.get_data()) == rail.xbrl(CAST.rail.invoice)
    assert b"2021-11-30/rai" in bytes(attachment.get_data())


def test_the_export_keeps_every_number_as_text() -> None:
    rows = [row for row in WORLD.rows if row.invoice.kind is Kind.DIGITAL_SPECIAL][:40]
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(rows)))

    invoices = book.get_sheet_by_name("发票基础信息").to_python()
    lines = book.get_sheet_by_name("信息汇总表").to_python()

    assert invoices[0][3] == "数电发票号码"
    assert [row[3] for row in invoices[1:]] == [row.invoice.number for row in rows]
    assert len(lines) - 1 == sum(len(row.invoice.lines) for row in rows)


def test_the_same_invoice_makes_the_same_bytes() -> None:
    assert files.digital_pdf(CAST.bargain.invoice) == PDFS["数电普票"]
    assert files.rail_pdf(CAST.rail.invoice) == PDFS["铁路"]
    assert files.taxed_ofd(CAST.taxed.invoice) == OFDS["税控"][0]
    assert xlsx(WORLD.rows[:9]) == xlsx(WORLD.rows[:9])
