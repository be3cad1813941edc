"""Where the headings of a list stand, what its rows are, and which column is what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chapiao.readers.export_head import SEARCHED_ROWS
from chapiao.readers.export_headings import EITHER_SUM
from chapiao.readers.lists.headings import (
    INVOICE_FIELDS,
    PAYMENT_FIELDS,
    VOUCHER_FIELDS,
    heading,
)
from chapiao.readers.lists.model import Role
from chapiao.readers.two_rows import MAX_HEADING, joined, may_stand_above

Mapped = Mapping[str, str]  # a heading as compared → the field a person says it is, "" for none
_TABLES: Final = (
    (Role.VOUCHERS, VOUCHER_FIELDS),
    (Role.INVOICES, INVOICE_FIELDS),
    (Role.PAYMENTS, PAYMENT_FIELDS),
)
_SUMS: Final = ("amount", "total", "tax")


@dataclass(frozen=True, slots=True)
class Head:
    """The heading row: where it stands (from 1), what the rows are, and field → columns.

    A field may have several columns: the first one of a row that is not blank counts.
    """

    row: int
    role: Role
    columns: Mapping[str, tuple[int, ...]]
    texts: tuple[str, ...] = field(default=())

    def has(self, *fields: str) -> bool:
        """Whether there is a column for each of the fields."""
        return all(one in self.columns for one in fields)


def find_head(rows: Sequence[Sequence[str]], mapped: Mapped) -> Head | None:
    """Return the heading row among the first rows; None where there is none that is known."""
    near = rows[:SEARCHED_ROWS]
    for place, row in enumerate(near, 1):
        found = head_of(row, place, mapped)
        if place < len(near) and may_stand_above(row, near[place]):
            both = head_of(joined(row, near[place], _is_known), place + 1, mapped)
            if both is not None and (found is None or len(both.columns) > len(found.columns)):
                found = both
        if found is not None:
            return found
    return None


def head_of(row: Sequence[str], place: int, mapped: Mapped) -> Head | None:
    """Return a row as headings; None when it names no list of these kinds."""
    texts = tuple(heading(cell) if 0 < len(cell) < 2 * MAX_HEADING else "" for cell in row)
    if sum(map(bool, texts)) < 2:  # noqa: PLR2004 - one word is no table
        return None
    for role, table in _TABLES:
        columns = _columns(texts, table, mapped)
        if role is Role.INVOICES:
            _settle_sum(texts, columns)
        if _is_enough(role, columns, said=bool(mapped)):
            found = {name: tuple(at for _, at in sorted(ones)) for name, ones in columns.items()}
            return Head(place, role, found, tuple(map(str, row)))
    return None


def _columns(
    texts: Sequence[str], table: Mapping[str, tuple[str, int]], mapped: Mapped
) -> dict[str, list[tuple[int, int]]]:
    columns: dict[str, list[tuple[int, int]]] = {}
    for at, text in enumerate(texts):
        if text in mapped:
            if mapped[text]:
                columns.setdefault(mapped[text], []).append((-1, at))
        elif text in table:
            name, rank = table[text]
            columns.setdefault(name, []).append((rank, at))
    return columns


def _settle_sum(texts: Sequence[str], columns: dict[str, list[tuple[int, int]]]) -> None:
    """Tell what 发票金额 is by the columns beside it, and 金额 where there is no other."""
    either = [(0, at) for at, text in enumerate(texts) if text in EITHER_SUM]
    if either and "total" not in columns:
        columns["total"] = either
    elif either and "amount" not in columns:
        columns["amount"] = either
    alone = columns.get("amount", ())
    if "total" not in columns and "tax" not in columns and len(alone) == 1:
        [(_, at)] = alone
        if texts[at] in {"金额", "合计金额", "金额合计", "amount"}:
            columns["total"] = columns.pop("amount")


def _is_enough(role: Role, columns: Mapping[str, object], *, said: bool) -> bool:
    names = columns.keys()
    if role is Role.VOUCHERS:
        sums = not names.isdisjoint({"debit", "credit"}) or {"sum", "side"} <= names
        return sums and not names.isdisjoint({"subject", "subject_code"})
    if role is Role.PAYMENTS:
        sums = not names.isdisjoint({"out", "sum"})
        told = not names.isdisjoint({"party", "payee", "balance", "in", "side"})
        return sums and told and "booked_on" in names
    numbered = not names.isdisjoint({"number", "digital"})
    summed = not names.isdisjoint(_SUMS)
    dated = not names.isdisjoint({"issued_on", "booked_on"})
    named = not names.isdisjoint({"seller_name", "seller_tax_id"})
    bank = {"balance", "in"} & names
    return not bank and ((numbered and (summed or dated or said)) or (summed and dated and named))


def _is_known(cell: str) -> bool:
    text = heading(cell) if cell.strip() else ""
    return any(text in table for _, table in _TABLES)
