"""Lists from files: a table, a parquet file, a folder or archive of invoice files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from chapiao import readers
from chapiao.formats import safe_zip, spreadsheet
from chapiao.invoice.model import Invoice
from chapiao.readers import archive, lists
from chapiao.readers.lists import Listing, Noted, Role
from chapiao.readers.lists.model import blank_row, no_columns
from chapiao.readers.reading import ReadError, Reading

PARQUET: Final = b"PAR1"
MOST_BYTES: Final = 100 * 1024 * 1024  # of a table that is read here; more is for the engine
CSV: Final = "CSV"
_SAME: Final = "同一张票的其他文件"
_LEFT_OUT: Final = {".DS_Store", "Thumbs.db", "desktop.ini"}


class Side(StrEnum):
    """What a list stands for where a gap is explained."""

    BUREAU = "税局"
    OURS = "台账"
    PAYMENTS = "付款"
    FILES = "发票文件"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One list to be compared: rows that were read, or `paths` that the engine reads itself.

    `known_on` has the day on which each row came to be known, where the list tells.
    """

    name: str
    side: Side
    layout: str
    source: str = ""
    listing: Listing | None = None
    paths: tuple[str, ...] = ()
    mapped: Mapping[str, str] | None = None
    known_on: Sequence[date | None] | None = None

    @property
    def heading_rows(self) -> int:
        """How many rows of a file that the engine reads stand above its first one."""
        return 1 if self.layout == CSV else 0


class NotAList(Exception):
    """A file cannot be taken as a list. The message can be shown to the user."""

    def __init__(self, message: str, listing: Listing | None = None) -> None:
        super().__init__(message)
        self.listing = listing  # its headings, where a person could say what they are


def opened(path: str, mapped: Mapping[str, str] | None = None) -> Given:
    """Return the list in a file or folder. `mapped` is what a person said of its columns.

    Raises:
        NotAList: there is none, or its headings are not known.
    """
    place = Path(path)
    if not place.exists():
        msg = f"没有这个文件或文件夹：{path}"
        raise NotAList(msg)
    if place.is_dir():
        return _folder(place, mapped)
    try:
        with place.open("rb") as file:
            head = file.read(len(PARQUET))
        if head == PARQUET:
            return by_engine(path, (path,), mapped)
        if place.stat().st_size > MOST_BYTES and head[:2] != b"PK":
            return by_engine(path, (path,), mapped)
        return of_bytes(place.read_bytes(), place.name, mapped, source=path)
    except OSError as error:
        msg = f"文件打不开：{path}（{error.strerror or '读取失败'}）"
        raise NotAList(msg) from error


def by_engine(source: str, paths: Sequence[str], mapped: Mapping[str, str] | None = None) -> Given:
    """Return a list that the engine reads by itself: parquet, or a CSV file of any size."""
    name = Path(source).stem or source
    return Given(
        name=name,
        side=_side_by_name(name),
        layout="Parquet" if str(paths[0]).lower().endswith((".parquet", ".pq")) else CSV,
        source=source,
        paths=tuple(paths),
        mapped=mapped,
    )


def of_bytes(
    data: bytes, name: str, mapped: Mapping[str, str] | None = None, *, source: str = ""
) -> Given:
    """Return the list in a file's bytes: a table, or an archive of invoice files.

    Raises:
        NotAList: there is none, or its headings are not known.
    """
    try:
        if safe_zip.is_zip(data) and not spreadsheet.is_workbook(data):
            members = archive.walk(name, data)
            return of_invoices(name, source or name, _read((m or name, one) for m, one in members))
        listing = lists.read(data, Path(name).stem, mapped)
    except ReadError as error:
        msg = f"{name}：{error}"
        raise NotAList(msg) from error
    if listing.outline is not None:
        seen = "、".join(one.strip() for one in listing.headings if one.strip())[:200]
        msg = (
            f"{name}：认不出表头（{seen}）；请用 --map 列名=字段,列名=字段 说明，"
            "如 --map 票号=发票号码,总额=价税合计"
        )
        raise NotAList(msg, listing)
    return of_listing(listing, source or name)


def of_listing(listing: Listing, source: str) -> Given:
    """Return a table that was read as a list to be compared."""
    return Given(
        name=Path(source).stem,
        side=_side(listing),
        layout=listing.layout,
        source=source,
        listing=listing,
    )


def named_apart(given: Sequence[Given]) -> list[Given]:
    """Return the lists with names that differ."""
    names = [one.name for one in given]
    return [
        one if names.count(one.name) == 1 else replace(one, name=f"{one.name}（{at}）")
        for at, one in enumerate(given, 1)
    ]


def _folder(place: Path, mapped: Mapping[str, str] | None) -> Given:
    names = sorted(one for one in place.rglob("*") if one.is_file() and one.name not in _LEFT_OUT)
    parquet = [str(one) for one in names if one.suffix.lower() in {".parquet", ".pq"}]
    if parquet and len(parquet) == len(names):
        return by_engine(str(place), parquet, mapped)
    members = (
        (f"{one.relative_to(place)}{' › ' if inner else ''}{inner}", content)
        for one in names
        for inner, content in archive.walk(one.name, one.read_bytes())
    )
    return of_invoices(place.name, str(place), _read(members))


def _read(
    members: Iterable[tuple[str, bytes | ReadError]],
) -> Iterator[tuple[str, tuple[Reading, ...] | ReadError]]:
    """Yield what every file says, or why it says nothing."""
    for place, content in members:
        try:
            if isinstance(content, ReadError):
                raise content
            yield place, tuple(readers.read(content))
        except ReadError as error:
            yield place, error


def of_invoices(
    name: str, source: str, files: Iterable[tuple[str, tuple[Reading, ...] | ReadError]]
) -> Given:
    """Return the invoices of files, a row each; a file that is none is told as refused.

    Several files of one invoice are one row: the same invoice as PDF and OFD is no duplicate.

    Raises:
        NotAList: there is no file.
    """
    columns = no_columns()
    places: list[str] = []
    refused: list[Noted] = []
    seen: set[str | None] = set()
    again = 0
    for place, content in files:
        if isinstance(content, ReadError):
            places.append(place)
            refused.append(Noted(row=len(places), says=str(content)))
            continue
        for reading in content:
            key = reading.invoice.key or reading.invoice.second_key
            if key is not None and key in seen:
                again += 1
                continue
            seen.add(key)
            places.append(place)
            _add(columns, reading.invoice, len(places))
    if not places:
        msg = f"{name}：里面没有文件"
        raise NotAList(msg)
    listing = Listing(
        name=name,
        layout="发票文件",
        role=Role.INVOICES,
        columns=columns,
        places=tuple(places),
        refused=tuple(refused),
        left_out=((_SAME, again),) if again else (),
    )
    return Given(name=name, side=Side.FILES, layout=listing.layout, source=source, listing=listing)


def _add(columns: dict[str, list[Any]], invoice: Invoice, row: int) -> None:
    values = blank_row() | {
        "row": row,
        "sheet": 0,
        "code": invoice.code or "",
        "number": invoice.number or "",
        "second_number": invoice.second_number or "",
        "seller_tax_id": invoice.seller_tax_id or "",
        "seller_name": invoice.seller_name or "",
        "buyer_tax_id": invoice.buyer_tax_id or "",
        "buyer_name": invoice.buyer_name or "",
        "kind": "" if invoice.kind is None else invoice.kind.value,
        "issued_on": invoice.issued_on,
        "amount": invoice.amount,
        "tax": invoice.tax,
        "total": invoice.total,
    }
    for name, column in columns.items():
        column.append(values[name])


def _side(listing: Listing) -> Side:
    if listing.role is Role.PAYMENTS or listing.layout == "付款清单":
        return Side.PAYMENTS
    if listing.layout.startswith(("税局导出", "用途确认")):
        return Side.BUREAU
    return _side_by_name(listing.name) if listing.layout == "发票清单" else Side.OURS


def _side_by_name(name: str) -> Side:
    plain = name.lower()
    words = ("税局", "全量发票", "电子税务局", "用途确认", "勾选", "tax", "etax", "进项发票导出")
    return Side.BUREAU if any(one in plain for one in words) else Side.OURS
