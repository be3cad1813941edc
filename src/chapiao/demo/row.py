"""Row: one made-up invoice together with what everybody knows of its state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.invoice.model import Invoice
from chapiao.invoice.status import DocStatus, TaxStatus, UseStatus, VerifyStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the group's 台账. `company` is the place of the buyer in the group."""

    invoice: Invoice
    company: int
    owner: str  # a login
    department: str
    source: str
    added_at: datetime
    tax_status: TaxStatus = TaxStatus.NORMAL
    use_status: UseStatus | None = None
    doc_status: DocStatus | None = None
    verify_status: VerifyStatus = VerifyStatus.NOT_CHECKED
    positive: bool = True
    risk: str = "正常"
    red_of: str = ""
    booked_on: date | None = None
    voucher: str = ""
