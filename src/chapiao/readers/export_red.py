"""红字确认单: one row per confirmation → the red invoice it led to, or the blue one it holds.

Source: domain §3.3 [B]. The sums on the list are those of the red invoice. A confirmation
that no red invoice followed yet locks the blue one; one that was dropped says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from chapiao.invoice.model import Invoice
from chapiao.invoice.status import TaxStatus
from chapiao.readers import said
from chapiao.readers.export_cells import Cells, day, money, tax_id
from chapiao.readers.export_head import Head
from chapiao.readers.export_identity import Identity, Refused, identity
from chapiao.readers.export_kind import kind_by_code
from chapiao.readers.export_model import DamagedRow, ExportRow, RejectedRow
from chapiao.readers.export_packed import ExportRows, Packed, packed
from chapiao.readers.export_rows import Odd, Rows, Run, Section, check_sum

_DROPPED: Final = re.compile(r"作废|否认|撤销|拒收|超时|失效|^0?[5-9]$|^1[0-3]$")


def is_red_list(head: Head) -> bool:
    """Whether a table is a list of confirmations."""
    blue = head.has("blue_digital") or head.has("blue_number")
    return head.has("confirm_no") and (blue or head.has("red_number") or head.has("confirm_state"))


def confirmations(pieces: Iterable[Run | Odd], section: Section) -> Rows:
    """Return what each confirmation says of an invoice; plain rows there are none."""
    found = Rows()
    kept: list[Packed] = []
    seen: dict[str, int] = {}
    for piece in pieces:
        if isinstance(piece, Run):
            continue
        try:
            row = _row(piece.cells, section.sheet)
            if isinstance(row, ExportRow):
                _once(row, seen)
        except Refused as error:
            found.rejected.append(RejectedRow(piece.cells.number, str(error), section.sheet))
            continue
        if isinstance(row, DamagedRow):
            found.damaged.append(row)
        else:
            kept.append(packed(row))
    found.kept = ExportRows.of(kept).columns
    return found


def _once(row: ExportRow, seen: dict[str, int]) -> None:
    first = seen.setdefault(row.invoice.key or "", row.row)
    if first != row.row:
        msg = f"与第{first}行是同一张发票"
        raise Refused(msg)


def _row(cells: Cells, sheet: int) -> ExportRow | DamagedRow:
    red = cells.text("red_number")
    state = cells.text("confirm_state")
    if not red and _DROPPED.search(state):
        msg = f"这份确认单已经「{state}」，没有开出红字发票，台账不用改"
        raise Refused(msg)
    who = identity("", "", red) if red else _blue(cells)
    invoice = _invoice(cells, who, is_red=bool(red))
    row = ExportRow(
        row=cells.number,
        sheet=sheet,
        invoice=invoice,
        status=state or None,
        tax_status=None if red else TaxStatus.RED_LOCKED,
        positive=not red,
        red_of=_blue_key(cells) if red else "",
    )
    if who.damaged:
        return DamagedRow(row=cells.number, fields=who.damaged, exported=row)
    return row


def _blue(cells: Cells) -> Identity:
    return identity(
        cells.text("blue_code") or cells.text("code"),
        cells.text("blue_number") or cells.text("number"),
        cells.text("blue_digital") or cells.text("digital"),
    )


def _blue_key(cells: Cells) -> str:
    """Return what the blue invoice is filed under; "" where it cannot be told."""
    try:
        who = _blue(cells)
    except Refused:
        return ""
    return Invoice(code=who.code, number=who.number).key or ""


def _invoice(cells: Cells, who: Identity, *, is_red: bool) -> Invoice:
    invoice = Invoice(
        kind=said.kind(cells.text("kind")) or (kind_by_code(who.code) if who.code else None),
        code=who.code,
        number=who.number,
        second_number=who.second_number,
        issued_on=_day(cells, "issued_on" if is_red else "blue_day"),
        check_code="" if who.code == "" else None,
        machine_no="" if who.code == "" else None,
        buyer_name=said.party(cells.get("buyer_name")),
        buyer_tax_id=tax_id(cells, "buyer_tax_id"),
        seller_name=said.party(cells.get("seller_name")),
        seller_tax_id=tax_id(cells, "seller_tax_id"),
    )
    if not is_red:
        return invoice
    amount, tax, total = (_negative(money(cells, name)) for name in ("amount", "tax", "total"))
    if total is None and amount is not None and tax is not None:
        total = amount + tax
    invoice = replace(invoice, amount=amount, tax=tax, total=total)
    check_sum(invoice)
    return invoice


def _negative(fen: int | None) -> int | None:
    return None if fen is None else -abs(fen)


def _day(cells: Cells, field: str) -> date | None:
    return day(cells, field) if cells.text(field) else None
