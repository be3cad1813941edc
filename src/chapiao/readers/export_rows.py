"""One row of an export → an invoice, a refusal, or a row with a damaged number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from chapiao.formats.spreadsheet import NumberCell, Sheet
from chapiao.invoice.code import BadCode, parse_code
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.invoice.status import TaxStatus, UseStatus
from chapiao.readers import said
from chapiao.readers.export_headings import Head, columns_of
from chapiao.readers.export_identity import Identity, Refused, identity
from chapiao.readers.export_model import DamagedRow, ExportRow, RejectedRow

_SUM_ROWS = ("合计", "总计", "小计", "汇总", "本页合计", "总合计")
_STATUSES: Final = (
    ("作废", TaxStatus.VOIDED),
    ("部分", TaxStatus.RED_PART),
    ("红冲", TaxStatus.RED_FULL),
    ("锁定", TaxStatus.RED_LOCKED),
    ("失控", TaxStatus.LOST),
    ("异常", TaxStatus.ABNORMAL),
    ("疑点", TaxStatus.DOUBTFUL),
    ("正常", TaxStatus.NORMAL),
)
_USES: Final = (
    ("不抵扣", UseStatus.NOT_DEDUCTED),
    ("未勾选", UseStatus.UNUSED),
    ("确认", UseStatus.CONFIRMED),
    ("勾选", UseStatus.TICKED),
    ("转出", UseStatus.TRANSFERRED),
)
_Status = TypeVar("_Status")
_BLANK: Final = {"", "-", "--", "—", "/", "无", "null", "NULL", "None"}
_MONEY: Final = {"amount": "金额", "tax": "税额", "total": "价税合计"}
# Their totals hold more than amount and tax.
_TOTAL_HOLDS_MORE = frozenset({Kind.AIR, Kind.RAIL})


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a sheet by what can be done with them."""

    kept: tuple[ExportRow, ...]
    rejected: tuple[RejectedRow, ...]
    damaged: tuple[DamagedRow, ...]


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, asked by field. `number` is the row's, as the spreadsheet shows it."""

    number: int
    cells: Sequence[str]
    head: Head

    def get(self, field: str) -> str | None:
        """Return the trimmed text; "" for a blank cell, None where there is no such column."""
        raw = self.raw(field)
        if raw is None:
            return None
        bare = raw.strip()
        return "" if bare in _BLANK else bare

    def text(self, field: str) -> str:
        """Return the trimmed text, "" for a blank cell or a column that is not there."""
        return self.get(field) or ""

    def raw(self, field: str) -> str | None:
        """Return the cell as it is, which may be one that the spreadsheet holds as a number."""
        column = self.head.columns.get(field)
        if column is None:
            return None
        return self.cells[column] if column < len(self.cells) else ""


def read_rows(sheet: Sheet, head: Head) -> Rows:
    """Return the rows below the headings; an invoice that comes again is refused."""
    kept: list[ExportRow] = []
    rejected: list[RejectedRow] = []
    damaged: list[DamagedRow] = []
    seen: dict[str, int] = {}
    for cells in body(sheet, head):
        try:
            found = export_row(cells, identity_of(cells))
        except Refused as error:
            rejected.append(RejectedRow(cells.number, str(error)))
            continue
        if isinstance(found, DamagedRow):
            damaged.append(found)
            continue
        first = seen.setdefault(found.invoice.key or "", cells.number)
        if first == cells.number:
            kept.append(found)
        else:
            rejected.append(RejectedRow(cells.number, f"与第{first}行是同一张发票"))
    return Rows(tuple(kept), tuple(rejected), tuple(damaged))


def body(sheet: Sheet, head: Head) -> Iterator[Cells]:
    """Yield the rows below the headings that are neither blank, nor sums, nor headings again."""
    for number, row in enumerate(sheet.rows[head.row :], head.row + 1):
        first = next((cell for cell in row if cell and not cell.isspace()), None)
        if first is None or "".join(first.split()).rstrip(":：") in _SUM_ROWS:
            continue
        if first in _HEADS and len(columns_of(row)) > len(head.columns) // 2:
            continue
        yield Cells(number, row, head)


_HEADS = frozenset({"序号", "序号*", "行号", "发票代码", "勾选状态", "数电发票号码", "开票日期"})


def identity_of(cells: Cells) -> Identity:
    """Return code and number of a row.

    Raises:
        Refused: it has none, or they contradict one another.
    """
    return identity(cells.text("code"), cells.text("number"), cells.text("digital"))


def export_row(cells: Cells, who: Identity) -> ExportRow | DamagedRow:
    """Return the invoice of a row.

    Raises:
        Refused: a day, an amount or an id makes no sense.
    """
    invoice = _invoice(cells, who)
    _check_sum(invoice)
    total = invoice.total if invoice.total is not None else invoice.amount
    row = ExportRow(
        row=cells.number,
        invoice=invoice,
        status=cells.get("status") or None,
        tax_status=_named(cells.text("status"), _STATUSES),
        use_status=_named(cells.text("use"), _USES),
        source=cells.get("source") or None,
        positive=_positive(cells.text("positive"), total),
        risk=cells.get("risk") or None,
    )
    if who.damaged:
        return DamagedRow(row=cells.number, fields=who.damaged, exported=row)
    return row


def _invoice(cells: Cells, who: Identity) -> Invoice:
    kind = said.kind(cells.text("kind")) or _kind_of(who.code)
    if kind is not None and who.second_number and not kind.is_paper_digital:
        kind = said.paper_kind(cells.text("kind"), who.second_number) or kind
    digital = who.code == ""
    return Invoice(
        kind=kind,
        code=who.code,
        number=who.number,
        second_number=who.second_number,
        issued_on=_day(cells),
        buyer_name=said.party(cells.get("buyer_name")),
        buyer_tax_id=_tax_id(cells, "buyer_tax_id"),
        seller_name=said.party(cells.get("seller_name")),
        seller_tax_id=_tax_id(cells, "seller_tax_id"),
        amount=_money(cells, "amount"),
        tax=_money(cells, "tax"),
        total=_money(cells, "total"),
        check_code="" if digital else said.check_code(cells.text("check_code") or None),
        machine_no="" if digital else None,
        drawer=cells.get("drawer"),
        remark=cells.get("remark"),
    )


def _day(cells: Cells) -> date | None:
    text = cells.get("issued_on")
    if text is None:
        return None
    if not text:
        msg = "没有开票日期"
        raise Refused(msg)
    try:
        return _date(text[:10] if text[10:11] == " " else text)  # the time of day is dropped
    except BadDate as error:
        raise Refused(str(error)) from error


_date = lru_cache(4096)(parse_date)  # an export has few days and many rows


def _money(cells: Cells, field: str) -> int | None:
    text = cells.text(field)
    if not text:
        return None
    found = said.money(text)
    if found is None:
        msg = f"{_MONEY[field]}「{text[:20]}」不是金额"
        raise Refused(msg)
    return found


def _tax_id(cells: Cells, field: str) -> str | None:
    raw = cells.raw(field)
    if isinstance(raw, NumberCell) and "E+" in raw:
        who = "购方" if field.startswith("buyer") else "销方"
        msg = f"{who}识别号被表格改成了{raw}，末尾几位已丢失；请从税局重新导出，不要用Excel另存"
        raise Refused(msg)
    return said.tax_id(cells.get(field))


def _check_sum(invoice: Invoice) -> None:
    if invoice.amount is None or invoice.tax is None or invoice.total is None:
        return
    if invoice.kind in _TOTAL_HOLDS_MORE or invoice.amount + invoice.tax == invoice.total:
        return
    msg = (
        f"金额{plain(invoice.amount)}加税额{plain(invoice.tax)}不等于价税合计{plain(invoice.total)}"
    )
    raise Refused(msg)


def _named(text: str, names: Sequence[tuple[str, _Status]]) -> _Status | None:
    return next((value for word, value in names if word in text), None) if text else None


def _positive(text: str, total: int | None) -> bool | None:
    if text in ("是", "否"):
        return text == "是"
    return None if total is None else total >= 0


def _kind_of(code: str | None) -> Kind | None:
    try:
        return parse_code(code).kind if code else None
    except BadCode:
        return None
