"""The files that `chapiao import` is given: tables to import, and records to rescue numbers from.

Pure reading: no Django, no database.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain
from chapiao.readers import archive, export
from chapiao.readers.export_assigned import BadColumns, columns_said
from chapiao.readers.export_model import DamagedRow, ExportRow, ExportTable, RejectedRow
from chapiao.readers.export_rescue import Whole, rescued
from chapiao.readers.reading import Damaged, ReadError

MAX_BYTES = 200 * 1024 * 1024
CHUNK = 2000  # invoices written at once
_LEFT_OUT = {".DS_Store", "Thumbs.db", "desktop.ini"}


class CannotRescue(Exception):
    """The file given for rescue holds no records. The message can be shown to the user."""


def tables(paths: Iterable[str]) -> Iterator[tuple[str, bytes | ReadError]]:
    """Yield every file of the paths, of the folders and archives among them."""
    for path in _walked(paths):
        try:
            data = _bytes(path)
        except Damaged as error:
            yield path, error
            continue
        for member, content in archive.walk(path, data):
            yield f"{path} › {member}" if member else path, content


def preview(
    path: str, content: bytes | ReadError, rescue: list[Whole], columns: Mapping[str, str]
) -> dict[str, Any]:
    """Return what one file holds, as the contract prints it; `invoices` is an iterator.

    `columns` is what headings are that are not known: plain heading → field.
    """
    try:
        if isinstance(content, ReadError):
            raise content
        table = export.read(content, Path(path).name, columns or None)
    except ReadError as error:
        return _told(path, None, str(error))
    if table.outline is not None:
        return _told(path, None, unknown(table.outline.headings))
    if table.is_empty:
        return _told(path, table, export.NO_ROWS)
    return _told(path, rescued(table, rescue) if rescue else table, None)


def columns(text: str) -> dict[str, str]:
    """Return plain heading → field of a text such as 票号=发票号码,总额=价税合计.

    Raises:
        BadColumns: it is written otherwise, or names a field that there is not.
    """
    pairs = [
        one.partition("=") for one in re.split("[,，]", text.replace("＝", "=")) if one.strip()
    ]
    wrong = [heading for heading, equals, _ in pairs if not equals]
    if wrong or not pairs:
        msg = f"--map 要写成 列名=字段,列名=字段，这里是「{text[:60]}」"
        raise BadColumns(msg)
    return columns_said({heading: words for heading, _, words in pairs})


def unknown(headings: Sequence[str]) -> str:
    """Say that the headings are not known, which they are, and how to say what they are."""
    seen = "、".join(one.strip() for one in headings if one.strip())[:200]
    return (
        f"认不出这份表格，表头是：{seen}。税局导出的请交原表，不要改动表头；"
        "其他清单请用 --map 列名=字段,列名=字段 指定，如 --map 票号=发票号码,总额=价税合计"
    )


def as_lines(told: dict[str, Any]) -> Iterator[bytes]:
    """Yield the JSON of one file in pieces, for a table may have rows by the hundred thousand."""
    invoices = told["invoices"]
    first, rest = orjson.dumps(told | {"invoices": []}).split(b'"invoices":[]', 1)
    yield first + b'"invoices":['
    between = b""
    while chunk := list(islice(invoices, CHUNK)):
        yield between + orjson.dumps(chunk)[1:-1]
        between = b","
    yield b"]" + rest + b"\n"


def whole_records(path: str) -> list[Whole]:
    """Return the records of a file given for rescue: a table, JSON Lines, or invoice files.

    Raises:
        CannotRescue: it holds none, or a line of it makes no sense.
    """
    if not Path(path).exists():
        msg = f"没有这个文件或文件夹：{path}"
        raise CannotRescue(msg)
    if Path(path).suffix.lower() in {".jsonl", ".json"}:
        found = list(_from_lines(path))
    else:
        found = [one for name, content in tables([path]) for one in _records(name, content)]
    if not found:
        msg = f"「{path}」里没有读到发票，不能用来恢复号码"
        raise CannotRescue(msg)
    return found


def _records(path: str, content: bytes | ReadError) -> Iterator[Whole]:
    if isinstance(content, ReadError):
        return
    name = Path(path).name
    try:
        table = export.read(content, name)
    except ReadError:
        yield from _from_invoices(name, content)
    else:
        for row in table.rows:
            yield row.invoice, f"「{name}」第{row.row}行"


def _from_invoices(name: str, content: bytes) -> Iterator[Whole]:
    from chapiao import readers

    try:
        for reading in readers.read(content):
            yield reading.invoice, f"发票文件「{name}」"
    except ReadError:
        return


def _from_lines(path: str) -> Iterator[Whole]:
    from chapiao.diagnosis.memory import BadRow, record_of

    for at, line in enumerate(Path(path).read_bytes().splitlines(), start=1):
        if not line.strip():
            continue
        try:
            yield record_of(orjson.loads(line)).invoice, f"「{Path(path).name}」第{at}行"
        except (orjson.JSONDecodeError, AttributeError) as error:
            msg = f"{path} 第{at}行不是JSON对象"
            raise CannotRescue(msg) from error
        except BadRow as error:
            msg = f"{path} 第{at}行：{error}"
            raise CannotRescue(msg) from error


def _walked(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        for folder, inside, names in os.walk(path):
            inside.sort()
            yield from (str(Path(folder, name)) for name in sorted(names) if name not in _LEFT_OUT)


def _bytes(path: str) -> bytes:
    try:
        if Path(path).stat().st_size > MAX_BYTES:
            msg = f"文件超过{MAX_BYTES // 1024 // 1024}MB，请分成几份"
            raise Damaged(msg)
        return Path(path).read_bytes()
    except OSError as error:
        msg = f"文件打不开：{error.strerror or '读取失败'}"
        raise Damaged(msg) from error


def _told(path: str, table: ExportTable | None, reason: str | None) -> dict[str, Any]:
    totals = table.totals if table else None
    return {
        "file": path,
        "layout": table.layout if table else None,
        "readable": table is not None,
        "reason": reason,
        "invoices": (_row(one, table.sheets) for one in table.rows) if table else iter(()),
        "rejected_rows": [
            {"row": one.row, "reason": one.reason, "sheet": _sheet(one, table)}
            for one in (table.rejected if table else ())
        ],
        "damaged_numbers": [
            {
                "row": row.row,
                "seen": one.seen,
                "suggested": one.suggested,
                "from": one.suggested_from or None,
                "field": one.field,
                "sheet": _sheet(row, table),
            }
            for row in (table.damaged if table else ())
            for one in row.fields
        ],
        "totals": {
            "count": totals.count if totals else 0,
            **{
                name: plain(getattr(totals, name) if totals else 0)
                for name in ("amount", "tax", "total")
            },
        },
    }


def _sheet(one: RejectedRow | DamagedRow, table: ExportTable | None) -> str:
    return table.sheets[one.sheet] if table else ""


def _row(one: ExportRow, sheets: Sequence[str]) -> dict[str, Any]:
    invoice: Invoice = one.invoice
    return {
        "row": one.row,
        "sheet": sheets[one.sheet],
        "code": invoice.code,
        "number": invoice.number,
        "second_number": invoice.second_number,
        "date": invoice.issued_on.isoformat() if invoice.issued_on else None,
        "seller_name": invoice.seller_name,
        "seller_tax_id": invoice.seller_tax_id,
        "buyer_name": invoice.buyer_name,
        "buyer_tax_id": invoice.buyer_tax_id,
        **{
            name: None if (fen := getattr(invoice, name)) is None else plain(fen)
            for name in ("amount", "tax", "total")
        },
        "status": one.status,
        "kind": invoice.kind.value if invoice.kind else None,
        "positive": one.positive,
        "risk": one.risk,
        "source": one.source,
    }
