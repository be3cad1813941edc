"""Tables written as markup and named .xls: HTML, and the XML spreadsheets of 2003.

Older programs export them so, and a spreadsheet opens them without a word. Every cell is
text; only what an XML spreadsheet calls a number is given as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from chapiao.formats import safe_xml

MAX_BYTES: Final = 40 * 1024 * 1024
MAX_SPAN: Final = 200
_SPREADSHEET: Final = b"urn:schemas-microsoft-com:office:spreadsheet"
_OF_SHEET: Final = "{urn:schemas-microsoft-com:office:spreadsheet}"
_HTML: Final = re.compile(rb"<(?:!doctype\s+html|html|table|meta|head|body)\b", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
Cell = str | float
Table = tuple[str, list[list[Cell]]]  # a name, and rows


class BadMarkup(Exception):
    """The markup cannot be read, or holds no table. The message can be shown to the user."""


def is_markup(data: bytes) -> bool:
    """Tell from the first bytes whether this is a table in markup."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t")
    return head.startswith(b"<") and (_SPREADSHEET in head or _HTML.search(head) is not None)


def tables(data: bytes) -> list[Table]:
    """Return the tables, in order.

    Raises:
        BadMarkup: too large, broken, or without a table.
    """
    if len(data) > MAX_BYTES:
        msg = f"网页格式的表格超过{MAX_BYTES // 1024 // 1024}MB，请用Excel另存为xlsx再交"
        raise BadMarkup(msg)
    found = list(_of_xml(data) if _SPREADSHEET in data[:4096] else _of_html(data))
    if not found:
        msg = "这是网页，里面没有表格；请从税局重新导出Excel"
        raise BadMarkup(msg)
    return found


def _of_html(data: bytes) -> Iterator[Table]:
    charset = _CHARSET.search(data[:4096])
    name = charset[1].decode("ascii", "replace").lower() if charset else ""
    encodings = ["gb18030" if name in {"gb2312", "gbk"} else name, "utf-8", "gb18030"]
    for encoding in filter(None, encodings):
        try:
            text = data.decode(encoding)
            break
        except (UnicodeDecodeError, LookupError):
            continue
    else:
        msg = "网页格式的表格编码不认识，请用Excel另存为xlsx再交"
        raise BadMarkup(msg)
    parser = etree.HTMLParser(no_network=True, remove_comments=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        msg = "网页格式的表格已损坏，请从税局重新导出Excel"
        raise BadMarkup(msg) from error
    for table in root.iter("table"):
        rows = [_cells(row) for row in table.iter("tr")]
        if rows:
            yield "", rows


def _cells(row: etree._Element) -> list[Cell]:
    found: list[Cell] = []
    for cell in row.iterchildren("td", "th"):
        found.append(" ".join("".join(map(str, cell.itertext())).split()))
        span = str(cell.get("colspan", "1"))
        found += [""] * (min(int(span), MAX_SPAN) - 1 if span.isascii() and span.isdigit() else 0)
    return found


def _of_xml(data: bytes) -> Iterator[Table]:
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml as error:
        msg = "XML格式的表格已损坏或不安全，请用Excel另存为xlsx再交"
        raise BadMarkup(msg) from error
    for sheet in root.iter(f"{_OF_SHEET}Worksheet"):
        rows: list[list[Cell]] = []
        for row in sheet.iter(f"{_OF_SHEET}Row"):
            place = _index(row, len(rows))
            rows += [[] for _ in range(place - len(rows))]
            rows.append(_data(row))
        if rows:
            yield str(sheet.get(f"{_OF_SHEET}Name", "")), rows


def _data(row: etree._Element) -> list[Cell]:
    cells: list[Cell] = []
    for cell in row.iterchildren(f"{_OF_SHEET}Cell"):
        cells += [""] * (_index(cell, len(cells)) - len(cells))
        held = cell.find(f"{_OF_SHEET}Data")
        text = "" if held is None else "".join(map(str, held.itertext())).strip()
        number = held is not None and held.get(f"{_OF_SHEET}Type") == "Number"
        cells.append(_number(text) if number else text)
    return cells


def _index(element: etree._Element, place: int) -> int:
    """Return where a row or cell stands that says so; there is no going back or far ahead."""
    said = str(element.get(f"{_OF_SHEET}Index", ""))
    if not (said.isascii() and said.isdigit()):
        return place
    return min(max(int(said) - 1, place), place + MAX_SPAN)


def _number(text: str) -> Cell:
    """Return a number; one of more than fifteen digits is left as it is written."""
    try:
        return float(text) if len(text) <= 15 else text  # noqa: PLR2004 - what a float holds
    except ValueError:
        return text
