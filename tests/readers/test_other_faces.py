"""Tickets, itineraries, and documents that are no invoice, from PDF and OFD alike."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.readers import make_faces as faces
from tests.readers import make_travel
from tests.readers.made_up import (
    BUYER,
    BUYER_ID,
    CHECK_CODE,
    NUMBER,
    OTHER_NUMBER,
    PLAIN_NUMBER,
)
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Reading

Make = Callable[..., bytes]

pytestmark = pytest.mark.parametrize("make", [pdf, ofd], ids=["pdf", "ofd"])


def read(data: bytes) -> Reading:
    [reading] = readers.read(data)
    return reading


def parties(reading: Reading) -> tuple[str | None, ...]:
    invoice = reading.invoice
    return (
        invoice.buyer_name,
        invoice.buyer_tax_id,
        invoice.seller_name,
        invoice.seller_tax_id,
    )


def sums(reading: Reading) -> tuple[int | None, ...]:
    return (reading.invoice.amount, reading.invoice.tax, reading.invoice.total)


def test_a_rail_ticket(make: Make) -> None:
    reading = read(make(make_travel.rail()))

    assert reading.invoice.kind is Kind.RAIL
    assert reading.invoice.number == "25119165666000012345"
    assert parties(reading) == (BUYER, BUYER_ID, "", "")
    assert sums(reading) == (None, None, 55300)
    assert reading.doubts == ()


def test_an_air_itinerary(make: Make) -> None:
    reading = read(make(make_travel.air()))

    assert reading.invoice.kind is Kind.AIR
    assert parties(reading) == (BUYER, BUYER_ID, "南国航空股份有限公司", "")
    assert sums(reading) == (52293, 4707, 62000)
    assert reading.doubts == ()


def test_two_invoices_on_one_sheet_are_cut_apart(make: Make) -> None:
    second = faces.digital(
        number=OTHER_NUMBER, sums=("¥200.00", "¥12.00", "¥212.00"), capital="贰佰壹拾贰圆整"
    )
    sheet = make_travel.above_one_another(faces.digital(), second)
    size = {"size": (596, 842)} if make is pdf else {}

    one, two = readers.read(make(sheet, **size))

    assert (one.invoice.number, one.invoice.total, one.invoice.buyer_name) == (NUMBER, 10600, BUYER)
    assert (two.invoice.number, two.invoice.total) == (OTHER_NUMBER, 21200)
    assert (two.invoice.buyer_name, two.part, two.doubts) == (BUYER, 2, ())


def test_a_roll_is_told_by_its_code(make: Make) -> None:
    reading = read(make(make_travel.roll()))

    assert reading.invoice.kind is Kind.ROLL
    assert (reading.invoice.code, reading.invoice.number) == ("011002300107", PLAIN_NUMBER)
    assert parties(reading)[:2] == (BUYER, BUYER_ID)
    assert reading.invoice.total == 10600
    assert reading.invoice.check_code == CHECK_CODE


def test_a_fiscal_voucher(make: Make) -> None:
    reading = read(make(make_travel.fiscal()))

    invoice = reading.invoice
    assert invoice.kind is Kind.FISCAL
    assert (invoice.code, invoice.number, invoice.check_code) == (
        "11060124",
        "0012345678",
        "c748a8",
    )
    assert (invoice.buyer_name, invoice.seller_name) == ("林一", "北京青松医院")
    assert invoice.total == 5000
    assert reading.doubts == ()


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (["滴滴出行-行程单", "行程人手机号：13800000000", "上车时间"], Kind.TRIP_SHEET),
        (["松林银行电子回单", "回单编号：2025010412345678"], Kind.BANK_RECEIPT),
        (["单位账户对账单", "期末余额 100.00"], Kind.BANK_STATEMENT),
        (["关于放假的通知", "请各部门安排好工作。", "办公室"], Kind.OTHER),
    ],
)
def test_other_documents_are_refused_by_name(make: Make, words: list[str], kind: Kind) -> None:
    page = [faces.Text(60, 60 + 30 * at, text, 14) for at, text in enumerate(words * 4)]

    with pytest.raises(readers.NotAnInvoice, match=r"不是|不用") as refused:
        readers.read(make(page))

    assert refused.value.kind is kind


def test_a_title_without_a_number_asks_for_a_person(make: Make) -> None:
    with pytest.raises(readers.Unseen, match="读不出发票号码") as refused:
        readers.read(make(faces.digital(number="")))

    assert refused.value.kind is Kind.DIGITAL_ORDINARY
