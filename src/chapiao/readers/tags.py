"""What the author of an OFD noted: CustomDatas, and tags that point at printed text.

Source: domain §6.2 [S]. A noted field that is empty says nothing; a tag without any
text to point at says nothing either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.model import Invoice, Line
from chapiao.readers import said
from chapiao.readers.reading import Witness
from chapiao.readers.said import Said

_NOTED = {
    "code": ("发票代码",),
    "number": ("发票号码", "数电票号码"),
    "issued_on": ("开票日期",),
    "check_code": ("校验码",),
    "buyer_name": ("购买方名称",),
    "buyer_tax_id": ("购买方纳税人识别号", "购买方统一社会信用代码"),
    "seller_name": ("销售方名称",),
    "seller_tax_id": ("销售方纳税人识别号", "销售方统一社会信用代码"),
    "amount": ("合计金额",),
    "tax": ("合计税额",),
    "total": ("价税合计",),
    "title": ("模板编号",),
}
_TAGGED = {
    "code": "InvoiceCode",
    "number": "InvoiceNo",
    "issued_on": "IssueDate",
    "check_code": "InvoiceCheckCode",
    "machine_no": "MachineNo",
    "buyer_name": "BuyerName",
    "buyer_tax_id": "BuyerTaxID",
    "seller_name": "SellerName",
    "seller_tax_id": "SellerTaxID",
    "amount": "TaxExclusiveTotalAmount",
    "tax": "TaxTotalAmount",
    "total": "TaxInclusiveTotalAmount",
    "drawer": "InvoiceClerk",
}
# On a face these are read by position, with what stands around them: a tag for each piece
# is asked only where nobody looks at the face.
_ONLY_TAGGED = {"remark": "Note"}
_LINE_TAGS = {
    "line name": "Item",
    "line spec": "Specification",
    "line unit": "MeasurementDimension",
    "line quantity": "Quantity",
    "line price": "Price",
    "line amount": "Amount",
    "line rate": "TaxScheme",
    "line tax": "TaxAmount",
}

Pointers = Mapping[str, Sequence[Sequence[tuple[str, str]]]]
_NOTED_AS = {name: field for field, names in _NOTED.items() for name in names}
_TAGS = _TAGGED | _ONLY_TAGGED | _LINE_TAGS
_FIELDS = {tag: field for field, tag in _TAGS.items()}


def noted(data: Mapping[str, str]) -> Said | None:
    """Return what CustomDatas say; None when they say nothing of an invoice."""
    got: dict[str, str | None] = {}
    for name, field in _NOTED_AS.items():
        if field not in got and data.get(name):
            got[field] = data[name]
    return _said(got) if _tells(got) else None


def left_open(saids: Collection[Said]) -> tuple[str, ...]:
    """Return what a tag can tell that none of these says anything of; () when they say all.

    The lines and the remark alone are not worth the tags and pages they would take.
    """
    left = tuple(_TAGGED)
    for one in saids:
        left = tuple(field for field in left if getattr(one.invoice, field) is None)
    if not left:
        return ()
    more = () if any(one.invoice.remark is not None for one in saids) else _ONLY_TAGGED
    lines = () if any(one.invoice.lines for one in saids) else _LINE_TAGS
    return (*left, *more, *lines)


def pointers(tags: Iterable[Element], fields: Collection[str] = tuple(_TAGGED)) -> Pointers:
    """Return where the tags of these fields point: for each tag the ids of pages and objects."""
    found: dict[str, list[list[tuple[str, str]]]] = {}
    names = [_TAGS[field] for field in fields]
    for root in tags:
        for element in safe_xml.named(root, *names):
            refs = safe_xml.named(element, "ObjectRef")
            places = [(ref.get("PageRef", ""), safe_xml.text(ref)) for ref in refs]
            found.setdefault(_FIELDS[safe_xml.name(element)], []).append(places)
    return found


def tagged(
    pointing: Pointers, texts: Mapping[tuple[str, str], str], *, of_another: bool = False
) -> Said | None:
    """Return the printed texts that tags point at; None when they tell of no invoice.

    `texts` holds the text objects by page id and object id. `of_another` tells that it
    is an invoice already, and these are only more of its fields.
    """
    told = {
        field: ["".join([texts.get(place, "") for place in places]).strip() for places in each]
        for field, each in pointing.items()
    }
    got = {field: next((text for text in each if text), None) for field, each in told.items()}
    if not _tells(got) and not (of_another and any(got.values())):
        return None
    return _said(got, tuple(_lines(told)))


def _lines(told: Mapping[str, Sequence[str]]) -> Iterator[Line]:
    """Yield the lines, where each has its tags. A column with gaps is left out."""
    names, amounts = told.get("line name", ()), told.get("line amount", ())
    if len(names) != len(amounts):
        return
    empty = [""] * len(names)
    columns = (told.get(field, ()) for field in _LINE_TAGS)
    whole = (column if len(column) == len(names) else empty for column in columns)
    for name, spec, unit, quantity, price, amount, rate, tax in zip(*whole, strict=True):
        yield Line(
            name=name,
            spec=spec,
            unit=unit,
            quantity=said.decimal(quantity),
            price=said.decimal(price),
            amount=said.money(amount),
            rate=said.rate(rate),
            tax=said.money(tax),
        )


def _tells(got: Mapping[str, str | None]) -> bool:
    return any(got.get(field) for field in ("number", "total", "amount"))


def _said(got: Mapping[str, str | None], lines: tuple[Line, ...] = ()) -> Said:
    title = got.get("title")
    kind = said.kind(title)
    return Said(
        witness=Witness.TAG,
        invoice=Invoice(
            kind=kind,
            code=said.code(got.get("code")),
            number=said.number(got.get("number")),
            issued_on=said.day(got.get("issued_on")),
            check_code=said.check_code(got.get("check_code")),
            machine_no=said.check_code(got.get("machine_no")),
            buyer_name=said.party(got.get("buyer_name")),
            buyer_tax_id=said.tax_id(got.get("buyer_tax_id")),
            seller_name=said.party(got.get("seller_name")),
            seller_tax_id=said.tax_id(got.get("seller_tax_id")),
            amount=said.money(got.get("amount")),
            tax=said.money(got.get("tax")),
            total=said.money(got.get("total")),
            drawer=got.get("drawer"),
            title=title if kind else None,
            remark=got.get("remark"),
            lines=lines,
        ),
    )
