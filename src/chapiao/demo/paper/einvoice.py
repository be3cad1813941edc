"""The XML of a 数电票: the `EInvoice` tree (domain §6.1). It is not signed, as no sample can be."""

from __future__ import annotations

from decimal import Decimal
from xml.sax.saxutils import escape

from chapiao.demo.paper.cells import figure
from chapiao.demo.paper.sheet import MARK, NOTICE
from chapiao.invoice.capital import write_capital
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain
from chapiao.invoice.region import number_region

_SPECIAL, _ORDINARY = ("01", "增值税专用发票"), ("02", "普通发票")
_AUTHENTICATION = (
    "<SellerAuthentication><AuthenticationMethods>01</AuthenticationMethods></SellerAuthentication>"
)
_EXPONENT = Decimal("0.01")


def xml(invoice: Invoice) -> bytes:
    """Return the file. A comment at its top says that it is a specimen."""
    number = invoice.number or ""
    place = number_region(number[2:4])
    region, bureau = (place.code, place.name) if place and place.code else ("0000", "")
    day = invoice.issued_on.isoformat() if invoice.issued_on else ""
    body = "\n".join(
        (
            _header(number, region, invoice),
            "<EInvoiceData>",
            _party("Seller", invoice.seller_tax_id, invoice.seller_name),
            _party("Buyer", invoice.buyer_tax_id, invoice.buyer_name),
            _sums(invoice, day),
            *(_line(one) for one in invoice.lines),
            "<SpecificInformation/>",
            f"<AdditionalInformation>{_leaf('Remark', invoice.remark)}</AdditionalInformation>",
            "</EInvoiceData>",
            _AUTHENTICATION,
            "<TaxSupervisionInfo>"
            + _leaf("InvoiceNumber", number)
            + _leaf("IssueTime", day)
            + _leaf("TaxBureauCode", f"1{region}000000")
            + _leaf("TaxBureauName", f"演示税务局（{bureau}）")
            + "</TaxSupervisionInfo>",
        )
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {MARK}：{NOTICE} -->\n'
    return f"{head}<EInvoice>\n{body}\n</EInvoice>\n".encode()


def _header(number: str, region: str, invoice: Invoice) -> str:
    blue = "N" if (invoice.total or 0) < 0 else "Y"
    vat = _SPECIAL if invoice.kind is Kind.DIGITAL_SPECIAL else _ORDINARY
    labels = (
        ("InIssuType", blue, "是否蓝字发票标志"),
        ("EInvoiceType", "01", "电子发票"),
        ("GeneralOrSpecialVAT", *vat),
        ("TaxpayerType", "1", "一般纳税人"),
    )
    inner = "".join(
        f"<{name}>{_leaf('LabelCode', code)}{_leaf('LabelName', words)}</{name}>"
        for name, code, words in labels
    )
    own = _leaf("LabelType", "样张标签") + _leaf("LabelCode", "0") + _leaf("LabelName", MARK)
    return (
        f"<Header>{_leaf('EIid', number)}{_leaf('EInvoiceTag', f'SWEI{region}')}"
        f"{_leaf('Version', '0.37')}<InherentLabel>{inner}</InherentLabel>"
        f"<UndefinedLabel><Label>{own}</Label></UndefinedLabel></Header>"
    )


def _party(who: str, tax_id: str | None, name: str | None) -> str:
    return (
        f"<{who}Information>{_leaf(f'{who}IdNum', tax_id)}{_leaf(f'{who}Name', name)}"
        f"</{who}Information>"
    )


def _sums(invoice: Invoice, day: str) -> str:
    total = invoice.total or 0
    return (
        "<BasicInformation>"
        + _leaf("TotalAmWithoutTax", plain(invoice.amount or 0))
        + _leaf("TotalTaxAm", plain(invoice.tax or 0))
        + _leaf("TotalTax-includedAmount", plain(total))
        + _leaf("TotalTax-includedAmountInChinese", write_capital(total))
        + _leaf("Drawer", invoice.drawer)
        + _leaf("RequestTime", f"{day} 10:00:00")
        + "</BasicInformation>"
    )


def _line(line: Line) -> str:
    fields = (
        ("ItemName", line.name),
        ("SpecMod", line.spec),
        ("MeaUnits", line.unit),
        ("Quantity", figure(line.quantity)),
        ("UnPrice", figure(line.price)),
        ("Amount", plain(line.amount or 0)),
        ("TaxRate", _rate(line.rate)),
        ("ComTaxAm", plain(line.tax or 0)),
        ("TotaltaxIncludedAmount", plain((line.amount or 0) + (line.tax or 0))),
    )
    inner = "".join(_leaf(name, value) for name, value in fields if value)
    return f"<IssuItemInformation>{inner}</IssuItemInformation>"


def _rate(rate: str) -> str:
    """Return `0.06` for `6%`, as these files write it; words stay words."""
    return f"{Decimal(rate[:-1]) * _EXPONENT}" if rate.endswith("%") else rate


def _leaf(name: str, value: str | None) -> str:
    return f"<{name}>{escape(value or '')}</{name}>"
