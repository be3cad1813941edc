"""A table whose rows are not invoices: each row as texts by field, with what it left open.

For vouchers and bank statements, which have thousands of rows and not millions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from chapiao.formats.spreadsheet import Value, text_of
from chapiao.readers import said
from chapiao.readers.export_fen import fen
from chapiao.readers.lists import cells
from chapiao.readers.lists.head import Head, head_of
from chapiao.readers.lists.rows import SUM_LABEL

_LABELS: Final = 3  # a sum is named at the left; further right it is what somebody wrote
_TWENTY: Final = re.compile(r"(?<!\d)\d{20}(?!\d)")
_EIGHT: Final = re.compile(r"发?票(?:号码|号)?[:：#]?\s*(?:No\.?)?(\d{8})(?!\d)")
_ONLY_EIGHT: Final = re.compile(r"\d{8}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row; `row` is the spreadsheet's."""

    row: int
    cells: Sequence[Value]
    columns: Mapping[str, tuple[int, ...]]

    def text(self, name: str) -> str:
        """Return the first cell of a field that is not blank."""
        return next((text for text in self.all(name) if text), "")

    def all(self, name: str) -> list[str]:
        """Return the cells of a field."""
        return [
            cells.texts[text_of(self.cells[at])]
            for at in self.columns.get(name, ())
            if at < len(self.cells)
        ]

    def money(self, name: str) -> int | None:
        """Return fen; None for a blank cell.

        Raises:
            NotMoney: the cell holds something else.
        """
        for at in self.columns.get(name, ()):
            raw = self.cells[at] if at < len(self.cells) else ""
            text = cells.bare(raw)
            if not text:
                continue
            found = fen(raw) if type(raw) in (int, float) else None
            found = said.money(text.lstrip("+")) if found is None else found
            if found is None:
                msg = f"金额「{text[:24]}」不是金额"
                raise NotMoney(msg)
            return found
        return None

    def day(self, name: str) -> date | str | None:
        """Return the day, None for a blank cell, or why there is none."""
        for at in self.columns.get(name, ()):
            raw = self.cells[at] if at < len(self.cells) else ""
            if cells.bare(raw):
                found: date | str | None = cells.days[raw]
                return found
        return None


class NotMoney(Exception):
    """A sum makes no sense. The message can be shown to the user."""


def entries(rows: Iterator[Sequence[Value]], head: Head) -> Iterator[Entry]:
    """Yield the rows below the headings that are no blank, sum, or heading again."""
    for number, row in enumerate(rows, head.row + 1):
        texts = [text for one in row if (text := "".join(text_of(one).split()))]
        if not texts or any(SUM_LABEL.fullmatch(one) for one in texts[:_LABELS]):
            continue
        if head_of(tuple(map(text_of, row)), 1, {}) is not None:
            continue
        yield Entry(number, row, head.columns)


def numbers_in(texts: Sequence[str], own: Sequence[str] = ()) -> list[str]:
    """Return the invoice numbers that texts name, each once; `own` are cells meant for them.

    >>> numbers_in(["付货款 发票25112000000012345678"]), numbers_in(["报销 发票号12345678"])
    (['25112000000012345678'], ['12345678'])
    """
    found = [one for text in (*own, *texts) for one in _TWENTY.findall(text)]
    found += [one for text in texts for one in _EIGHT.findall(text)]
    found += [one for text in own for one in _ONLY_EIGHT.findall(text) if text == one]
    return list(dict.fromkeys(found))
