"""信息汇总表: one row per line of goods → one row per invoice, its lines summed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chapiao.formats.spreadsheet import Sheet
from chapiao.invoice.model import Line
from chapiao.readers import said
from chapiao.readers.export_headings import Head
from chapiao.readers.export_identity import Identity, Refused
from chapiao.readers.export_model import DamagedRow, ExportRow, RejectedRow
from chapiao.readers.export_rows import Cells, Rows, body, export_row, identity_of

_SUMS = ("amount", "tax", "total")


@dataclass(slots=True)
class _Group:
    """The rows of one invoice while they are gathered."""

    first: ExportRow
    damaged: DamagedRow | None
    says_positive: bool
    lines: list[Line] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    sums: dict[str, int | None] = field(default_factory=dict)


def summed(sheet: Sheet, head: Head) -> Rows:
    """Return the invoices of a sheet of lines; a bad line takes its whole invoice with it."""
    groups: dict[tuple[object, ...], _Group] = {}
    rejected: list[RejectedRow] = []
    bad: dict[tuple[object, ...], int] = {}
    for cells in body(sheet, head):
        key: tuple[object, ...] | None = None
        try:
            who = identity_of(cells)
            key = _key(cells, who)
            _add(groups, key, cells, export_row(cells, who))
        except Refused as error:
            rejected.append(RejectedRow(cells.number, str(error)))
            if key is not None:
                bad.setdefault(key, cells.number)
    for key, number in bad.items():
        left = groups.pop(key, None)
        reason = f"同一张发票的第{number}行有误，整张没有收入"
        rejected.extend(RejectedRow(row, reason) for row in (left.rows if left else ()))
    rejected.sort(key=lambda one: one.row)
    whole = [group for group in groups.values() if group.damaged is None]
    damaged = [group for group in groups.values() if group.damaged is not None]
    return Rows(
        tuple(_summed(group) for group in whole),
        tuple(rejected),
        tuple(
            replace(group.damaged, exported=_summed(group))
            for group in damaged
            if group.damaged is not None
        ),
    )


def _key(cells: Cells, who: Identity) -> tuple[object, ...]:
    """Tell which lines belong together; a damaged number needs the minute and the parties too."""
    if not who.damaged:
        return (who.code, who.number)
    seen = tuple(one.seen for one in who.damaged)
    return (*seen, *(cells.get(name) for name in ("issued_on", "seller_tax_id", "buyer_tax_id")))


def _add(
    groups: dict[tuple[object, ...], _Group],
    key: tuple[object, ...],
    cells: Cells,
    found: ExportRow | DamagedRow,
) -> None:
    damaged = found if isinstance(found, DamagedRow) else None
    row = found.exported if isinstance(found, DamagedRow) else found
    group = groups.setdefault(key, _Group(row, damaged, bool(cells.text("positive"))))
    group.lines.append(_line(cells, row))
    group.rows.append(cells.number)
    for name in _SUMS:
        value = getattr(row.invoice, name)
        before = group.sums.get(name)
        group.sums[name] = value if before is None else before + (value or 0)


def _line(cells: Cells, row: ExportRow) -> Line:
    return Line(
        name=cells.text("item"),
        spec=cells.text("spec"),
        unit=cells.text("unit"),
        quantity=said.decimal(cells.text("quantity")),
        price=said.decimal(cells.text("price")),
        amount=row.invoice.amount,
        rate=said.rate(cells.text("rate")),
        tax=row.invoice.tax,
    )


def _summed(group: _Group) -> ExportRow:
    invoice = replace(
        group.first.invoice,
        amount=group.sums.get("amount"),
        tax=group.sums.get("tax"),
        total=group.sums.get("total"),
        lines=tuple(group.lines),
    )
    total = invoice.total if invoice.total is not None else invoice.amount
    positive = group.first.positive
    if total is not None and not group.says_positive:
        positive = total >= 0  # the sign of one line is not that of the invoice
    return replace(group.first, invoice=invoice, positive=positive)
