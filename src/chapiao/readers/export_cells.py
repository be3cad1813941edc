"""One row of an export, asked by field: texts, days, money and ids, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from chapiao.formats.spreadsheet import NumberCell
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.readers import said
from chapiao.readers.export_head import Head
from chapiao.readers.export_identity import Refused
from chapiao.readers.export_words import BLANK

MONEY: Final = {"amount": "金额", "tax": "税额", "total": "价税合计"}
_TITLES: Final = MONEY | {"issued_on": "开票日期", "number": "发票号码", "digital": "数电发票号码"}
_SHOWN = 20  # characters of a cell that are quoted


@dataclass(frozen=True, slots=True)
class Cells:
    """One row. `number` is the row's, as the spreadsheet shows it."""

    number: int
    cells: Sequence[str]
    head: Head

    def get(self, field: str) -> str | None:
        """Return the trimmed text; "" for a blank cell, None where there is no such column.

        Raises:
            Refused: there are two columns of that heading, and they differ.
        """
        raw = self.raw(field)
        return None if raw is None else _bare(raw)

    def text(self, field: str) -> str:
        """Return the trimmed text, "" for a blank cell or a column that is not there."""
        return self.get(field) or ""

    def raw(self, field: str) -> str | None:
        """Return the cell as it is, which may be one that the spreadsheet holds as a number.

        Raises:
            Refused: there are two columns of that heading, and they differ.
        """
        column = self.head.columns.get(field)
        if column is None:
            return None
        found = self._at(column)
        for other in self.head.again.get(field, ()):
            more = self._at(other)
            if not _bare(found):
                found = more
            elif _bare(more) and _bare(more) != _bare(found) and field in _TITLES:
                msg = f"表里有两列「{_TITLES[field]}」，这一行的两个值不同"
                raise Refused(msg)
        return found

    def seen(self, field: str) -> str:
        """Return what stands in the field's first column, whatever a second one says."""
        column = self.head.columns.get(field)
        return "" if column is None else self._at(column)

    def _at(self, column: int) -> str:
        return self.cells[column] if column < len(self.cells) else ""


def day(cells: Cells, field: str = "issued_on") -> date | None:
    """Return the day; None where there is no such column.

    Raises:
        Refused: there is a column, and no day in it.
    """
    text = cells.get(field)
    if text is None:
        return None
    if not text:
        msg = "没有开票日期"
        raise Refused(msg)
    try:
        return day_of(text)
    except BadDate as error:
        raise Refused(str(error)) from error


@lru_cache(4096)  # an export has few days and many rows
def day_of(text: str) -> date:
    """Return the day of a text; the time of day is dropped.

    Raises:
        BadDate: it is none.
    """
    return parse_date(text[:10] if text[10:11] == " " else text)


def money(cells: Cells, field: str) -> int | None:
    """Return fen; None for a blank cell.

    Raises:
        Refused: it is no money.
    """
    text = cells.text(field)
    if not text:
        return None
    found = said.money(text)
    if found is None:
        msg = f"{MONEY.get(field, '金额')}「{text[:_SHOWN]}」不是金额"
        raise Refused(msg)
    return found


def tax_id(cells: Cells, field: str) -> str | None:
    """Return a tax id.

    Raises:
        Refused: the spreadsheet made a number of it and lost the end.
    """
    raw = cells.raw(field)
    text = cells.get(field)
    if raw is not None and "E+" in raw and (isinstance(raw, NumberCell) or _is_number(raw)):
        who = "购方" if field.startswith("buyer") else "销方"
        msg = f"{who}识别号被表格改成了{raw}，末尾几位已丢失；请从税局重新导出，不要用Excel另存"
        raise Refused(msg)
    return said.tax_id(text)


def _is_number(text: str) -> bool:
    return said.decimal(text) is not None


def _bare(raw: str) -> str:
    bare = raw.strip()
    return "" if bare in BLANK else bare
