"""税控 XML: the `eInvoice` document inside OFDs (2019), and the older 2017 schema.

Source: domain §6.2 [S]. A 2019 document says nothing of its kind; the code does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
# The tags of a line in the 2019 schema, each with the older ones that say the same.
_LINE_TAGS = (
    ("Item", "XMMC", "SPMC"),
    ("Specification", "GGXH"),
    ("MeasurementDimension", "DW"),
    ("Quantity", "XMSL", "SL"),
    ("Price", "XMDJ", "DJ"),
    ("Amount", "XMJE", "JE"),
    ("TaxScheme", "SLV", "TAXRATE"),
    ("TaxAmount", "SE"),
)
_LINES = frozenset({"GoodsInfo", "COMMON_FPKJ_XMXX", "FP_KJMX", "XMXX"})
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
    texts = safe_xml.leaves(root, but=_LINES)
    if "InvoiceNo" not in texts and "FP_HM" not in texts:
        return None
    got = dict.fromkeys(_TAGS)
    for field, tags in _TAGS.items():
        for tag in tags:
            if tag in texts:
                got[field] = texts[tag]
                break
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
            lines=tuple(map(_line, _items(root))),
        ),
    )


def _first(texts: Mapping[str, str], tags: tuple[str, ...]) -> str | None:
    for tag in tags:
        if tag in texts:
            return texts[tag]
    return None


def _kind_of(code: str | None) -> Kind | None:
    try:
        return parse_code(code).kind if code else None
    except BadCode:
        return None


def _items(root: Element) -> Iterator[Element]:
    return (item for item in safe_xml.named(root, *_LINES) if len(item))


def _line(item: Element) -> Line:
    texts = safe_xml.texts(item)
    if "Item" not in texts:
        texts = {tags[0]: text for tags in _LINE_TAGS if (text := _first(texts, tags)) is not None}
    get = texts.get
    return Line(
        name=get("Item", ""),
        spec=get("Specification", ""),
        unit=get("MeasurementDimension", ""),
        quantity=said.decimal(get("Quantity")),
        price=said.decimal(get("Price")),
        amount=said.money(get("Amount")),
        rate=said.rate(get("TaxScheme")),
        tax=said.money(get("TaxAmount")),
    )
