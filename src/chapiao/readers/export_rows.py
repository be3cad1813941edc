"""The rows below the headings of one table → invoices, refusals, rows with a damaged number.

Plain rows are taken a block at a time (`export_columns`); each of the others is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from chapiao.formats.spreadsheet import Value, text_of
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain as shown
from chapiao.readers import export_columns, said
from chapiao.readers.export_cells import MONEY, Cells, day, money, tax_id
from chapiao.readers.export_head import Assigned, Head, head_of
from chapiao.readers.export_identity import Identity, Refused, identity
from chapiao.readers.export_kind import TOTAL_HOLDS_MORE, kind_by_code
from chapiao.readers.export_model import DamagedRow, ExportRow, RejectedRow
from chapiao.readers.export_packed import COLUMNS, ExportRows, packed
from chapiao.readers.export_words import is_positive, is_red, tax_status, use_status

BLOCK: Final = 4096
IDENTITY: Final = ("code", "number", "digital", "red_number", "blue_number", "blue_digital")
_SUM_LABEL: Final = re.compile(
    r"(?:本页|第\d+页|本月|本期|累计|全部|金额|发票|总)?(?:合计|总计|小计|汇总|共计|累计)(?:[:：(（\d共].*)?"
)
_DIGIT: Final = re.compile(r"\d")
_NUMBER: Final = re.compile(r"\d{5}|\d[Ee]\+?\d")  # what may be left of an invoice's number
_LABELLED: Final = re.compile(r"[:：]")  # 制表人：…  导出时间：…


@dataclass(slots=True)
class Stream:
    """Rows on their way in. `number` is that of the last one taken, as the spreadsheet counts."""

    rows: Iterator[Sequence[Value]]
    number: int = 0
    _waiting: list[Sequence[Value]] = field(default_factory=list)

    def take(self, count: int) -> list[Sequence[Value]]:
        """Return the next rows, at most `count`."""
        taken = self._waiting or list(islice(self.rows, count))
        self._waiting = []
        self.number += len(taken)
        return taken

    def put_back(self, rows: Sequence[Sequence[Value]]) -> None:
        """Take rows back that are to be read under other headings."""
        self._waiting = list(rows)
        self.number -= len(rows)


@dataclass(frozen=True, slots=True)
class Run:
    """Plain rows that follow one another: `columns` from place `start` up to `stop`."""

    columns: dict[str, list[Any]]
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Odd:
    """A row to be read on its own."""

    cells: Cells


@dataclass(frozen=True, slots=True)
class Section:
    """The rows under one heading row of a sheet. `lines` says that an invoice may have several."""

    head: Head
    sheet: int
    lines: bool


def parts(
    stream: Stream, section: Section, assigned: Assigned | None, following: list[Head]
) -> Iterator[Run | Odd]:
    """Yield the rows up to the end, or up to other headings, which are put into `following`."""
    head = section.head
    while block := stream.take(BLOCK):
        first = stream.number - len(block) + 1
        found = export_columns.plain(block, head, first, section.sheet, lines=section.lines)
        start = 0
        for at in sorted(found.odd):
            if at > start:
                yield Run(found.columns, start, at)
            start = at + 1
            cells = Cells(first + at, tuple(map(text_of, block[at])), head)
            again = _heading(cells, assigned)
            if again is not None and again.columns != head.columns:
                stream.put_back(block[start:])
                following.append(again)
                return
            if again is None and not _is_beside(cells):
                yield Odd(cells)
        if start < len(block):
            yield Run(found.columns, start, len(block))


def _heading(cells: Cells, assigned: Assigned | None) -> Head | None:
    """Return a row as headings again, of this table or of another one below it."""
    if any(_DIGIT.search(cells.seen(name)) for name in (*IDENTITY, *MONEY)):
        return None
    return head_of(cells.cells, cells.number, assigned)


def _is_beside(cells: Cells) -> bool:
    """Whether a row is blank, a sum, or a note among the others: no invoice is on it."""
    said_here = [bare for cell in cells.cells if (bare := "".join(cell.split()))]
    if not said_here:
        return True
    if any(_NUMBER.search(cells.seen(name)) for name in IDENTITY):
        return False
    if any(_SUM_LABEL.fullmatch(cell) for cell in said_here):
        return True
    if any(said.money(cells.seen(name)) is not None for name in MONEY):
        return False
    return len(said_here) == 1 or any(_LABELLED.search(cell) for cell in said_here)


def identity_of(cells: Cells) -> Identity:
    """Return code and number of a row.

    Raises:
        Refused: it has none, or they contradict one another.
    """
    return identity(cells.text("code"), cells.text("number"), cells.text("digital"))


def export_row(
    cells: Cells, who: Identity, sheet: int = 0, *, adds_up: bool = True
) -> ExportRow | DamagedRow:
    """Return the invoice of a row. With `adds_up`, its sums have to.

    Raises:
        Refused: a day, an amount or an id makes no sense.
    """
    invoice = _invoice(cells, who)
    if adds_up:
        check_sum(invoice)
    row = ExportRow(
        row=cells.number,
        sheet=sheet,
        invoice=invoice,
        status=cells.get("status") or None,
        tax_status=tax_status(cells.text("status")),
        use_status=use_status(cells.text("use")) if cells.head.has("use") else None,
        source=cells.get("source") or None,
        positive=_positive(cells, invoice),
        risk=cells.get("risk") or None,
    )
    if who.damaged:
        return DamagedRow(row=cells.number, fields=who.damaged, exported=row)
    return row


def check_sum(invoice: Invoice) -> None:
    """See that amount and tax make up the total, where all three are known.

    Raises:
        Refused: they do not.
    """
    if invoice.amount is None or invoice.tax is None or invoice.total is None:
        return
    if invoice.kind in TOTAL_HOLDS_MORE or invoice.amount + invoice.tax == invoice.total:
        return
    msg = (
        f"金额{shown(invoice.amount)}加税额{shown(invoice.tax)}不等于价税合计{shown(invoice.total)}"
    )
    raise Refused(msg)


def _invoice(cells: Cells, who: Identity) -> Invoice:
    kind = said.kind(cells.text("kind")) or (kind_by_code(who.code) if who.code else None)
    if kind is not None and who.second_number and not kind.is_paper_digital:
        kind = said.paper_kind(cells.text("kind"), who.second_number) or kind
    digital = who.code == ""
    return Invoice(
        kind=kind,
        code=who.code,
        number=who.number,
        second_number=who.second_number,
        issued_on=day(cells),
        buyer_name=said.party(cells.get("buyer_name")),
        buyer_tax_id=tax_id(cells, "buyer_tax_id"),
        seller_name=said.party(cells.get("seller_name")),
        seller_tax_id=tax_id(cells, "seller_tax_id"),
        amount=money(cells, "amount"),
        tax=money(cells, "tax"),
        total=money(cells, "total"),
        check_code="" if digital else said.check_code(cells.text("check_code") or None),
        machine_no="" if digital else None,
        drawer=cells.get("drawer"),
        remark=cells.get("remark"),
    )


def _positive(cells: Cells, invoice: Invoice) -> bool | None:
    told = is_positive(cells.text("positive"))
    if told is None and (red := is_red(cells.text("negative"))) is not None:
        told = not red
    total = invoice.total if invoice.total is not None else invoice.amount
    return told if told is not None or total is None else total >= 0


@dataclass(slots=True)
class Rows:
    """The rows of a table by what can be done with them. `kept` are columns, in order."""

    kept: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in COLUMNS})
    rejected: list[RejectedRow] = field(default_factory=list)
    damaged: list[DamagedRow] = field(default_factory=list)


def read_rows(pieces: Iterable[Run | Odd], section: Section) -> Rows:
    """Return the rows of a table of invoices; one that comes again is refused."""
    found = Rows()
    seen: dict[str, int] = {}
    for piece in pieces:
        if isinstance(piece, Run):
            columns = {name: one[piece.start : piece.stop] for name, one in piece.columns.items()}
        else:
            row = _odd(piece.cells, section, found)
            if row is None:
                continue
            columns = ExportRows.of([packed(row)]).columns
        _keep(columns, found, seen, section.sheet)
    return found


def _odd(cells: Cells, section: Section, found: Rows) -> ExportRow | None:
    try:
        row = export_row(cells, identity_of(cells), section.sheet)
    except Refused as error:
        found.rejected.append(RejectedRow(cells.number, str(error), section.sheet))
        return None
    if isinstance(row, DamagedRow):
        found.damaged.append(row)
        return None
    return row


def _keep(columns: dict[str, list[Any]], found: Rows, seen: dict[str, int], sheet: int) -> None:
    keys = ExportRows(columns).keys()
    new = dict(zip(keys, columns["row"], strict=True))
    if len(new) < len(keys) or not seen.keys().isdisjoint(new):
        stays: list[int] = []
        for at, (key, number) in enumerate(zip(keys, columns["row"], strict=True)):
            first = seen.setdefault(key, number)
            if first == number:
                stays.append(at)
            else:
                reason = f"与第{first}行是同一张发票"
                found.rejected.append(RejectedRow(number, reason, sheet))
        columns = {name: [one[at] for at in stays] for name, one in columns.items()}
    else:
        seen.update(new)
    for name, one in found.kept.items():
        one.extend(columns[name])
