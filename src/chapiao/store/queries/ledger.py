"""The 台账 as a page shows it: rows, tabs with count and amount, and the sums of all of it.

Everything goes through the person's access. The list, its filter by day and its
sums are read from one index; only the rows of the page itself are opened.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from chapiao.invoice.model import DIGITAL_LENGTH, Line
from chapiao.store import payload, sql
from chapiao.store.access import Reach, reach
from chapiao.store.models import Person
from chapiao.store.queries.ledger_filters import Basis, Filters, State, unreadable
from chapiao.store.queries.ledger_text import EVERYTHING, Matches, matches
from chapiao.store.queries.ledger_where import ORDER, WAITS, where
from chapiao.store.records import TABLES

__all__ = [
    "Basis",
    "Filters",
    "Page",
    "Row",
    "State",
    "Tab",
    "Totals",
    "each",
    "page",
    "unreadable",
    "waiting",
]

SIZE = 50
BATCH = 500
COLUMNS = (
    "序号", "发票代码", "发票号码", "数电发票号码", "销方识别号", "销方名称", "购方识别号",
    "购买方名称", "开票日期", "货物或应税劳务名称", "规格型号", "单位", "数量", "单价", "金额",
    "税率", "税额", "价税合计", "发票来源", "发票票种", "发票状态", "是否正数发票", "发票风险等级",
    "开票人", "备注", "用途", "单据状态", "查验状态", "入账日期", "凭证号",
)  # fmt: skip
_FIELDS = (
    "i.id, i.code, i.number, i.second_key, i.kind, i.issued_on, s.name, s.tax_id, b.name, b.tax_id,"
    " i.amount, i.tax, i.total, i.source, i.tax_status, i.positive, i.risk, i.drawer, i.remark,"
    " i.lines, i.use_status, i.doc_status, i.verify_status, i.booked_on, i.voucher, i.entity_id,"
    " i.review"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A party as a row names it."""

    name: str | None
    tax_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the page. Amounts are fen; None is not known. `line` is the first of its lines."""

    pk: int
    position: int
    code: str
    number: str
    second_number: str | None
    kind: str | None
    issued_on: date | None
    seller: Named
    buyer: Named
    amount: int | None
    tax: int | None
    total: int | None
    source: str
    tax_status: str | None
    positive: bool | None
    risk: str | None
    drawer: str | None
    remark: str | None
    line: Line
    line_count: int
    use_status: str | None
    doc_status: str | None
    verify_status: str | None
    booked_on: date | None
    voucher: str
    entity_id: int | None
    review: str | None

    @property
    def short_number(self) -> str:
        """The 发票号码 of the bureau's column: not the 20 digits of a 数电票."""
        return "" if len(self.number) == DIGITAL_LENGTH else self.number

    @property
    def digital_number(self) -> str:
        """The 数电发票号码 of the bureau's column."""
        return self.number if len(self.number) == DIGITAL_LENGTH else self.second_number or ""

    @property
    def more_lines(self) -> bool:
        """Whether it has lines beside the one shown."""
        return self.line_count > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sums over everything the filters leave, not only over the page."""

    count: int
    amount: int
    tax: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab: how many rows, and their 价税合计."""

    id: State
    count: int
    total: int

    @property
    def word(self) -> str:
        """What the tab is called."""
        return self.id.word


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the list."""

    rows: tuple[Row, ...]
    tabs: tuple[Tab, ...]
    totals: Totals
    number: int
    pages: int


def page(person: Person, filters: Filters, number: int = 1) -> Page:
    """Return a page of what this person may see; a number beyond the last is the last."""
    seen = reach(person)
    found = matches(filters.text) if filters.text else EVERYTHING
    sums = _sums(seen, filters, found)
    totals = _totals(sums, filters.state)
    pages = max(1, -(-totals.count // SIZE))
    current = min(max(1, number), pages)
    first = (current - 1) * SIZE
    ids = _ids(seen, filters, found, (SIZE, first)) if totals.count else []
    return Page(
        rows=tuple(_rows(ids, seen, first)),
        tabs=tuple(_tab(sums, state) for state in State),
        totals=totals,
        number=current,
        pages=pages,
    )


def each(person: Person, filters: Filters) -> Iterator[Row]:
    """Yield every row the filters leave, in the order of the list: for an export.

    The rows are those there were when it began; one taken away meanwhile is left out.
    """
    seen = reach(person)
    found = matches(filters.text) if filters.text else EVERYTHING
    ids = _ids(seen, filters, found, None)
    for start in range(0, len(ids), BATCH):
        yield from _rows(ids[start : start + BATCH], seen, start)


def waiting(person: Person) -> int:
    """Return how many rows this person may see wait for a review, whatever the filters."""
    condition, given = reach(person).where("i")
    found = sql.rows(f"select count(*) from store_invoice i where {WAITS}{condition}", given)
    return int(found[0][0])


def _ids(seen: Reach, filters: Filters, found: Matches, part: tuple[int, int] | None) -> list[int]:
    condition, given = where(seen, filters, found, with_state=True)
    text = f"select i.id from store_invoice i where {condition}"
    text += f" order by {ORDER[filters.basis]}"
    if part is not None:
        text += f" limit {part[0]} offset {part[1]}"
    return [row[0] for row in sql.rows(text, given)]


def _rows(ids: list[int], seen: Reach, first: int) -> list[Row]:
    if not ids:
        return []
    condition, given = seen.where("i")
    text = f"select {_FIELDS} from {TABLES} where i.id in ({sql.marks(len(ids))}){condition}"
    found = {row[0]: row for row in sql.rows(text, (*ids, *given))}
    return [_row(found[pk], first + place) for place, pk in enumerate(ids, start=1) if pk in found]


def _row(row: tuple[Any, ...], position: int) -> Row:
    lines = json.loads(row[19]) if isinstance(row[19], str) else row[19]
    return Row(
        pk=row[0],
        position=position,
        code=row[1],
        number=row[2],
        second_number=row[3],
        kind=row[4],
        issued_on=row[5],
        seller=Named(row[6], row[7]),
        buyer=Named(row[8], row[9]),
        amount=row[10],
        tax=row[11],
        total=row[12],
        source=row[13],
        tax_status=row[14],
        positive=row[15],
        risk=row[16],
        drawer=row[17],
        remark=row[18],
        line=payload.lines_from_json(lines[:1])[0] if lines else Line(),
        line_count=len(lines),
        use_status=row[20],
        doc_status=row[21],
        verify_status=row[22],
        booked_on=row[23],
        voucher=row[24],
        entity_id=row[25],
        review=row[26],
    )


Sums = dict[str | None, tuple[int, int, int, int]]


def _sums(seen: Reach, filters: Filters, found: Matches) -> Sums:
    """Return count, amount, tax and total by tax status, the chosen tab aside."""
    condition, given = where(seen, filters, found, with_state=False)
    text = (
        "select i.tax_status, count(*), sum(i.amount), sum(i.tax), sum(i.total)"
        f" from store_invoice i where {condition} group by i.tax_status"
    )
    return {
        row[0]: (row[1], int(row[2] or 0), int(row[3] or 0), int(row[4] or 0))
        for row in sql.rows(text, given)
    }


def _totals(sums: Sums, state: State) -> Totals:
    chosen = [one for status, one in sums.items() if state.holds(status)]
    return Totals(
        count=sum(one[0] for one in chosen),
        amount=sum(one[1] for one in chosen),
        tax=sum(one[2] for one in chosen),
        total=sum(one[3] for one in chosen),
    )


def _tab(sums: Sums, state: State) -> Tab:
    totals = _totals(sums, state)
    return Tab(id=state, count=totals.count, total=totals.total)
