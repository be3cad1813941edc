"""The sample files, each from one invoice: what goes in is what a reader must get out."""

from __future__ import annotations

from datetime import date

from chapiao.demo.paper import bank, digital, original, qr, rail, tags, taxed
from chapiao.demo.paper.cells import chinese_day, grouped
from chapiao.demo.paper.container import Parts, pack
from chapiao.demo.paper.extra import extra_for
from chapiao.demo.paper.ofd_sheet import OfdSheet
from chapiao.demo.paper.pdf_sheet import PdfSheet
from chapiao.invoice.dates import FIRST_YEAR
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain


def digital_pdf(invoice: Invoice) -> bytes:
    """Return a 数电票 (专 or 普) as PDF."""
    sheet = PdfSheet()
    digital.draw(sheet, invoice, extra_for(invoice))
    return sheet.finish()


def digital_ofd(invoice: Invoice) -> bytes:
    """Return a 数电票 (专 or 普) as OFD."""
    sheet = OfdSheet()
    digital.draw(sheet, invoice, extra_for(invoice))
    parts = Parts(
        made_on=_day(invoice), data=_custom(invoice), tag=tags.digital(sheet.tags), tag_type="root"
    )
    return pack(sheet, parts)


def taxed_pdf(invoice: Invoice) -> bytes:
    """Return a 税控电子普票 as PDF."""
    sheet = PdfSheet()
    taxed.draw(sheet, invoice, extra_for(invoice))
    return sheet.finish()


def taxed_ofd(invoice: Invoice) -> bytes:
    """Return a 税控电子普票 as OFD, with original_invoice.xml beside the page."""
    sheet, extra = OfdSheet(), extra_for(invoice)
    taxed.draw(sheet, invoice, extra)
    attached = original.xml(invoice, extra, qr.words(invoice, extra.qr_last))
    parts = Parts(
        made_on=_day(invoice),
        data={"发票代码": invoice.code or ""} | _custom(invoice),
        tag=tags.taxed(sheet.tags),
        attachments=(("original_invoice.xml", attached),),
    )
    return pack(sheet, parts)


def rail_ofd(invoice: Invoice) -> bytes:
    """Return a 铁路电子客票 as OFD, with its XBRL beside the page."""
    sheet = OfdSheet()
    rail.draw(sheet, invoice, extra_for(invoice))
    parts = Parts(made_on=_day(invoice), attachments=((_rai_name(invoice), rail.xbrl(invoice)),))
    return pack(sheet, parts)


def rail_pdf(invoice: Invoice) -> bytes:
    """Return a 铁路电子客票 as PDF, with its XBRL as an embedded file."""
    sheet = PdfSheet()
    rail.draw(sheet, invoice, extra_for(invoice))
    sheet.attach(_rai_name(invoice), rail.xbrl(invoice))
    return sheet.finish()


def bank_pdf(invoice: Invoice) -> bytes:
    """Return a bank's receipt for the payment of the invoice."""
    sheet = PdfSheet(210, 115)
    bank.draw(sheet, invoice)
    return sheet.finish()


def _custom(invoice: Invoice) -> dict[str, str]:
    """Return what OFD.xml notes; a digital invoice has no check code to note."""
    noted = {
        "发票号码": invoice.number or "",
        "合计税额": plain(invoice.tax or 0),
        "合计金额": plain(invoice.amount or 0),
        "开票日期": chinese_day(invoice),
        "购买方纳税人识别号": invoice.buyer_tax_id or "",
        "销售方纳税人识别号": invoice.seller_tax_id or "",
    }
    return noted | ({"校验码": grouped(invoice.check_code)} if invoice.check_code else {})


def _rai_name(invoice: Invoice) -> str:
    return f"rai_issuer_{_day(invoice):%Y%m%d}_{invoice.number}.xml"


def _day(invoice: Invoice) -> date:
    return invoice.issued_on or date(FIRST_YEAR, 1, 1)
