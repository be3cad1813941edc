from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chapiao import readers
from chapiao.demo.paper import einvoice, files
from chapiao.demo.row import Row
from chapiao.demo.world import world
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.readers.reading import Witness

DAYS = (date(2026, 11, 24), date(2028, 2, 29))
WORLDS = [world(day) for day in DAYS]
CAST = WORLDS[0].cast
FILES: dict[str, tuple[Callable[[Invoice], bytes], Row]] = {
    "数电普票.pdf": (files.digital_pdf, CAST.bargain),
    "数电专票.pdf": (files.digital_pdf, CAST.faces),
    "数电专票.ofd": (files.digital_ofd, CAST.faces),
    "数电专票.xml": (einvoice.xml, CAST.faces),
    "税控电子普票.pdf": (files.taxed_pdf, CAST.taxed),
    "税控电子普票.ofd": (files.taxed_ofd, CAST.taxed),
    "铁路电子客票.pdf": (files.rail_pdf, CAST.rail),
    "铁路电子客票.ofd": (files.rail_ofd, CAST.rail),
}


@pytest.mark.parametrize("name", FILES)
def test_what_is_drawn_is_what_is_read(name: str) -> None:
    draw, row = FILES[name]

    [reading] = readers.read(draw(row.invoice))

    assert reading.invoice == row.invoice
    assert reading.doubts == ()
    assert reading.format == name.rsplit(".", 1)[1]


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(".xml")])
def test_text_and_qr_bear_witness_of_the_number(name: str) -> None:
    draw, row = FILES[name]

    [reading] = readers.read(draw(row.invoice))

    assert {Witness.TEXT, Witness.QR} <= set(reading.read_from["number"])


def test_a_bank_receipt_is_refused_by_its_name() -> None:
    with pytest.raises(readers.NotAnInvoice) as refused:
        readers.read(files.bank_pdf(CAST.plain.invoice))

    assert refused.value.kind is Kind.BANK_RECEIPT


def _of(*kinds: Kind) -> list[Invoice]:
    return [
        row.invoice
        for one in WORLDS
        for row in one.rows
        if row.invoice.kind in kinds and (row.invoice.total or 0) > 0
    ]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(_of(Kind.DIGITAL_ORDINARY, Kind.DIGITAL_SPECIAL)))
def test_any_digital_invoice_of_the_world_is_read_from_pdf_ofd_and_xml(invoice: Invoice) -> None:
    for draw in (files.digital_pdf, files.digital_ofd, einvoice.xml):
        [reading] = readers.read(draw(invoice))
        assert reading.invoice == invoice
        assert reading.doubts == ()


@settings(max_examples=15, deadline=None)
@given(st.sampled_from(_of(Kind.E_ORDINARY)))
def test_any_taxed_invoice_of_the_world_is_read_from_pdf_and_ofd(invoice: Invoice) -> None:
    for draw in (files.taxed_pdf, files.taxed_ofd):
        [reading] = readers.read(draw(invoice))
        assert reading.invoice == invoice
        assert reading.doubts == ()
