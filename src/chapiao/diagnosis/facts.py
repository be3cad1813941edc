"""Facts: everything known when somebody asks for an invoice. None is "not known".

A rule names the facts it needs as its parameters; a fact that is None leaves the
rule unasked, and the page asks for it. An empty tuple is known: there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chapiao.invoice.code import Code
from chapiao.invoice.entry import Entry
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.number import Number
from chapiao.invoice.status import DocStatus, TaxStatus, VerifyStatus


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OurEntity:
    """One of the asker's companies. `former_names` newest first."""

    name: str
    tax_id: str
    former_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The world as it is known to one asker at one moment."""

    now: datetime  # Beijing time

    # What was asked, as typed, and what of it could be understood.
    typed_number: str | None = None
    typed_code: str | None = None
    typed_date: str | None = None
    typed_amount: str | None = None
    number: Number | None = None
    code: Code | None = None
    issued_on: date | None = None
    amount: int | None = None  # fen
    check_code: str | None = None
    buyer: str | None = None
    seller: str | None = None
    entry: Entry | None = None
    words: str | None = None  # what that entry answered, as it said it
    outcome: VerifyStatus | None = None  # what those words mean

    # What is known of the invoice.
    reading: Invoice | None = None  # a file the asker gave
    record: Record | None = None  # in our 台账, visible to the asker
    exported: Record | None = None  # in the tax bureau's export
    archived: Record | None = None  # a file in our archive, not in the 台账
    neighbours: tuple[Record, ...] | None = None  # known numbers one edit away
    fresh_to: datetime | None = None  # the newest export covering it ends here
    ours: tuple[OurEntity, ...] | None = None

    @property
    def today(self) -> date:
        """The day in Beijing."""
        return self.now.date()

    @property
    def copy(self) -> Record | None:
        """The best copy of this very invoice: file, 台账, export, archive."""
        if self.reading is not None:
            return Record(invoice=self.reading, source="所交文件")
        return self.record or self.exported or self.archived

    @property
    def kind(self) -> Kind | None:
        """The kind, from a copy or else from the code; a 20-digit number tells none."""
        if self.copy is not None and self.copy.invoice.kind is not None:
            return self.copy.invoice.kind
        return self.code.kind if self.code is not None else None
