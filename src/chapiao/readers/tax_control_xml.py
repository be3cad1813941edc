"""税控 XML: the `eInvoice` document inside OFDs (2019), and the older 2017 schema.

Source: domain §6.2 [S]. A 2019 document says nothing of its kind; the code does.
"""

from __future__ import annotations

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.readers import said, xml_file
from chapiao.readers.reading import Reading, Witness
from chapiao.readers.said import Said

# Field → the tag in the 2019 schema, and in the 2017 one.
_TAGS = {
    "code": ("InvoiceCode", "FP_DM"),
    "number": ("InvoiceNo", "FP_HM"),
    "issued_on": ("IssueDate", "KPRQ"),
    "check_code": ("InvoiceCheckCode", "JYM"),
    "machine_no": ("MachineNo", "JQBH", "SBBH"),
    "buyer_name": ("BuyerName", "GHFMC", "GMF_MC", "GFMC"),
    "buyer_tax_id": ("BuyerTaxID", "GHF_NSRSBH", "GMF_NSRSBH", "GFSH"),
    "seller_name": ("SellerName", "XHFMC", "XSF_MC", "XFMC"),
    "seller_tax_id": ("SellerTaxID", "XHF_NSRSBH", "XSF_NSRSBH", "XFSH"),
    "amount": ("TaxExclusiveTotalAmount", "HJJE"),
    "tax": ("TaxTotalAmount", "HJSE"),
    "total": ("TaxInclusiveTotalAmount", "JSHJ"),
    "remark": ("Note", "BZ"),
    "drawer": ("InvoiceClerk", "KPR"),
    "title": ("InvoiceType", "FPMC"),
}
_LINE_TAGS = {
    "name": ("Item", "XMMC", "SPMC"),
    "spec": ("Specification", "GGXH"),
    "unit": ("MeasurementDimension", "DW"),
    "quantity": ("Quantity", "XMSL", "SL"),
    "price": ("Price", "XMDJ", "DJ"),
    "amount": ("Amount", "XMJE", "JE"),
    "rate": ("TaxScheme", "SLV", "TAXRATE"),
    "tax": ("TaxAmount", "SE"),
}
_LINES = {"GoodsInfo", "COMMON_FPKJ_XMXX", "FP_KJMX", "XMXX"}
_MARKS = (b"<eInvoice", b":eInvoice", b"e-invoice", b"<FP_DM", b":FP_DM", b"FPXT")


def accepts(head: bytes) -> bool:
    """Tell the root element or the older tags."""
    plain = head.replace(b"\0", b"")
    return any(mark in plain for mark in _MARKS)


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoice of the document.

    Raises:
        ReadError: not well formed, unsafe, or without a number.
    """
    return xml_file.read(data, says)


def says(root: Element) -> Said | None:
    """Return what the document says; None when it is none of these."""
    texts = _texts(root)
    if not any(tag in texts for tag in ("InvoiceNo", "FP_HM")):
        return None
    got = {field: _first(texts, tags) for field, tags in _TAGS.items()}
    code = said.code(got["code"])
    title = got["title"] if said.kind(got["title"]) else None
    return Said(
        witness=Witness.XML,
        invoice=Invoice(
            kind=said.kind(title) or _kind_of(code),
            title=title,
            code=code or None,
            number=said.number(got["number"]),
            issued_on=said.day(got["issued_on"]),
            check_code=said.check_code(got["check_code"]),
            machine_no=said.check_code(got["machine_no"]),
            buyer_name=said.party(got["buyer_name"]),
            buyer_tax_id=said.tax_id(got["buyer_tax_id"]),
            seller_name=said.party(got["seller_name"]),
            seller_tax_id=said.tax_id(got["seller_tax_id"]),
            amount=said.money(got["amount"]),
            tax=said.money(got["tax"]),
            total=said.money(got["total"]),
            remark=got["remark"],
            drawer=got["drawer"],
            lines=tuple(_lines(root)),
        ),
    )


def qr_text(root: Element) -> str | None:
    """Return the QR code's text that a 2019 document repeats; older ones hold a picture."""
    text = _texts(root).get("GraphCode", "")
    return text if text.startswith(("01,", "http")) else None


def _texts(root: Element) -> dict[str, str]:
    """First text of every tag outside the lines."""
    found: dict[str, str] = {}
    skip = 0
    for element in safe_xml.descendants(root):
        if skip:
            skip -= 1
            continue
        name = safe_xml.name(element)
        if name in _LINES:
            skip = sum(1 for _ in safe_xml.descendants(element)) - 1
        elif len(element) == 0:
            found.setdefault(name, safe_xml.text(element))
    return found


def _first(texts: dict[str, str], tags: tuple[str, ...]) -> str | None:
    return next((texts[tag] for tag in tags if tag in texts), None)


def _kind_of(code: str | None) -> Kind | None:
    try:
        return parse_code(code).kind if code else None
    except BadCode:
        return None


def _lines(root: Element) -> list[Line]:
    found = []
    for item in safe_xml.descendants(root):
        if safe_xml.name(item) not in _LINES or len(item) == 0:
            continue
        texts = {safe_xml.name(child): safe_xml.text(child) for child in safe_xml.children(item)}
        got = {field: _first(texts, tags) or "" for field, tags in _LINE_TAGS.items()}
        found.append(
            Line(
                name=got["name"],
                spec=got["spec"],
                unit=got["unit"],
                quantity=said.decimal(got["quantity"]),
                price=said.decimal(got["price"]),
                amount=said.money(got["amount"]),
                rate=said.rate(got["rate"]),
                tax=said.money(got["tax"]),
            )
        )
    return found
