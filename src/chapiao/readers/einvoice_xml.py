"""数电票 XML: the `EInvoice` document the tax bureau delivers beside the PDF and OFD.

Source: domain §6.1 [A/C]; versions 0.2 to 0.37 differ in what they leave empty. The
number stands in two places; a search for "Number" would find a car's `PlateNumber`.
"""

from __future__ import annotations

from collections.abc import Iterator

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


def knows(root: Element) -> bool:
    """Whether the document is one of these."""
    return safe_xml.name(root).lower() == "einvoice" and (
        safe_xml.at(root, "EInvoiceData") is not None
        or safe_xml.at(root, "TaxSupervisionInfo") is not None
    )


def says(root: Element) -> Said | None:
    """Return what the document says; None when it is none of these."""
    if not knows(root):
        return None
    supervised = said.number(safe_xml.text_at(root, "TaxSupervisionInfo/InvoiceNumber"))
    headed = said.number(safe_xml.text_at(root, "Header/EIid"))
    basic = "EInvoiceData/BasicInformation"
    kind, title = _kind(root)
    return Said(
        witness=Witness.XML,
        doubts=(
            *(() if title else (_KIND_LEFT_OPEN,)),
            *_two_numbers(supervised, headed),
        ),
        capital=safe_xml.text_at(root, f"{basic}/TotalTax-includedAmountInChinese"),
        invoice=Invoice(
            kind=kind,
            title=title,
            code="",
            number=supervised or headed,
            issued_on=said.day(safe_xml.text_at(root, "TaxSupervisionInfo/IssueTime"))
            or said.day(safe_xml.text_at(root, f"{basic}/RequestTime")),
            buyer_name=said.party(_party(root, "Buyer", "Name")),
            buyer_tax_id=said.tax_id(_party(root, "Buyer", "IdNum")),
            seller_name=said.party(_party(root, "Seller", "Name")),
            seller_tax_id=said.tax_id(_party(root, "Seller", "IdNum")),
            amount=said.money(safe_xml.text_at(root, f"{basic}/TotalAmWithoutTax")),
            tax=said.money(safe_xml.text_at(root, f"{basic}/TotalTaxAm")),
            total=said.money(safe_xml.text_at(root, f"{basic}/TotalTax-includedAmount")),
            check_code="",
            machine_no="",
            drawer=safe_xml.text_at(root, f"{basic}/Drawer"),
            remark=safe_xml.text_at(root, "EInvoiceData/AdditionalInformation/Remark"),
            lines=tuple(_lines(root)),
        ),
    )


def _two_numbers(supervised: str | None, headed: str | None) -> Iterator[Doubt]:
    """Doubt a document whose head names another invoice than the bureau's part."""
    if supervised and headed and supervised != headed:
        yield Doubt(
            id="witnesses_differ",
            field="number",
            text=f"XML里有两个不同的发票号码：{supervised}和{headed}，请对照票面",
            values={Witness.XML: f"{supervised} / {headed}"},
        )


def _party(root: Element, side: str, field: str) -> str | None:
    return safe_xml.text_at(root, f"EInvoiceData/{side}Information/{side}{field}")


def _kind(root: Element) -> tuple[Kind | None, str | None]:
    """Return the kind, and the title that the face of this invoice has."""
    labels = [
        safe_xml.text_at(label, "LabelName") or ""
        for label in safe_xml.descendants(root)
        if safe_xml.name(label) in ("Label", "EInvoiceType", "GeneralOrSpecialVAT")
    ]
    for name, kind in ((_RAIL_ISSUER, Kind.RAIL), (_AIR_ISSUER, Kind.AIR)):
        if any(name in label for label in labels):
            return kind, kind.value
    specific = safe_xml.at(root, "EInvoiceData/SpecificInformation")
    names = [] if specific is None else [safe_xml.name(child) for child in specific]
    for openings, kind in _SPECIAL_KINDS:
        if any(name.startswith(openings) for name in names):
            return kind, _title(kind)
    vat = "Header/InherentLabel/GeneralOrSpecialVAT"
    given = safe_xml.text_at(root, f"{vat}/LabelCode") or ""
    name = safe_xml.text_at(root, f"{vat}/LabelName") or ""
    named = _KINDS.get(given.zfill(2)) or said.kind(f"电子发票（{name}）")
    return (named, _title(named)) if named else (Kind.DIGITAL_ORDINARY, None)


def _title(kind: Kind) -> str:
    """数电票（普通发票） is printed as 电子发票（普通发票）."""
    return kind.value.replace("数电票", "电子发票", 1)


def _lines(root: Element) -> list[Line]:
    """Return the lines. Toll lines keep dates in place of quantity and price: left out."""
    data = safe_xml.at(root, "EInvoiceData")
    found = []
    for item in () if data is None else safe_xml.children(data):
        if safe_xml.name(item) != "IssuItemInformation":
            continue
        found.append(
            Line(
                name=safe_xml.text_at(item, "ItemName") or "",
                spec=safe_xml.text_at(item, "SpecMod") or "",
                unit=safe_xml.text_at(item, "MeaUnits") or "",
                quantity=said.decimal(safe_xml.text_at(item, "Quantity")),
                price=said.decimal(safe_xml.text_at(item, "UnPrice")),
                amount=said.money(safe_xml.text_at(item, "Amount")),
                rate=said.rate(safe_xml.text_at(item, "TaxRate")),
                tax=said.money(safe_xml.text_at(item, "ComTaxAm")),
            )
        )
    return found
