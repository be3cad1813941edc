"""How far an invoice has come by today: checked, ticked, reimbursed, booked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from chapiao.demo.group import COLLEAGUES, DEPARTMENTS
from chapiao.demo.row import Row
from chapiao.invoice.dates import BEIJING
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus

FROM_EXPORT, FROM_FILE, FROM_HAND = "税局导出", "文件", "手工录入"
VOIDABLE = frozenset({Kind.SPECIAL, Kind.ORDINARY, Kind.ROLL, Kind.VEHICLE})
_DEDUCTED = frozenset(
    {
        Kind.DIGITAL_SPECIAL,
        Kind.PAPER_DIGITAL_SPECIAL,
        Kind.SPECIAL,
        Kind.E_SPECIAL,
        Kind.VEHICLE,
        Kind.DIGITAL_VEHICLE,
        Kind.RAIL,
        Kind.AIR,
        Kind.TOLL,
    }
)
_NEVER_CHECKED = frozenset({Kind.TAXI, Kind.QUOTA, Kind.MANUAL, Kind.MACHINE})
_BY_HAND = _NEVER_CHECKED | {Kind.ROLL, Kind.FISCAL}
_SETTLED, _RECENT = 60, 12  # days
_ODD = (
    (TaxStatus.ABNORMAL, "异常凭证"),
    (TaxStatus.DOUBTFUL, "疑点发票"),
    (TaxStatus.RED_LOCKED, "正常"),
)


def row_of(invoice: Invoice, company: int, today: date, day: date, chance: Random) -> Row:
    """Return the row as it stands today of an invoice that came to us about `day`."""
    age = (today - day).days
    added = min(day + timedelta(days=chance.randint(0, 21)), today)
    logins = [one.login for one in COLLEAGUES if company in one.roles and one.ceiling is None]
    clock = time(chance.randint(9, 17), chance.randint(0, 59), tzinfo=BEIJING)
    row = Row(
        invoice=invoice,
        company=company,
        owner=chance.choice(logins),
        department=chance.choice(DEPARTMENTS),
        source=_source(invoice, chance),
        added_at=datetime.combine(added, clock) - timedelta(days=added == today),
        doc_status=_doc_status(age, chance),
        use_status=_use_status(invoice, age, chance),
        verify_status=_verify_status(invoice, age, chance),
    )
    return _tax_side(_booked(row, today, chance), age, chance)


def _source(invoice: Invoice, chance: Random) -> str:
    if invoice.kind in _BY_HAND:
        return FROM_HAND
    return chance.choice((FROM_EXPORT, FROM_EXPORT, FROM_FILE))


def _doc_status(age: int, chance: Random) -> DocStatus:
    if age > _SETTLED:
        return chance.choices((DocStatus.BOOKED, DocStatus.REIMBURSED), (9, 1))[0]
    if age > _RECENT:
        return chance.choice((DocStatus.BOOKED, DocStatus.REIMBURSED, DocStatus.SUBMITTED))
    return chance.choice((DocStatus.DRAFT, DocStatus.PENDING, DocStatus.PENDING))


def _use_status(invoice: Invoice, age: int, chance: Random) -> UseStatus | None:
    if invoice.kind not in _DEDUCTED:
        return None
    if age <= _SETTLED:
        return chance.choice((UseStatus.UNUSED, UseStatus.UNUSED, UseStatus.TICKED))
    return chance.choices((UseStatus.CONFIRMED, UseStatus.NOT_DEDUCTED), (19, 1))[0]


def _verify_status(invoice: Invoice, age: int, chance: Random) -> VerifyStatus:
    if invoice.kind in _NEVER_CHECKED:
        return VerifyStatus.NOT_NEEDED
    if age <= 1:
        return VerifyStatus.NOT_CHECKED
    return VerifyStatus.MATCH if chance.random() < 0.95 else VerifyStatus.NOT_CHECKED  # noqa: PLR2004 - most


def _booked(row: Row, today: date, chance: Random) -> Row:
    if row.doc_status is not DocStatus.BOOKED:
        return row
    day = min(row.added_at.date() + timedelta(days=chance.randint(1, 20)), today)
    return replace(row, booked_on=day, voucher=f"记-{chance.randint(1, 480):04d}")


def _tax_side(row: Row, age: int, chance: Random) -> Row:
    odds = chance.random()
    if row.invoice.kind in VOIDABLE and odds < 0.03:  # noqa: PLR2004 - rare
        unbooked = replace(row, doc_status=DocStatus.DRAFT, booked_on=None, voucher="")
        return replace(unbooked, tax_status=TaxStatus.VOIDED, use_status=None)
    if row.invoice.kind in _DEDUCTED and odds > 0.994 and age > _RECENT:  # noqa: PLR2004 - rare
        status, risk = chance.choice(_ODD)
        return replace(row, tax_status=status, risk=risk)
    return row
