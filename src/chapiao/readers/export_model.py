"""What an export holds: rows that can be taken, rows refused, and rows with a damaged number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from chapiao.invoice.damage import Damage, could_be
from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus, UseStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One invoice. `row` is the spreadsheet's; `status`, `source`, `risk` are its words."""

    row: int
    invoice: Invoice
    status: str | None = None
    tax_status: TaxStatus | None = None
    use_status: UseStatus | None = None
    source: str | None = None
    positive: bool | None = None
    risk: str | None = None


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that cannot be taken, with a reason a person can act on."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedField:
    """A number or code that a spreadsheet damaged.

    `suggested` is what it was, if only one is possible; `suggested_from` says how that is
    known. Nothing is taken without a person's yes.
    """

    field: str  # number, second_number or code
    seen: str
    damage: Damage
    suggested: str | None = None
    suggested_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DamagedRow:
    """One row with damaged fields. `exported` is the rest of it; the damaged ones are None."""

    row: int
    fields: tuple[DamagedField, ...]
    exported: ExportRow

    @property
    def says(self) -> str:
        """Return what happened, in words."""
        return "；".join(one.damage.says for one in self.fields)

    def may_be(self, other: Invoice) -> bool:
        """Whether a whole record can be this very invoice: digits, day, sums and seller fit."""
        for one in self.fields:
            digits = getattr(other, one.field)
            if not digits or not could_be(one.damage, digits):
                return False
        mine = self.exported.invoice
        pairs = (
            (mine.issued_on, other.issued_on),
            (mine.total, other.total),
            (mine.amount, other.amount),
            (mine.seller_tax_id, other.seller_tax_id),
        )
        known = [(one, two) for one, two in pairs if one is not None and two is not None]
        return len(known) > 1 and all(one == two for one, two in known)

    def suggesting(self, other: Invoice, where: str) -> DamagedRow:
        """Return the row with the whole record's digits as suggestions."""
        fields = tuple(
            replace(one, suggested=getattr(other, one.field), suggested_from=where)
            for one in self.fields
        )
        return replace(self, fields=fields)

    def repaired(self) -> ExportRow | None:
        """Return the row as suggested, for a person who said yes; None where one is missing."""
        fixed: dict[str, Any] = {one.field: one.suggested for one in self.fields}
        if None in fixed.values():
            return None
        return replace(self.exported, invoice=replace(self.exported.invoice, **fixed))


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTotals:
    """The sums of the rows that can be taken, in fen."""

    count: int
    amount: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable:
    """One export. `direction` is 取得 or 开具 where the file tells; else None."""

    layout: str
    sheet: str
    direction: str | None
    taxpayer_name: str | None
    taxpayer_id: str | None
    rows: tuple[ExportRow, ...]
    rejected: tuple[RejectedRow, ...]
    damaged: tuple[DamagedRow, ...]
    totals: ExportTotals
