"""税局导出: an export of the tax bureau, or a list like it → invoices, each with its row.

A file has one row per invoice (发票基础信息), one per line of goods (信息汇总表), or both
on two sheets; or several lists, on one sheet or on many. Lines are summed per invoice;
two sheets that hold the same invoice are never added up. A number that a spreadsheet
damaged is shown with what it could have been, and never repaired.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import le
from typing import Any, Final

from chapiao.formats import spreadsheet
from chapiao.formats.spreadsheet import BadSheet, Sheet
from chapiao.invoice.damage import DamageKind
from chapiao.readers import export_about, export_other
from chapiao.readers.export_head import Assigned
from chapiao.readers.export_model import DamagedRow, ExportTable, ExportTotals, Outline, RejectedRow
from chapiao.readers.export_packed import ExportRows
from chapiao.readers.export_rescue import suggested
from chapiao.readers.export_sheet import Found, tables
from chapiao.readers.reading import Damaged, NotAnInvoice

A_ZEROED_ONE_IN: Final = 2_000  # numbers; by chance it is one in a hundred thousand
BASE, LINES = "发票基础信息", "信息汇总表"
NO_ROWS: Final = "只有表头，下面没有一行发票；请确认导出时选的日期范围和条件，重新导出后再交"
_UNKNOWN: Final = (
    "认不出这份表格：表头里要有「发票号码」，以及「金额」或「价税合计」；"
    "请用税局导出的原表，不要改动表头"
)


def read(data: bytes, name: str = "", assigned: Assigned | None = None) -> ExportTable:
    """Return the invoices of an export. `name` is the file's, where it may tell the direction.

    `assigned` is what a person said that columns are: plain heading → field. A table whose
    headings are not known comes back without rows, with its `outline`.

    Raises:
        Damaged: no spreadsheet, broken, locked, or out of proportion.
        NotAnInvoice: a file of another kind, or a spreadsheet without a table.
    """
    export_other.refuse(data)
    found: list[Found] = []
    outlines: list[Outline] = []
    try:
        sheets = _wanted(spreadsheet.read_any(data))
        for hidden in (False, True):
            for sheet in sheets:
                if sheet.hidden is hidden and not (hidden and found):
                    more, outline = tables(sheet, len({one.sheet for one in found}), assigned)
                    found += more
                    outlines += [outline] if outline else []
    except BadSheet as error:
        raise Damaged(str(error)) from error
    if found:
        return _table(name, found, by_hand=bool(assigned))
    if outlines:
        return ExportTable(layout="", outline=max(outlines, key=lambda one: len(one.headings)))
    raise NotAnInvoice(_UNKNOWN)


def _wanted(sheets: Sequence[Sheet]) -> Sequence[Sheet]:
    """Return the sheets to read: of a full export the two that hold it; the others repeat them."""
    known = [one for one in sheets if BASE in one.name or LINES in one.name]
    return known or sheets


def _table(name: str, found: Sequence[Found], *, by_hand: bool) -> ExportTable:
    main = next((one for one in found if not one.section.lines), found[0])
    heads = [one.section.head for one in found]
    rows, rejected, damaged = _gathered(found)
    return ExportTable(
        layout=export_about.layout(name, main.sheet, heads, main.above, by_hand=by_hand),
        sheets=tuple(dict.fromkeys(one.sheet for one in found)),
        direction=export_about.direction(name, found),
        taxpayer_name=export_about.taxpayer_name(main.above),
        taxpayer_id=export_about.taxpayer_id(main.above),
        rows=rows,
        rejected=tuple(sorted(rejected, key=lambda one: (one.sheet, one.row))),
        damaged=tuple(
            sorted(_perhaps_whole(damaged, len(rows)), key=lambda one: (one.sheet, one.row))
        ),
        totals=_totals(rows),
        headings=main.section.head.texts,
    )


def _gathered(
    found: Sequence[Found],
) -> tuple[ExportRows, list[RejectedRow], list[DamagedRow]]:
    """Return the rows of all the tables; those of a single one are as they are."""
    if len(found) == 1:
        [one] = found
        return one.kept, one.rows.rejected, one.rows.damaged
    gathered = _Gathered()
    for one in found:
        if not one.section.lines:
            gathered.add(one)
    for one in found:
        if one.section.lines:
            gathered.add_lines(one)
    return gathered.in_order(), gathered.rejected, gathered.damaged


class _Gathered:
    """The rows of several tables: no invoice twice, and lines put to their invoice."""

    def __init__(self) -> None:
        self.rejected: list[RejectedRow] = []
        self.damaged: list[DamagedRow] = []
        self._columns: dict[str, list[Any]] | None = None
        self._at: dict[str, int] = {}
        self._names: dict[int, str] = {}

    def add(self, one: Found) -> None:
        """Add a table; an invoice that is there already is refused."""
        self._names[one.section.sheet] = one.sheet
        keys = one.kept.keys()
        if self._at.keys().isdisjoint(keys):
            self._put(one.kept, keys, range(len(keys)))
        else:
            stays = [at for at, key in enumerate(keys) if not self._is_again(one, at, key)]
            self._put(one.kept, keys, stays)
        self.rejected += one.rows.rejected
        self.damaged += one.rows.damaged

    def add_lines(self, one: Found) -> None:
        """Put the lines of a table to the invoices that are there; add those that are not."""
        self._names[one.section.sheet] = one.sheet
        kept = one.kept
        mine = self._suggest(kept, one.sheet)
        keys = kept.keys()
        new: list[int] = []
        for at, key in enumerate(keys):
            place = self._at.get(key)
            if self._columns is None or (place is None and key not in mine):
                new.append(at)
            elif place is not None and not self._put_lines(place, kept, at):
                self._is_again(one, at, key)
        self._put(kept, keys, new)
        if len(new) == len(kept):  # else what the other table refuses of the same is what counts
            self.rejected += one.rows.rejected
            self.damaged += one.rows.damaged

    def _put_lines(self, place: int, kept: ExportRows, at: int) -> bool:
        """Give an invoice its lines, where they make up the same amount; False if it has some."""
        columns = self._columns or kept.columns
        if columns["lines"][place]:
            return False
        if columns["amount"][place] == kept.columns["amount"][at]:
            columns["lines"][place] = kept.columns["lines"][at]
        return True

    def _suggest(self, kept: ExportRows, sheet: str) -> set[str]:
        """Suggest numbers that this sheet has whole for damaged ones; return the identities."""
        if not self.damaged:
            return set()
        whole = ((one.invoice, f"同一文件的「{sheet}」第{one.row}行") for one in kept)
        before = self.damaged
        self.damaged = list(suggested(before, self._at, whole))
        told = (one.repaired() for one in self.damaged)
        return {one.invoice.key for one in told if one is not None and one.invoice.key}

    def in_order(self) -> ExportRows:
        """Return the rows as they stand in the file."""
        if self._columns is None:
            return ExportRows()
        sheets, rows = self._columns["sheet"], self._columns["row"]
        places = list(zip(sheets, rows, strict=True))
        if all(map(le, places, places[1:])):
            return ExportRows(self._columns)
        order = sorted(range(len(places)), key=places.__getitem__)
        return ExportRows({name: [one[at] for at in order] for name, one in self._columns.items()})

    def _is_again(self, one: Found, at: int, key: str) -> bool:
        place = self._at.get(key)
        if place is None or self._columns is None:
            return False
        sheet, row = self._columns["sheet"][place], self._columns["row"][place]
        where = "" if sheet == one.section.sheet else f"「{self._names[sheet]}」"
        reason = f"与{where}第{row}行是同一张发票"
        again = RejectedRow(one.kept.columns["row"][at], reason, one.section.sheet)
        self.rejected.append(again)
        return True

    def _put(self, kept: ExportRows, keys: Sequence[str], stays: Sequence[int]) -> None:
        start = len(self._at)
        columns = kept.columns
        if len(stays) == len(keys):
            self._at |= dict(zip(keys, range(start, start + len(keys)), strict=True))
        else:
            self._at |= {keys[at]: start + place for place, at in enumerate(stays)}
            columns = {name: [one[at] for at in stays] for name, one in columns.items()}
        if self._columns is None:
            self._columns = columns
            return
        for name, column in self._columns.items():
            column.extend(columns[name])


def _perhaps_whole(damaged: Sequence[DamagedRow], whole: int) -> list[DamagedRow]:
    """Offer a number that ends in five zeros as it is, where a long list is otherwise whole.

    A spreadsheet damages a column and not a cell of it; and one number in a hundred thousand
    does end so.
    """
    zeroed = [one for one in damaged if _is_zeroed(one)]
    if not zeroed or len(zeroed) * A_ZEROED_ONE_IN > whole:
        return list(damaged)
    where = f"本表另外{whole}个号码都完整，这个号码可能本来就以00000结尾，请核对原票"
    return [
        one.as_it_stands(where) if _is_zeroed(one) and one.repaired() is None else one
        for one in damaged
    ]


def _is_zeroed(row: DamagedRow) -> bool:
    return [one.damage.kind for one in row.fields] == [DamageKind.ZEROED]


def _totals(rows: ExportRows) -> ExportTotals:
    sums = {
        name: sum(one for one in rows.columns[name] if one is not None)
        for name in ("amount", "tax", "total")
    }
    return ExportTotals(count=len(rows), **sums)
