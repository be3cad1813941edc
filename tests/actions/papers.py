"""Made-up invoices and their files, for the tests of this room."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from chapiao.demo.ids import tax_id
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line

BUYER, BUYER_ID = "北京云杉科技有限公司", "91110108MA01YXKJ05"
SELLER, SELLER_ID = "北京松果餐饮有限公司", tax_id("110105", 7)


def number(place: int, year: int = 26) -> str:
    """Return a 20-digit number that nobody has."""
    return f"{year}112{99:03d}{place:012d}"


def sale(place: int = 1, **changes: Any) -> Invoice:  # noqa: ANN401 - any field
    """Return a 数电票 to our company; `place` makes it another one."""
    made = Invoice(
        kind=Kind.DIGITAL_ORDINARY,
        code="",
        number=number(place),
        issued_on=date(2026, 11, 3),
        buyer_name=BUYER,
        buyer_tax_id=BUYER_ID,
        seller_name=SELLER,
        seller_tax_id=SELLER_ID,
        amount=10000,
        tax=600,
        total=10600,
        check_code="",
        machine_no="",
        drawer="周青",
        remark="",
        lines=(
            Line(
                name="*餐饮服务*餐费",
                quantity=Decimal(2),
                price=Decimal(50),
                amount=10000,
                rate="6%",
                tax=600,
            ),
        ),
    )
    return replace(made, **changes)


def zipped(members: dict[str, bytes]) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()
