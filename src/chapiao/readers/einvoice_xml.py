"""数电票 XML: the `EInvoice` document the tax bureau delivers beside the PDF and OFD.

Source: domain §6.1 [A/C]; versions 0.2 to 0.37 differ in what they leave empty. The
number stands in two places; a search for "Number" would find a car's `PlateNumber`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.readers import said, xml_file
from chapiao.readers.reading import Doubt, Reading, Witness
from chapiao.readers.said import Said

_KINDS = {"01": Kind.DIGITAL_SPECIAL, "02": Kind.DIGITAL_ORDINARY}
_SPECIAL_KINDS = (
    (("UsedVehicle", "SecondHand"), Kind.DIGITAL_USED_VEHICLE),
    (("MotorVehicle", "Vehicle"), Kind.DIGITAL_VEHICLE),
)
# Some platforms leave the label empty. The ordinary kind is the one that promises less.
_KIND_LEFT_OPEN = Doubt(
    id="kind_left_open",
    field="kind",
    text="XML没有写明是专用发票还是普通发票，先按普通发票读取，请对照票面标题",
)
_RAIL_ISSUER = "铁路电子客票"
_AIR_ISSUER = "航空运输电子客票"
_TICKET = "客票"  # in both of them
_LONGEST = 40  # name of a label that is looked at


def accepts(head: bytes) -> bool:
    """Tell the root element, which may follow a long comment."""
    plain = head.replace(b"\0", b"")
    return b"<EInvoice" in plain or b":EInvoice" in plain


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoice of the document.

    Raises:
        ReadError: not well formed, unsafe, or without a number.
    """
    return xml_file.read(data, says)


def says(root: Element) -> Said | None:
    """Return what the document says; None when it is none of these."""
    if not _knows(root):
        return None
    top = safe_xml.parts(root)
    if "EInvoiceData" not in top and "TaxSupervisionInfo" not in top:
        return None
    data: dict[str, Element] = {}
    items: list[Element] = []
    for part in top.get("EInvoiceData", ()):
        name = safe_xml.name(part)
        if name == "IssuItemInformation":
            items.append(part)
        else:
            data.setdefault(name, part)
    tax_bureau = safe_xml.texts(top.get("TaxSupervisionInfo"))
    basic = safe_xml.texts(data.get("BasicInformation"))
    buyer = safe_xml.texts(data.get("BuyerInformation"))
    seller = safe_xml.texts(data.get("SellerInformation"))
    header = safe_xml.parts(top.get("Header"))
    supervised = said.number(tax_bureau.get("InvoiceNumber"))
    headed = said.number(safe_xml.text(header["EIid"])) if "EIid" in header else None
    kind, title = _kind(root, header, data)
    return Said(
        witness=Witness.XML,
        doubts=(
            *(() if title else (_KIND_LEFT_OPEN,)),
            *_two_numbers(supervised, headed),
        ),
        capital=basic.get("TotalTax-includedAmountInChinese"),
        invoice=Invoice(
            kind=kind,
            title=title,
            code="",
            number=supervised or headed,
            issued_on=said.day(tax_bureau.get("IssueTime")) or said.day(basic.get("RequestTime")),
            buyer_name=said.party(buyer.get("BuyerName")),
            buyer_tax_id=said.tax_id(buyer.get("BuyerIdNum")),
            seller_name=said.party(seller.get("SellerName")),
            seller_tax_id=said.tax_id(seller.get("SellerIdNum")),
            amount=said.money(basic.get("TotalAmWithoutTax")),
            tax=said.money(basic.get("TotalTaxAm")),
            total=said.money(basic.get("TotalTax-includedAmount")),
            check_code="",
            machine_no="",
            drawer=basic.get("Drawer"),
            remark=safe_xml.texts(data.get("AdditionalInformation")).get("Remark"),
            lines=tuple([_line(item) for item in items]),
        ),
    )


def _knows(root: Element) -> bool:
    if safe_xml.name(root) == "EInvoice":
        return True
    # The older document's root differs by the capital; some platforms put one of their own.
    return any(True for _ in safe_xml.children(root, "EInvoiceData"))


def _two_numbers(supervised: str | None, headed: str | None) -> Iterator[Doubt]:
    """Doubt a document whose head names another invoice than the bureau's part."""
    if supervised and headed and supervised != headed:
        yield Doubt(
            id="witnesses_differ",
            field="number",
            text=f"XML里有两个不同的发票号码：{supervised}和{headed}，请对照票面",
            values={Witness.XML: f"{supervised} / {headed}"},
        )


def _kind(
    root: Element, header: Mapping[str, Element], data: Mapping[str, Element]
) -> tuple[Kind | None, str | None]:
    """Return the kind, and the title that the face of this invoice has."""
    for label in safe_xml.named(root, "LabelName"):
        name = label.text
        if name and _TICKET in name:
            for issuer, kind in ((_RAIL_ISSUER, Kind.RAIL), (_AIR_ISSUER, Kind.AIR)):
                if issuer in name:
                    return kind, kind.value
    specific = data.get("SpecificInformation")
    for child in () if specific is None else specific:
        for openings, kind in _SPECIAL_KINDS:
            if safe_xml.name(child).startswith(openings):
                return kind, _title(kind)
    inherent = safe_xml.parts(header.get("InherentLabel")).get("GeneralOrSpecialVAT")
    # Some platforms put it elsewhere.
    vat = safe_xml.texts(inherent) or safe_xml.texts(
        next(safe_xml.named(root, "GeneralOrSpecialVAT"), None)
    )
    return _labelled(vat.get("LabelCode", "")[:_LONGEST], vat.get("LabelName", "")[:_LONGEST])


@lru_cache(64)
def _labelled(code: str, name: str) -> tuple[Kind, str | None]:
    named = _KINDS.get(code.zfill(2)) or said.kind(f"电子发票（{name}）")
    return (named, _title(named)) if named else (Kind.DIGITAL_ORDINARY, None)


def _title(kind: Kind) -> str:
    """数电票（普通发票） is printed as 电子发票（普通发票）."""
    return kind.value.replace("数电票", "电子发票", 1)


def _line(item: Element) -> Line:
    """Return a line. Toll lines keep dates in place of quantity and price: left out."""
    get = safe_xml.texts(item).get
    return Line(
        name=get("ItemName", ""),
        spec=get("SpecMod", ""),
        unit=get("MeaUnits", ""),
        quantity=said.decimal(get("Quantity")),
        price=said.decimal(get("UnPrice")),
        amount=said.money(get("Amount")),
        rate=said.rate(get("TaxRate")),
        tax=said.money(get("ComTaxAm")),
    )
