"""XBRL of 电子凭证会计数据标准: invoices (`inv`) and rail tickets (`rai`) are read.

Bank receipts (`bker`), bank statements (`bkrs`) and what a receiver booked (`einv`)
are told apart by their prefix and refused by name. Source: domain §6.5 [S].
"""

from __future__ import annotations

import re

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.readers import said, xml_file
from chapiao.readers.reading import NotAnInvoice, Reading, Witness
from chapiao.readers.said import Said

_TAXONOMY = re.compile(r"xbrl\.mof\.gov\.cn/taxonomy/[\d-]+/([a-z]+)")
_REFUSED = {
    "bker": (Kind.BANK_RECEIPT, "这是银行电子回单，不是发票，不用查验"),
    "bkrs": (Kind.BANK_STATEMENT, "这是银行电子对账单，不是发票，不用查验"),
    "einv": (Kind.BOOKING, "这是入账信息（收票方的记账结果），不是发票原件，请交发票文件"),
}
_ID = "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOf"
# Field → elements that may hold it, the surest first.
_TAGS = {
    "title": ("TypeOfInvoice", "TypeOfVoucher"),
    "code": ("CodeOfInvoice",),
    "number": (
        "NumberOfInvoice",
        "ElectronicInvoiceRailwayETicketNumber",
        "ElectronicInvoiceAirTransportReceiptNumber",
    ),
    "issued_on": ("DateOfIssue",),
    "check_code": ("IdentifyingCode",),
    "machine_no": ("NumberOfInvoiceMachine",),
    "buyer_name": ("NameOfPurchaser",),
    "buyer_tax_id": (f"{_ID}Purchaser", "UnifiedSocialCreditCodeOfPurchaser"),
    "seller_name": ("NameOfSeller", "IssueParty"),
    "seller_tax_id": (f"{_ID}Seller", "UnifiedSocialCreditCodeOfSeller"),
    "amount": ("TotalAmountExcludingTax",),
    "tax": ("TotalTaxAmount", "TaxAmount"),
    "total": ("TaxIncludedAmountInFigures", "Fare", "TotalAmount"),
    "capital": ("TaxIncludedAmountInWords",),
    "remark": ("Remarks",),
    "drawer": ("Issuer",),
}
_LINE = "InformationOfTaxableGoodsOrServicesDetailItemsTuple"


def accepts(head: bytes) -> bool:
    """Tell the instance's namespace."""
    return b"xbrl" in head.replace(b"\0", b"").lower()


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoice of the instance.

    Raises:
        ReadError: not well formed, unsafe, or another voucher.
    """
    return xml_file.read(data, says)


def prefix(root: Element) -> str | None:
    """Return which voucher the instance is of: inv, rai, bker, bkrs, einv …; None for none."""
    if safe_xml.name(root).lower() != "xbrl":
        return None
    spaces = [*root.nsmap.values(), *(str(element.tag) for element in safe_xml.children(root))]
    found = [match[1] for space in spaces if space and (match := _TAXONOMY.search(space))]
    return next((one for one in found if one in {"inv", "rai", *_REFUSED}), next(iter(found), None))


def says(root: Element) -> Said | None:
    """Return what the instance says; None when the document is no XBRL instance.

    Raises:
        NotAnInvoice: it is of another voucher.
    """
    voucher = prefix(root)
    if voucher is None:
        return None
    if voucher in _REFUSED:
        kind, why = _REFUSED[voucher]
        raise NotAnInvoice(why, kind=kind)
    texts = _texts(root)
    got = {field: _first(texts, tags) for field, tags in _TAGS.items()}
    invoice = Invoice(
        kind=said.kind(got["title"]) or (Kind.RAIL if voucher == "rai" else None),
        title=got["title"] or None,
        code=said.code(got["code"]),
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
    )
    if invoice.number is None and invoice.kind is None:
        return None
    return Said(witness=Witness.XBRL, invoice=invoice, capital=got["capital"])


def _texts(root: Element) -> dict[str, str]:
    """First text of every element directly below the instance; a nil one says "none"."""
    found: dict[str, str] = {}
    for element in safe_xml.children(root):
        found.setdefault(safe_xml.name(element), safe_xml.text(element))
    return found


def _first(texts: dict[str, str], tags: tuple[str, ...]) -> str | None:
    given = [texts[tag] for tag in tags if tag in texts]
    return next((text for text in given if text), given[0] if given else None)


def _lines(root: Element) -> list[Line]:
    found = []
    for item in safe_xml.children(root):
        if safe_xml.name(item) != _LINE:
            continue
        texts = _texts(item)
        found.append(
            Line(
                name=texts.get("NameOfTaxableGoodsOrServices", ""),
                spec=texts.get("Specification", ""),
                unit=texts.get("UnitOfGoodsOrServices", ""),
                quantity=said.decimal(texts.get("QuantityOfGoodsOrServices")),
                price=said.decimal(texts.get("UnitPriceOfGoodsOrServices")),
                amount=said.money(texts.get("AmountExcludingTax")),
                rate=said.rate(texts.get("TaxRate")),
                tax=said.money(texts.get("TaxAmount")),
            )
        )
    return found
