from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from tests.readers import make_vehicles as faces
from tests.readers.made_up import BUYER, BUYER_ID, NUMBER, PLAIN_NUMBER, SELLER, SELLER_ID
from tests.readers.make_faces import Page
from tests.readers.make_ofd import ofd
from tests.readers.make_pdf import pdf

from chapiao import readers
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Reading

Make = Callable[[Page], bytes]
both = pytest.mark.parametrize("make", [pdf, ofd])


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
    return reading.invoice.amount, reading.invoice.tax, reading.invoice.total


@both
@pytest.mark.parametrize("digital", [False, True])
def test_a_vehicle_invoice(make: Make, *, digital: bool) -> None:
    reading = read(make(faces.vehicle(digital=digital)))

    assert reading.invoice.kind is (Kind.DIGITAL_VEHICLE if digital else Kind.VEHICLE)
    assert reading.invoice.number == (NUMBER if digital else PLAIN_NUMBER)
    assert reading.invoice.code == ("" if digital else faces.VEHICLE_CODE)
    assert reading.invoice.issued_on == (date(2025, 2, 3) if digital else date(2023, 6, 25))
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert sums(reading) == (10000000, 1300000, 11300000)
    assert reading.doubts == ()


@both
@pytest.mark.parametrize("digital", [False, True])
def test_a_used_vehicle_invoice(make: Make, *, digital: bool) -> None:
    reading = read(make(faces.used_vehicle(digital=digital)))

    assert reading.invoice.kind is (Kind.DIGITAL_USED_VEHICLE if digital else Kind.USED_VEHICLE)
    assert reading.invoice.number == (NUMBER if digital else PLAIN_NUMBER)
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert reading.invoice.total == 5000000
    assert reading.doubts == ()


@both
def test_a_machine_printed_invoice(make: Make) -> None:
    reading = read(make(faces.machine()))

    assert reading.invoice.kind is Kind.MACHINE
    assert (reading.invoice.code, reading.invoice.number) == (faces.MACHINE_CODE, PLAIN_NUMBER)
    assert reading.invoice.issued_on == date(2023, 6, 25)
    assert reading.invoice.total == 10600
    assert (reading.invoice.buyer_name, reading.invoice.seller_name) == (BUYER, SELLER)


@both
def test_a_quota_invoice_is_worth_its_words(make: Make) -> None:
    reading = read(make(faces.quota()))

    assert reading.invoice.kind is Kind.QUOTA
    assert (reading.invoice.code, reading.invoice.number) == (faces.MACHINE_CODE, PLAIN_NUMBER)
    assert reading.invoice.total == 5000


@both
def test_a_taxi_invoice(make: Make) -> None:
    reading = read(make(faces.taxi()))

    assert reading.invoice.kind is Kind.TAXI
    assert (reading.invoice.code, reading.invoice.number) == (faces.MACHINE_CODE, PLAIN_NUMBER)
    assert reading.invoice.issued_on == date(2023, 6, 25)
    assert reading.invoice.total == 4360


@both
def test_a_blockchain_invoice(make: Make) -> None:
    reading = read(make(faces.blockchain()))

    assert reading.invoice.kind is Kind.BLOCKCHAIN
    assert (reading.invoice.code, reading.invoice.check_code) == ("144032309110", "c7a8b")
    assert parties(reading) == (BUYER, BUYER_ID, SELLER, SELLER_ID)
    assert sums(reading) == (10000, 600, 10600)
