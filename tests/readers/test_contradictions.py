"""One file, two witnesses, one field told differently: every pair × every field is a doubt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import permutations

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_xml
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    CODE,
    MACHINE,
    NUMBER,
    PLAIN_NUMBER,
    SELLER,
    SELLER_ID,
)
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.readers.reading import Witness

Fields = Mapping[str, str]

# field → what it is, and what the other witness says instead
TAX: dict[str, tuple[str, str]] = {
    "code": (CODE, "011002300211"),
    "number": (PLAIN_NUMBER, "12345699"),
    "issued_on": ("2023-06-25", "2023-06-26"),
    "check_code": (CHECK_CODE, CHECK_CODE[:-2] + "11"),
    "machine_no": (MACHINE, "661234567899"),
    "buyer_name": (BUYER, "北京青松科技有限公司"),
    "buyer_tax_id": (BUYER_ID, SELLER_ID),
    "seller_name": (SELLER, "上海近帆信息服务有限公司"),
    "seller_tax_id": (SELLER_ID, BUYER_ID),
    "amount": ("100.00", "101.00"),
    "tax": ("6.00", "7.00"),
    "total": ("106.00", "107.00"),
}
DIGITAL = {
    field: pair for field, pair in TAX.items() if field not in ("code", "check_code", "machine_no")
} | {"number": (NUMBER, "25112000000012345695"), "issued_on": ("2025-01-04", "2025-01-05")}

NOTES = {
    "code": "发票代码",
    "number": "发票号码",
    "issued_on": "开票日期",
    "check_code": "校验码",
    "buyer_name": "购买方名称",
    "buyer_tax_id": "购买方纳税人识别号",
    "seller_name": "销售方名称",
    "seller_tax_id": "销售方纳税人识别号",
    "amount": "合计金额",
    "tax": "合计税额",
    "total": "价税合计",
}
# What each witness can tell.
TOLD = {
    Witness.XML: set(TAX),
    Witness.TAG: set(NOTES),
    Witness.QR: {"code", "number", "issued_on", "amount", "total", "check_code"},
    Witness.TEXT: set(TAX),
}


def chinese(day: str) -> str:
    year, month, day = day.split("-")
    return f"{year}年{month}月{day}日"


def tax_file(make: Callable[..., bytes], says: Mapping[Witness, Fields]) -> bytes:
    face, xml, code = says[Witness.TEXT], says[Witness.XML], says[Witness.QR]
    page = faces.tax_control(
        code=face["code"],
        number=face["number"],
        day=chinese(face["issued_on"]),
        check_code=face["check_code"],
        buyer=(face["buyer_name"], face["buyer_tax_id"]),
        seller=(face["seller_name"], face["seller_tax_id"]),
        sums=tuple(f"¥{face[field]}" for field in ("amount", "tax", "total")),
    )
    page = [
        replace(text, words=face["machine_no"]) if text.words == MACHINE else text for text in page
    ]
    data = make_xml.tax_control(tax="6.00").split("<fp:GraphCode>")[0] + "</eInvoice>"
    tags = {
        "code": "InvoiceCode",
        "number": "InvoiceNo",
        "check_code": "InvoiceCheckCode",
        "machine_no": "MachineNo",
        "buyer_name": "BuyerName",
        "buyer_tax_id": "BuyerTaxID",
        "seller_name": "SellerName",
        "seller_tax_id": "SellerTaxID",
        "amount": "TaxExclusiveTotalAmount",
        "tax": "TaxTotalAmount",
        "total": "TaxInclusiveTotalAmount",
    }
    for field, tag in tags.items():
        data = data.replace(f"<fp:{tag}>{TAX[field][0]}<", f"<fp:{tag}>{xml[field]}<")
    data = data.replace(chinese(TAX["issued_on"][0]), chinese(xml["issued_on"]))
    day = code["issued_on"].replace("-", "")
    qr = f"01,10,{code['code']},{code['number']},{code['amount']},{day},{code['check_code']},98A2,"
    return _file(make, page, data, qr, says[Witness.TAG], set(NOTES))


def digital_file(make: Callable[..., bytes], says: Mapping[Witness, Fields]) -> bytes:
    face, xml, code = says[Witness.TEXT], says[Witness.XML], says[Witness.QR]
    page = faces.digital(
        number=face["number"],
        day=chinese(face["issued_on"]),
        buyer=(face["buyer_name"], face["buyer_tax_id"]),
        seller=(face["seller_name"], face["seller_tax_id"]),
        sums=tuple(f"¥{face[field]}" for field in ("amount", "tax", "total")),
    )
    data = make_xml.einvoice(
        number=xml["number"],
        issued=xml["issued_on"],
        buyer=xml["buyer_name"],
        buyer_id=xml["buyer_tax_id"],
        sums=(xml["amount"], xml["tax"], xml["total"]),
    )
    data = data.replace(f"<SellerName>{SELLER}", f"<SellerName>{xml['seller_name']}")
    data = data.replace(f"<SellerIdNum>{SELLER_ID}", f"<SellerIdNum>{xml['seller_tax_id']}")
    day = code["issued_on"].replace("-", "")
    qr = f"01,32,,{code['number']},{code['total']},{day},,9B52"
    return _file(make, page, data, qr, says[Witness.TAG], set(NOTES) & set(DIGITAL))


def _file(
    make: Callable[..., bytes],
    page: faces.Page,
    xml: str,
    qr: str,
    tags: Fields,
    noted: set[str],
) -> bytes:
    attached = {"original_invoice.xml": xml.encode()}
    if make is pdf:
        return pdf(page, attached=attached, qr=[qr])
    notes = {NOTES[field]: tags[field] for field in noted}
    return make(page, attached=attached, qr=qr, noted=notes)


def _cases() -> list[tuple[str, str, Witness, Witness, str]]:
    cases = []
    for family, fields in (("tax", TAX), ("digital", DIGITAL)):
        for container, witnesses in (
            ("ofd", (Witness.XML, Witness.TAG, Witness.QR, Witness.TEXT)),
            ("pdf", (Witness.XML, Witness.QR, Witness.TEXT)),
        ):
            for one, other in permutations(witnesses, 2):
                for field in fields:
                    both = field in TOLD[one] and field in TOLD[other]
                    of_code = "total" if family == "tax" else "amount"  # what its QR does not hold
                    if both and not (Witness.QR in (one, other) and field == of_code):
                        cases.append((family, container, one, other, field))
    return cases


@pytest.mark.parametrize(("family", "container", "one", "other", "field"), _cases())
def test_a_contradiction_is_a_doubt_that_names_both(
    family: str, container: str, one: Witness, other: Witness, field: str
) -> None:
    fields = TAX if family == "tax" else DIGITAL
    told = {name: pair[0] for name, pair in fields.items()}
    says = dict.fromkeys(TOLD, told) | {other: told | {field: fields[field][1]}}
    make = ofd if container == "ofd" else pdf

    [reading] = readers.read((tax_file if family == "tax" else digital_file)(make, says))

    doubts = [d for d in reading.doubts if d.id == "witnesses_differ"]
    assert [doubt.field for doubt in doubts] == [field]
    assert doubts[0].values[one] == fields[field][0]
    assert doubts[0].values[other] == fields[field][1]
    assert all(value in doubts[0].text for value in fields[field])


@pytest.mark.parametrize("make", [ofd, pdf])
@pytest.mark.parametrize("family", ["tax", "digital"])
def test_witnesses_that_agree_raise_no_doubt(make: Callable[..., bytes], family: str) -> None:
    fields = TAX if family == "tax" else DIGITAL
    told = {name: pair[0] for name, pair in fields.items()}

    data = (tax_file if family == "tax" else digital_file)(make, dict.fromkeys(TOLD, told))
    [reading] = readers.read(data)

    assert reading.doubts == ()
