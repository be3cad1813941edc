"""Tables written as text: CSV and TSV, whatever the encoding and the delimiter.

UTF-8, UTF-16 with or without a mark, and GB18030. Nothing is taken for a number.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Final

_DELIMITERS: Final = (",", "\t", ";", "|", "，")
_LOOKED_AT: Final = 60  # lines by which a delimiter is chosen
_NO_TABLE: Final = "CSV文件的格式不对，请用Excel另存为xlsx再交"


class BadText(Exception):
    """The bytes are no table in words. The message can be shown to the user."""


def rows(data: bytes) -> list[list[str]]:
    """Return the rows of a text file, cells without what keeps a spreadsheet off a number.

    Raises:
        BadText: in no encoding that is known, or no table.
    """
    text = _decoded(data)
    if text[:4].lower() == "sep=":  # a line for Excel that says how the others are cut
        text = text.partition("\n")[2]
    try:
        return list(_cells(text, _delimiter(text)))
    except csv.Error as error:
        raise BadText(_NO_TABLE) from error


def _cells(text: str, delimiter: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
        yield [_unquoted(cell) for cell in row]


def _delimiter(text: str) -> str:
    """Return what cuts most lines into the same, large number of cells."""
    return max(_DELIMITERS, key=lambda one: _evenness(text, one))


def _evenness(text: str, delimiter: str) -> int:
    try:
        lines = list(islice(csv.reader(io.StringIO(text), delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return 0
    widths = Counter(len(line) for line in lines if len(line) > 1)
    return max((width * times for width, times in widths.items()), default=0)


def _decoded(data: bytes) -> str:
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.removeprefix("\ufeff")
    msg = "这个文件的文字编码不认识（不是UTF-8、GBK或UTF-16），请用Excel另存为xlsx再交"
    raise BadText(msg)


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ("utf-16",)
    head = data[:4096]
    zeros = head[1::2].count(0), head[::2].count(0)
    if max(zeros):  # ASCII in UTF-16 has a zero in every other byte, and no text else has any
        return ("utf-16-le", "utf-16-be") if zeros[0] > zeros[1] else ("utf-16-be", "utf-16-le")
    return ("utf-8-sig", "gb18030")


def _unquoted(cell: str) -> str:
    """Take off what is written around a number to keep a spreadsheet from touching it.

    >>> _unquoted('="25112000000012345678"')
    '25112000000012345678'
    """
    bare = cell.strip()
    if bare.startswith('="') and bare.endswith('"'):
        return bare[2:-1]
    return bare
