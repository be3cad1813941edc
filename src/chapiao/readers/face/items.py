"""The lines of goods and services on a face.

Cells are told by what they hold, not by rules that a text layer does not show: the
rate stands between amount and tax. Lines that do not add up to the amount were not
read right, and none are given: a wrong line is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chapiao.formats.layout import Page, Words, words
from chapiao.invoice.model import Line
from chapiao.readers import said
from chapiao.readers.face import labels

_HEAD = re.compile(r"(?:项目名称|货物或应税劳务[、,，]?服务名称).*?金额.*?税率.*?税额")
_FOOT = re.compile(r"(?<!税)合计|小计|[(（]小写[)）]")
_RATE = re.compile(r"^(?:\d{1,2}(?:\.\d{1,3})?%|免税|不征税|[一-龥]{0,4}零税率|[*＊]{2,3})$")
_COLUMNS = {
    "spec": re.compile(r"规格型号"),
    "unit": re.compile(r"单位"),
    "quantity": re.compile(r"数量"),
    "price": re.compile(r"单价"),
    "amount": re.compile(r"金额"),
}
_MAX_LINES = 3000


def read_lines(pages: Sequence[Page], amount: int | None) -> tuple[Line, ...]:
    """Return the lines of an invoice's pages; none when they do not make up the amount."""
    found: list[Line] = []
    for page in pages:
        found += _page_lines(page)
        if len(found) > _MAX_LINES:
            return ()
    added = sum(line.amount or 0 for line in found)
    if not found or amount is None or added != amount:
        return ()
    return tuple(found)


def _page_lines(page: Page) -> list[Line]:
    head = next(labels.find(page, _HEAD, "税额"), None)
    if head is None:
        return []
    below = [row for row in page.rows if row.y0 > head.words.middle]
    foot = next((row.y0 for row in below if _FOOT.search(row.text)), page.height)
    columns = {
        name: covered for name, pattern in _COLUMNS.items() for _, covered in head.row.find(pattern)
    }
    lines: list[Line] = []
    for row in below:
        if row.y0 >= foot - 1:
            break
        line = _line(row, columns)
        if line is not None:
            lines.append(line)
        elif lines:
            lines[-1] = _continued(lines[-1], row, columns)
    return lines


def _line(row: Words, columns: dict[str, Words]) -> Line | None:
    """Return the line that a row begins; None when it only goes on with the one above."""
    cells = words(row, 0.75)
    place = next((i for i, cell in enumerate(cells) if i and _RATE.match(cell.text)), None)
    if place is None:
        return None
    amount = said.money(cells[place - 1].text)
    tax = said.money(cells[place + 1].text) if place + 1 < len(cells) else None
    if amount is None or tax is None:
        return None
    line = Line(amount=amount, rate=cells[place].text, tax=tax)
    for cell in cells[: place - 1]:
        line = _with_cell(line, cell, columns)
    return line


def _with_cell(line: Line, cell: Words, columns: dict[str, Words]) -> Line:
    field = _field(cell, columns)
    if field == "quantity":
        return replace(line, quantity=said.decimal(cell.text))
    if field == "price":
        return replace(line, price=said.decimal(cell.text))
    return replace(line, **{field: getattr(line, field) + cell.spaced})


def _field(cell: Words, columns: dict[str, Words]) -> str:
    """Tell the column: the heading whose middle is nearest, a name left of all."""
    middle = (cell.x0 + cell.x1) / 2
    spec = columns.get("spec")
    if not columns or (spec is not None and cell.x0 < spec.x0 - 3 * cell.height):
        return "name"
    name = min(columns, key=lambda one: abs((columns[one].x0 + columns[one].x1) / 2 - middle))
    is_number = said.decimal(cell.text) is not None
    if name == "amount":
        return "price" if is_number else "unit"
    if name in ("quantity", "price") and not is_number:
        return "unit"
    return name


def _continued(line: Line, row: Words, columns: dict[str, Words]) -> Line:
    for cell in words(row, 0.75):
        field = _field(cell, columns)
        if field in ("name", "spec"):
            line = replace(line, **{field: getattr(line, field) + cell.spaced})
    return line
