"""信息汇总表, and lists like it: one row per line of goods → one row per invoice, summed.

The total may stand on each line, once, or whole on every line: what adds up is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from chapiao.invoice.money import plain
from chapiao.readers.export_cells import Cells
from chapiao.readers.export_columns import LINE_FIELDS
from chapiao.readers.export_identity import Identity, Refused
from chapiao.readers.export_kind import TOTAL_HOLDS_MORE
from chapiao.readers.export_model import DamagedRow, ExportRow, RejectedRow
from chapiao.readers.export_packed import (
    COLUMNS,
    ExportRows,
    Packed,
    PackedLine,
    packed,
)
from chapiao.readers.export_rows import Odd, Rows, Run, Section, export_row, identity_of

Key = tuple[object, ...]
Sums = tuple[int | None, int | None, int | None]
_ROW, _CODE, _NUMBER, _KIND = (COLUMNS.index(one) for one in ("row", "code", "number", "kind"))
_AMOUNT, _TAX, _TOTAL = (COLUMNS.index(one) for one in ("amount", "tax", "total"))
_POSITIVE, _LINES = COLUMNS.index("positive"), COLUMNS.index("lines")


@dataclass(slots=True)
class _Group:
    """The rows of one invoice while they are gathered."""

    first: Packed
    damaged: DamagedRow | None = None
    lines: list[PackedLine] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    sums: list[Sums] = field(default_factory=list)


def summed(pieces: Iterable[Run | Odd], section: Section) -> Rows:
    """Return the invoices of a table of lines; a bad line takes its whole invoice with it."""
    groups: dict[Key, _Group] = {}
    found = Rows()
    bad: dict[Key, int] = {}
    for piece in pieces:
        if isinstance(piece, Run):
            for values in _packed_rows(piece):
                _add(groups, (values[_CODE], values[_NUMBER]), values, values[_LINES])
        else:
            _odd(piece.cells, section, groups, found, bad)
    if not section.head.has("item"):
        _without_goods(groups, found, section)
    for key, group in groups.items():
        if key not in bad and (wrong := _does_not_add_up(group)):
            row, reason = wrong
            bad[key] = row
            found.rejected.append(RejectedRow(row, reason, section.sheet))
    for key, number in bad.items():
        left = groups.pop(key, None)
        reason = f"同一张发票的第{number}行有误，整张没有收入"
        found.rejected += [
            RejectedRow(row, reason, section.sheet)
            for row in (left.rows if left else ())
            if row != number
        ]
    found.rejected.sort(key=lambda one: one.row)
    says = section.head.has("positive") or section.head.has("negative")
    whole = [_whole(one, says=says) for one in groups.values() if one.damaged is None]
    found.kept = ExportRows.of(whole).columns
    for group in groups.values():
        if group.damaged is not None:
            [whole_row] = ExportRows.of([_whole(group, says=says)])
            found.damaged.append(replace(group.damaged, exported=whole_row))
    return found


def _packed_rows(run: Run) -> Iterator[Packed]:
    return zip(*(run.columns[name][run.start : run.stop] for name in COLUMNS), strict=True)


def _odd(
    cells: Cells, section: Section, groups: dict[Key, _Group], found: Rows, bad: dict[Key, int]
) -> None:
    key: Key | None = None
    try:
        who = identity_of(cells)
        key = _key(cells, who)
        row = export_row(cells, who, section.sheet, adds_up=False)
        damaged, told = (row, row.exported) if isinstance(row, DamagedRow) else (None, row)
        _add(groups, key, packed(told), _line(cells, told), damaged)
    except Refused as error:
        found.rejected.append(RejectedRow(cells.number, str(error), section.sheet))
        if key is not None:
            bad.setdefault(key, cells.number)


def _without_goods(groups: dict[Key, _Group], found: Rows, section: Section) -> None:
    """Of rows that name no goods, refuse those that come again; the others are no lines to show."""
    for group in groups.values():
        seen: dict[tuple[object, ...], int] = {}
        again: set[int] = set()
        for row, line in zip(group.rows, group.lines, strict=True):
            first = seen.setdefault(line, row)
            if first != row:
                reason = f"与第{first}行是同一张发票"
                found.rejected.append(RejectedRow(row, reason, section.sheet))
                again.add(row)
        group.sums = [
            one for row, one in zip(group.rows, group.sums, strict=True) if row not in again
        ]
        group.rows = [row for row in group.rows if row not in again]
        group.lines = []


def _key(cells: Cells, who: Identity) -> Key:
    """Tell which lines belong together; a damaged number needs the minute and the parties too."""
    if not who.damaged:
        return (who.code, who.number)
    seen = tuple(one.seen for one in who.damaged)
    return (*seen, *(cells.get(name) for name in ("issued_on", "seller_tax_id", "buyer_tax_id")))


def _line(cells: Cells, row: ExportRow) -> PackedLine:
    name, spec, unit, quantity, price, rate = (cells.text(one) for one in LINE_FIELDS)
    return name, spec, unit, quantity, price, row.invoice.amount, rate, row.invoice.tax


def _add(
    groups: dict[Key, _Group],
    key: Key,
    values: Packed,
    line: PackedLine,
    damaged: DamagedRow | None = None,
) -> None:
    group = groups.get(key)
    if group is None:
        group = groups[key] = _Group(values, damaged)
    group.lines.append(line)
    group.rows.append(values[_ROW])
    group.sums.append((values[_AMOUNT], values[_TAX], values[_TOTAL]))


def _total(group: _Group) -> int | None:
    """Return the invoice's total: the lines' sum, or the one that is given on a line or on all."""
    amount, tax, total = (_sum(group, at) for at in range(3))
    if total is None or amount is None or tax is None or amount + tax == total:
        return total
    given = {one[2] for one in group.sums if one[2] is not None}
    return given.pop() if len(given) == 1 and amount + tax in given else total


def _sum(group: _Group, at: int) -> int | None:
    known = [value for one in group.sums if (value := one[at]) is not None]
    return sum(known) if known else None


def _does_not_add_up(group: _Group) -> tuple[int, str] | None:
    """Return the first row whose sums do not agree, with the reason; None when all is well."""
    if group.first[_KIND] in TOTAL_HOLDS_MORE or _agree(
        _sum(group, 0), _sum(group, 1), _total(group)
    ):
        return None
    for row, sums in zip(group.rows, group.sums, strict=True):
        if not _agree(*sums):
            amount, tax, total = (plain(one or 0) for one in sums)
            return row, f"金额{amount}加税额{tax}不等于价税合计{total}"
    return group.rows[0], "各行的金额加税额不等于价税合计"


def _agree(amount: int | None, tax: int | None, total: int | None) -> bool:
    return amount is None or tax is None or total is None or amount + tax == total


def _whole(group: _Group, *, says: bool) -> Packed:
    values: list[Any] = list(group.first)
    values[_AMOUNT], values[_TAX], values[_TOTAL] = _sum(group, 0), _sum(group, 1), _total(group)
    values[_LINES] = tuple(group.lines)
    total = values[_TOTAL] if values[_TOTAL] is not None else values[_AMOUNT]
    if total is not None and not says:
        values[_POSITIVE] = total >= 0  # the sign of one line is not that of the invoice
    return tuple(values)
