from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chapiao.invoice.completeness import (
    Field,
    Need,
    Presence,
    completeness,
    is_personal,
    missing,
    need_of,
)
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.tables import table

FULL = Invoice(
    kind=Kind.E_ORDINARY,
    code="011002300111",
    number="12345678",
    issued_on=date(2023, 8, 30),
    buyer_name="北京云杉科技有限公司",
    buyer_tax_id="91110108MA0000AB1X",
    seller_name="北京鸣溪商贸有限公司",
    seller_tax_id="91110108MA0000AB2X",
    amount=100,
    tax=6,
    total=106,
    check_code="1" * 20,
    machine_no="1" * 12,
    drawer="李明",
    lines=(
        Line(
            name="*纸制品*纸",
            spec="A4",
            unit="包",
            quantity=Decimal(1),
            price=Decimal(1),
            rate="6%",
        ),
    ),
)


def presences(invoice: Invoice) -> dict[Field, Presence]:
    return {one.field: one.presence for one in completeness(invoice)}


def test_a_full_invoice_has_all_but_what_its_kind_has_not() -> None:
    found = presences(FULL)

    assert found.pop(Field.SECOND_NUMBER) is Presence.NOT_APPLICABLE
    assert set(found.values()) == {Presence.PRESENT}
    assert missing(FULL) == ()


def test_a_digital_invoice_lacks_nothing_without_a_code() -> None:
    digital = replace(
        FULL,
        kind=Kind.DIGITAL_ORDINARY,
        code="",
        number="25112000000012345678",
        check_code="",
        machine_no="",
    )

    found = presences(digital)

    assert {found[Field.CODE], found[Field.CHECK_CODE], found[Field.MACHINE_NO]} == {
        Presence.NOT_APPLICABLE
    }
    assert missing(digital) == ()


def test_what_is_absent_and_needed_is_missing() -> None:
    assert missing(replace(FULL, check_code="", seller_name="")) == (
        Field.SELLER_NAME,
        Field.CHECK_CODE,
    )


def test_what_was_not_read_is_not_known_and_never_missing() -> None:
    empty = Invoice(kind=Kind.SPECIAL)

    assert missing(empty) == ()
    assert presences(empty)[Field.NUMBER] is Presence.NOT_KNOWN
    assert presences(empty)[Field.ITEM] is Presence.NOT_KNOWN
    assert presences(empty)[Field.CHECK_CODE] is Presence.NOT_APPLICABLE


def test_without_a_kind_nothing_is_called_missing() -> None:
    found = presences(Invoice(number="12345678", code=""))

    assert found[Field.NUMBER] is Presence.PRESENT
    assert found[Field.CODE] is Presence.NOT_KNOWN


def test_a_service_has_no_spec_unit_and_quantity() -> None:
    service = replace(FULL, lines=(Line(name="*餐饮服务*餐费", rate="6%"),))

    found = presences(service)

    assert {found[field] for field in (Field.SPEC, Field.UNIT, Field.QUANTITY, Field.PRICE)} == {
        Presence.NOT_APPLICABLE
    }


def test_a_line_without_a_name_is_missing_it() -> None:
    assert missing(replace(FULL, lines=(Line(rate="6%"),))) == (Field.ITEM,)


def test_a_quantity_that_a_roll_needs_is_not_known_until_read() -> None:
    roll = replace(FULL, kind=Kind.ROLL, lines=(Line(name="停车费"),))

    assert presences(roll)[Field.QUANTITY] is Presence.NOT_KNOWN


def test_a_natural_person_has_no_tax_id() -> None:
    person = replace(FULL, buyer_name="个人", buyer_tax_id="")
    company = replace(FULL, buyer_tax_id="")
    special = replace(person, kind=Kind.SPECIAL)

    assert presences(person)[Field.BUYER_TAX_ID] is Presence.NOT_APPLICABLE
    assert missing(company) == (Field.BUYER_TAX_ID,)
    assert missing(special) == (Field.BUYER_TAX_ID,)


def test_what_a_kind_never_has_is_told_when_it_is_there() -> None:
    odd = replace(FULL, kind=Kind.DIGITAL_ORDINARY)

    [code] = [one for one in completeness(odd) if one.field is Field.CODE]

    assert code.presence is Presence.PRESENT
    assert "一般没有发票代码" in code.says


@pytest.mark.parametrize(
    ("name", "personal"),
    [
        ("个人", True),
        ("个人（李明）", True),
        ("李明", True),
        ("北京云杉科技有限公司", False),
        ("云杉商店", False),
        ("北京云杉个人护理用品有限公司", False),
        ("个人护理用品有限公司", False),
        ("李明（个人）", True),
        ("欧阳明明先生", False),
        ("", None),
        (None, None),
    ],
)
def test_a_person_is_told_from_a_company_by_the_name(
    name: str | None, *, personal: bool | None
) -> None:
    assert is_personal(name) is personal


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.is_invoice], ids=lambda k: k.value)
def test_every_invoice_kind_is_described(kind: Kind) -> None:
    assert need_of(kind, Field.NUMBER) is Need.REQUIRED
    assert need_of(kind, Field.TOTAL) is Need.REQUIRED


def test_what_is_no_invoice_is_not_described() -> None:
    assert need_of(Kind.BANK_RECEIPT, Field.NUMBER) is None


def test_the_table_names_only_fields_and_kinds_there_are() -> None:
    groups = table("required")["group"]

    assert {name for group in groups for name in group["required"] + group["optional"]} <= set(
        Field.__members__
    )
    assert all(not set(group["required"]) & set(group["optional"]) for group in groups)
    assert {kind for group in groups for kind in group["kinds"]} <= set(Kind)
