"""XBRL of 电子凭证会计数据标准: invoices (`inv`) and rail tickets (`rai`) are read.

Bank receipts (`bker`), bank statements (`bkrs`) and what a receiver booked (`einv`)
are told apart by their prefix and refused by name. Source: domain §6.5 [S].
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
_VOUCHERS = {"inv", "rai", *_REFUSED}
# Elements that may hold one field, the surest first.
_TITLE = ("TypeOfInvoice", "TypeOfVoucher")
_NUMBER = (
    "NumberOfInvoice",
    "ElectronicInvoiceRailwayETicketNumber",
    "ElectronicInvoiceAirTransportReceiptNumber",
)
_BUYER_ID = (f"{_ID}Purchaser", "UnifiedSocialCreditCodeOfPurchaser")
_SELLER = ("NameOfSeller", "IssueParty")
_SELLER_ID = (f"{_ID}Seller", "UnifiedSocialCreditCodeOfSeller")
_TAX = ("TotalTaxAmount", "TaxAmount")
_TOTAL = ("TaxIncludedAmountInFigures", "Fare", "TotalAmount")
_LINE = "InformationOfTaxableGoodsOrServicesDetailItemsTuple"
_STRUCTURE = frozenset({"schemaRef", "context", "unit", _LINE})


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
    other = None
    # The spaces are nearly always declared at the root; else the elements tell.
    for spaces in (root.nsmap.values(), (str(child.tag) for child in root)):
        for space in spaces:
            match = _TAXONOMY.search(space) if space and "xbrl.mof" in space else None
            if match and match[1] in _VOUCHERS:
                return match[1]
            other = other or (match and match[1])
    return other


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
    # First text of every element directly below the instance; a nil one says "none".
    texts = safe_xml.texts(root, but=_STRUCTURE)
    title = _first(texts, _TITLE)
    number = said.number(_first(texts, _NUMBER))
    kind_told = said.kind(title) or (Kind.RAIL if voucher == "rai" else None)
    if number is None and kind_told is None:
        return None
    return Said(
        witness=Witness.XBRL,
        capital=texts.get("TaxIncludedAmountInWords"),
        invoice=Invoice(
            kind=kind_told,
            title=title or None,
            code=said.code(texts.get("CodeOfInvoice")),
            number=number,
            issued_on=said.day(texts.get("DateOfIssue")),
            check_code=said.check_code(texts.get("IdentifyingCode")),
            machine_no=said.check_code(texts.get("NumberOfInvoiceMachine")),
            buyer_name=said.party(texts.get("NameOfPurchaser")),
            buyer_tax_id=said.tax_id(_first(texts, _BUYER_ID)),
            seller_name=said.party(_first(texts, _SELLER)),
            seller_tax_id=said.tax_id(_first(texts, _SELLER_ID)),
            amount=said.money(texts.get("TotalAmountExcludingTax")),
            tax=said.money(_first(texts, _TAX)),
            total=said.money(_first(texts, _TOTAL)),
            remark=texts.get("Remarks"),
            drawer=texts.get("Issuer"),
            lines=tuple(map(_line, safe_xml.children(root, _LINE))),
        ),
    )


def _first(texts: Mapping[str, str], tags: tuple[str, ...]) -> str | None:
    """Return the first text that is not empty, else the first there is."""
    empty = None
    for tag in tags:
        text = texts.get(tag)
        if text:
            return text
        if empty is None:
            empty = text
    return empty


def _line(item: Element) -> Line:
    get = safe_xml.texts(item).get
    return Line(
        name=get("NameOfTaxableGoodsOrServices", ""),
        spec=get("Specification", ""),
        unit=get("UnitOfGoodsOrServices", ""),
        quantity=said.decimal(get("QuantityOfGoodsOrServices")),
        price=said.decimal(get("UnitPriceOfGoodsOrServices")),
        amount=said.money(get("AmountExcludingTax")),
        rate=said.rate(get("TaxRate")),
        tax=said.money(get("TaxAmount")),
    )
