"""What a list holds: its rows as columns, and what a person should know of single rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from chapiao.readers.export_model import Outline

# Every row has all of these. Texts are "" and the rest None where the list does not say.
TEXTS: Final = (
    "code", "number", "second_number", "seller_tax_id", "seller_name", "buyer_tax_id",
    "buyer_name", "status", "kind", "voucher", "remark",
)  # fmt: skip
DAYS: Final = ("issued_on", "booked_on", "known_on")
MONEY: Final = ("amount", "tax", "total")
COLUMNS: Final = ("row", "sheet", *TEXTS, *DAYS, *MONEY)


class Role(StrEnum):
    """What the rows of a list are."""

    INVOICES = "发票"
    VOUCHERS = "凭证"
    PAYMENTS = "银行流水"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """One row and what is to be said of it; `row` as the spreadsheet counts it.

    `seen` is a number as a spreadsheet left it, where it was damaged.
    """

    row: int
    says: str
    sheet: int = 0
    seen: str = ""


def no_columns() -> dict[str, list[Any]]:
    """Return the columns of a list without rows."""
    return {name: [] for name in COLUMNS}


def blank_row() -> dict[str, Any]:
    """Return a row that says nothing."""
    return dict.fromkeys(TEXTS, "") | dict.fromkeys((*DAYS, *MONEY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One list. `columns` has a list of one length for each of COLUMNS; money is whole fen.

    `refused` are rows that are not among them, `damaged` and `doubted` rows that are: a
    damaged number is left blank, for nobody knows it. `left_out` counts rows that are no
    business of a comparison (money that came in, wages), by what they are. `known_on` is the
    day on which a row came to be known, where a column says so. `outline` is the
    top of a table that nobody knows; then there are no rows.
    """

    name: str
    layout: str
    role: Role = Role.INVOICES
    sheets: tuple[str, ...] = ("",)
    columns: dict[str, list[Any]] = field(default_factory=no_columns)
    places: tuple[str, ...] = ()
    refused: tuple[Noted, ...] = ()
    damaged: tuple[Noted, ...] = ()
    doubted: tuple[Noted, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    headings: tuple[str, ...] = ()
    outline: Outline | None = None

    def __len__(self) -> int:
        return len(self.columns["row"])

    def where(self, sheet: int, row: int) -> str:
        """Return where a row stands, as a person finds it again."""
        if self.places:
            return self.places[row - 1]
        name = self.sheets[sheet] if sheet < len(self.sheets) else ""
        return f"「{name}」第{row}行" if name and len(self.sheets) > 1 else f"第{row}行"
