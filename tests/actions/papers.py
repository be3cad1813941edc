"""Made-up invoices and their files, for the tests of this room."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from chapiao.demo.ids import tax_id
from chapiao.demo.paper.export_xlsx import xlsx
from chapiao.demo.row import Row
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice, Line
from chapiao.invoice.money import plain
from chapiao.invoice.status import TaxStatus

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


def export(
    *invoices: Invoice,
    status: TaxStatus = TaxStatus.NORMAL,
    statuses: dict[str, TaxStatus] | None = None,
) -> bytes:
    """Return a tax-bureau export of these invoices, with both of its sheets."""
    return xlsx(
        Row(
            invoice=one,
            company=0,
            owner="",
            department="",
            source="",
            added_at=datetime(2026, 11, 24, tzinfo=UTC),
            tax_status=(statuses or {}).get(one.number or "", status),
            positive=(one.total or 0) >= 0,
        )
        for one in invoices
    )


HEADINGS = (
    "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号", "购买方名称",
    "开票日期", "金额", "税额", "价税合计", "发票状态", "是否正数发票",
)  # fmt: skip


def csv(*rows: dict[str, str]) -> bytes:
    """Return an export as CSV; each row gives its cells by heading."""
    lines = [",".join(HEADINGS)]
    lines += [",".join(row.get(name, "") for name in HEADINGS) for row in rows]
    return "\n".join(lines).encode("utf-8-sig")


def cells(invoice: Invoice, **changes: str) -> dict[str, str]:
    """Return the cells of an invoice's row, some of them changed."""
    digital = not invoice.code
    return {
        "发票代码": invoice.code or "",
        "发票号码": "" if digital else invoice.number or "",
        "数电发票号码": invoice.number or "" if digital else "",
        "销方识别号": invoice.seller_tax_id or "",
        "销方名称": invoice.seller_name or "",
        "购方识别号": invoice.buyer_tax_id or "",
        "购买方名称": invoice.buyer_name or "",
        "开票日期": str(invoice.issued_on),
        "金额": plain(invoice.amount or 0),
        "税额": plain(invoice.tax or 0),
        "价税合计": plain(invoice.total or 0),
        "发票状态": "正常",
        "是否正数发票": "是",
    } | changes
