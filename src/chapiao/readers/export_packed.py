"""The rows of an export, kept as columns: a hundred thousand of them are no objects until asked.

Each is an `ExportRow` to whoever looks at it; the columns are for what counts and sends them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

from chapiao.invoice.model import Invoice, Line, identity
from chapiao.invoice.status import TaxStatus, UseStatus
from chapiao.readers import said

IN_INVOICE: Final = (
    "kind", "code", "number", "second_number", "issued_on", "buyer_name", "buyer_tax_id",
    "seller_name", "seller_tax_id", "amount", "tax", "total", "check_code", "machine_no",
    "remark", "drawer",
)  # fmt: skip
BESIDE: Final = ("status", "tax_status", "use_status", "source", "positive", "risk", "red_of")
COLUMNS: Final = ("row", "sheet", *IN_INVOICE, *BESIDE, "lines")

# A line as its cells say it; amount and tax in fen.
PackedLine = tuple[str, str, str, str, str, int | None, str, int | None]
Packed = tuple[Any, ...]  # one value for each of COLUMNS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One invoice. `row` is the spreadsheet's; `status`, `source`, `risk` are its words.

    `sheet` counts the sheets that rows were read from, from 0. `red_of` is the number of
    the blue invoice that this red one offsets, where the list has a column for it.
    """

    row: int
    invoice: Invoice
    sheet: int = 0
    status: str | None = None
    tax_status: TaxStatus | None = None
    use_status: UseStatus | None = None
    source: str | None = None
    positive: bool | None = None
    risk: str | None = None
    red_of: str = ""


class ExportRows(Sequence[ExportRow]):
    """Rows as columns. `columns` has a list, of one length, for each of COLUMNS."""

    __slots__ = ("columns",)

    def __init__(self, columns: dict[str, list[Any]] | None = None) -> None:
        self.columns = columns or {name: [] for name in COLUMNS}

    @classmethod
    def of(cls, rows: Sequence[Packed]) -> ExportRows:
        """Return packed rows as columns."""
        if not rows:
            return cls()
        return cls(dict(zip(COLUMNS, map(list, zip(*rows, strict=True)), strict=True)))

    def __len__(self) -> int:
        return len(self.columns["row"])

    def __iter__(self) -> Iterator[ExportRow]:
        return map(_unpacked, zip(*self.columns.values(), strict=True))

    @overload
    def __getitem__(self, at: int) -> ExportRow: ...
    @overload
    def __getitem__(self, at: slice) -> ExportRows: ...
    def __getitem__(self, at: int | slice) -> ExportRow | ExportRows:
        if isinstance(at, slice):
            return ExportRows({name: column[at] for name, column in self.columns.items()})
        return _unpacked(tuple(column[at] for column in self.columns.values()))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ExportRows):
            return self.columns == other.columns
        return isinstance(other, tuple) and tuple(self) == other

    __hash__ = None  # type: ignore[assignment]

    def keys(self) -> list[str]:
        """Return the identity of each invoice; every row kept has one."""
        codes, numbers = self.columns["code"], self.columns["number"]
        if not any(codes):  # of digital invoices the number is the identity
            return list(numbers)
        return [
            number if not code else identity(code, number) or ""
            for code, number in zip(codes, numbers, strict=True)
        ]


def packed(one: ExportRow, lines: tuple[PackedLine, ...] = ()) -> Packed:
    """Return a row as the columns hold it."""
    invoice = [getattr(one.invoice, name) for name in IN_INVOICE]
    beside = [getattr(one, name) for name in BESIDE]
    return (one.row, one.sheet, *invoice, *beside, lines)


def _unpacked(values: Packed) -> ExportRow:
    *beside, lines = values[2 + len(IN_INVOICE) :]
    invoice = Invoice(
        **dict(zip(IN_INVOICE, values[2 : 2 + len(IN_INVOICE)], strict=True)),
        lines=tuple(map(line_of, lines)),
    )
    return ExportRow(
        row=values[0],
        sheet=values[1],
        invoice=invoice,
        **dict(zip(BESIDE, beside, strict=True)),
    )


def line_of(told: PackedLine) -> Line:
    """Return a line of goods."""
    name, spec, unit, quantity, price, amount, rate, tax = told
    return Line(
        name=name,
        spec=spec,
        unit=unit,
        quantity=said.decimal(quantity),
        price=said.decimal(price),
        amount=amount,
        rate=said.rate(rate),
        tax=tax,
    )
