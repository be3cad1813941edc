"""What an export holds: rows that can be taken, rows refused, and rows with a damaged number."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from chapiao.invoice.damage import Damage, could_be
from chapiao.invoice.model import Invoice
from chapiao.readers.export_packed import ExportRow, ExportRows

__all__ = [
    "DamagedField",
    "DamagedRow",
    "ExportRow",
    "ExportRows",
    "ExportTable",
    "ExportTotals",
    "Outline",
    "RejectedRow",
]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """One row that cannot be taken, with a reason a person can act on."""

    row: int
    reason: str
    sheet: int = 0


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
    def sheet(self) -> int:
        """Return which of the sheets it stands on, from 0."""
        return self.exported.sheet

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

    def as_it_stands(self, where: str) -> DamagedRow:
        """Return the row with the digits that are seen as suggestions."""
        fields = tuple(
            replace(one, suggested=one.damage.seen, suggested_from=where) for one in self.fields
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
class Outline:
    """The top of a table whose headings are not known.

    `headings` are as written; `rows` the first below them; `row` is where the headings stand.
    """

    sheet: str
    row: int
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportTable:
    """One export. `direction` is 取得 or 开具 where the file tells; else None.

    `sheets` are the names of the sheets that rows were read from, in order; a row's
    `sheet` counts them from 0. `headings` are those of the first table. `outline` is what
    can be seen of a table whose headings are not known: then there are no rows, and a person
    has to say what the columns are.
    """

    layout: str
    sheets: tuple[str, ...] = ()
    direction: str | None = None
    taxpayer_name: str | None = None
    taxpayer_id: str | None = None
    rows: ExportRows = field(default_factory=ExportRows)
    rejected: tuple[RejectedRow, ...] = ()
    damaged: tuple[DamagedRow, ...] = ()
    totals: ExportTotals = ExportTotals(count=0, amount=0, tax=0, total=0)
    headings: tuple[str, ...] = ()
    outline: Outline | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is not one row under the headings."""
        return not (self.rows or self.rejected or self.damaged)
