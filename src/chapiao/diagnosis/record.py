"""Record: an invoice as one source knows it; OurEntity: one of the asker's companies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.diagnosis.likeness import same_name
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus

LEDGER, EXPORT, ARCHIVE, HANDED_IN = "本系统台账", "税局导出", "档案", "所交文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An invoice as one source knows it, with what that source says of its state."""

    invoice: Invoice
    source: str  # 本系统台账, 税局导出, 档案, 所交文件
    ref: str = ""  # where a page can open it; "" if nowhere
    tax_status: TaxStatus | None = None
    doc_status: DocStatus | None = None
    verify_status: VerifyStatus | None = None
    positive: bool | None = None
    risk: str | None = None
    added_at: datetime | None = None
    red: tuple[Invoice, ...] = ()  # red invoices that offset it
    owner: str = ""  # who it belongs to in our 台账; "" where nobody is named
    department: str = ""
    place: str = ""  # 受票地, where an export names it
    booked_on: date | None = None
    voucher: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OurEntity:
    """One of the asker's companies. `former_names` newest first."""

    name: str
    tax_id: str
    former_names: tuple[str, ...] = ()
    former_tax_ids: tuple[str, ...] = ()

    def is_now(self, name: str, tax_id: str) -> bool:
        """Whether a buyer on a face is this company by its present name or tax id."""
        return bool((tax_id and tax_id == self.tax_id) or (name and same_name(name, self.name)))

    def was(self, name: str, tax_id: str) -> bool:
        """Whether a buyer on a face is this company by a former name or tax id."""
        return tax_id in self.former_tax_ids or any(
            name and same_name(name, old) for old in self.former_names
        )
