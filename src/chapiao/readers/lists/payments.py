"""Bank statements: the money that went out, each payment a row; what came in is counted.

Where a statement holds nothing but income, that is what is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chapiao.formats.spreadsheet import Value
from chapiao.readers.lists.entries import Entry, NotMoney, entries, numbers_in
from chapiao.readers.lists.head import Head
from chapiao.readers.lists.model import Noted, blank_row
from chapiao.readers.lists.rows import Taken

INCOME: Final = "收入"
PAID: Final = "支出"
_OUT_WORDS: Final = ("借", "付", "支", "出", "往账", "D", "DR", "转出")
_IN_WORDS: Final = ("贷", "收", "入", "来账", "C", "CR", "转入")


@dataclass(frozen=True, slots=True)
class _Moved:
    entry: Entry
    out: bool
    fen: int


def take(rows: Iterator[Sequence[Value]], head: Head, sheet: int, taken: Taken) -> Counter[str]:
    """Take payments into `taken`; return how many rows were left out, by what they are."""
    known = list(entries(rows, head))
    own = _own_name(known)
    moved: list[_Moved] = []
    for entry in known:
        try:
            one = _moved(entry, own)
        except NotMoney as error:
            taken.refused.append(Noted(row=entry.row, says=str(error), sheet=sheet))
            continue
        if one is not None:
            moved.append(one)
    wanted = any(one.out for one in moved)
    left: Counter[str] = Counter()
    for one in moved:
        if one.out is wanted:
            _add(taken, one, sheet)
        else:
            left[PAID if one.out else INCOME] += 1
    return left


def _moved(entry: Entry, own: str) -> _Moved | None:
    """Return what moved on a row; None where nothing did.

    Raises:
        NotMoney: a sum makes no sense.
    """
    spent, got = entry.money("out"), entry.money("in")
    if spent:  # a negative payment is one that came back
        return _Moved(entry, out=True, fen=spent)
    if got:
        return _Moved(entry, out=False, fen=got)
    one = entry.money("sum")
    if not one:
        return None
    side = entry.text("side").upper().strip()
    if side.startswith((*_OUT_WORDS, *_IN_WORDS)):
        return _Moved(entry, out=side.startswith(_OUT_WORDS), fen=abs(one))
    if one < 0:
        return _Moved(entry, out=True, fen=-one)
    return _Moved(entry, out=bool(own) and entry.text("payer") == own, fen=one)


def _own_name(known: Sequence[Entry]) -> str:
    """Return whose statement it is, where payer and payee are both on it: the name on every row."""
    names: Counter[str] = Counter()
    for one in known:
        names.update({one.text("payer"), one.text("payee")} - {""})
    return names.most_common(1)[0][0] if names else ""


def _add(taken: Taken, one: _Moved, sheet: int) -> None:
    entry = one.entry
    day = entry.day("booked_on")
    if isinstance(day, str):
        says = f"日期认不出，当作没有填：{day}"
        taken.doubted.append(Noted(row=entry.row, says=says, sheet=sheet))
    remarks = list(dict.fromkeys(filter(None, entry.all("remark"))))
    numbers = numbers_in(remarks)
    row = blank_row() | {
        "row": entry.row,
        "sheet": sheet,
        "number": numbers[0] if len(numbers) == 1 else "",
        "seller_name": entry.text("party") or entry.text("payee" if one.out else "payer"),
        "voucher": entry.text("voucher").strip("0") and entry.text("voucher"),
        "remark": " ".join(remarks),
        "booked_on": day if isinstance(day, date) else None,
        "total": one.fen,
    }
    for name, column in taken.columns.items():
        column.append(row[name])
