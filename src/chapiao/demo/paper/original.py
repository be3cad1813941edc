"""original_invoice.xml: what a 税控 OFD carries beside its page (domain §6.2)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from chapiao.demo.paper.cells import chinese_day, figure, line_tax
from chapiao.demo.paper.extra import Extra
from chapiao.demo.paper.sheet import MARK, NOTICE
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain

_NAMESPACE = "http://www.edrm.org.cn/schema/e-invoice/2019"


def xml(invoice: Invoice, extra: Extra, qr: str) -> bytes:
    """Return the attachment."""
    parts = (
        _leaf("DocID", "01"),
        _leaf("InvoiceCode", invoice.code),
        _leaf("InvoiceNo", invoice.number),
        _leaf("TypeCode", "1" if (invoice.total or 0) < 0 else "0"),
        _leaf("IssueDate", chinese_day(invoice)),
        _leaf("InvoiceCheckCode", invoice.check_code),
        _leaf("MachineNo", invoice.machine_no),
        _leaf("TaxControlCode", extra.cipher),
        _party(
            "Buyer", invoice.buyer_name, invoice.buyer_tax_id,
            extra.buyer_address, extra.buyer_bank,
        ),
        _party(
            "Seller", invoice.seller_name, invoice.seller_tax_id,
            extra.seller_address, extra.seller_bank,
        ),
        _leaf("TaxInclusiveTotalAmount", plain(invoice.total or 0)),
        _leaf("Note", invoice.remark),
        _leaf("InvoiceClerk", invoice.drawer),
        _leaf("Payee", extra.payee),
        _leaf("Checker", extra.reviewer),
        _leaf("TaxTotalAmount", plain(invoice.tax or 0)),
        _leaf("TaxExclusiveTotalAmount", plain(invoice.amount or 0)),
        _leaf("GraphCode", qr),
        f"<fp:GoodsInfos>{''.join(_line(one) for one in invoice.lines)}</fp:GoodsInfos>",
    )  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<!-- {MARK}：{NOTICE} -->\n'
        f'<eInvoice xmlns:fp="{_NAMESPACE}" Version="1.0">{"".join(parts)}</eInvoice>'
    ).encode()


def _party(who: str, name: str | None, tax_id: str | None, address: str, bank: str) -> str:
    inner = (
        _leaf(f"{who}Name", name)
        + _leaf(f"{who}TaxID", tax_id)
        + _leaf(f"{who}AddrTel", address)
        + _leaf(f"{who}FinancialAccount", bank)
    )
    return f"<fp:{who}>{inner}</fp:{who}>"


def _line(line: Line) -> str:
    fields = (
        ("Item", line.name),
        ("Specification", line.spec),
        ("MeasurementDimension", line.unit),
        ("Price", figure(line.price)),
        ("Quantity", figure(line.quantity)),
        ("Amount", plain(line.amount or 0)),
        ("TaxScheme", line.rate),
        ("TaxAmount", line_tax(line)),
    )
    return f"<fp:GoodsInfo>{''.join(_leaf(name, value) for name, value in fields)}</fp:GoodsInfo>"


def _leaf(name: str, value: str | None) -> str:
    return f"<fp:{name}>{escape(value or '')}</fp:{name}>"
