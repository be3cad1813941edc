"""The kept bytes of a comparison's lists → lists to be compared, by a child that can be killed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from chapiao.actions import import_columns, reconciliation_lists
from chapiao.actions.compare.inputs import (
    PARQUET,
    Given,
    NotAList,
    by_engine,
    of_invoices,
    of_listing,
)
from chapiao.formats import safe_zip, spreadsheet
from chapiao.outside.reader_process import ReaderProcess
from chapiao.readers.export_model import Outline
from chapiao.readers.reading import ReadError, Reading
from chapiao.store import originals
from chapiao.store.models import Document, Reconciliation


class NeedsColumns(Exception):
    """A person has to say what the columns of a list are."""

    def __init__(self, at: int, outline: Outline) -> None:
        super().__init__(f"list {at}")
        self.at, self.outline = at, outline


def opened(one: Reconciliation, at: int, reader: ReaderProcess) -> Given:
    """Return one of the lists of a comparison.

    Raises:
        NotAList: the file is none.
        NeedsColumns: its headings are not known.
        originals.OriginalLost: its bytes are gone.
    """
    kept = one.lists[at]
    document = Document.objects.get(pk=kept["document"])
    with originals.open_original(document) as file:
        data = file.read()
    name = str(kept["name"])
    columns = kept.get("columns")
    try:
        if kept["ledger"]:
            return replace(reconciliation_lists.given(data), name=name)
        if data.startswith(PARQUET):
            place = str(originals.place(document.sha256))
            return replace(
                by_engine(name, (place,), columns), name=Path(name).stem, layout="Parquet"
            )
        if safe_zip.is_zip(data) and not spreadsheet.is_workbook(data):
            return of_invoices(Path(name).stem, name, _readings(data, reader))
        return _table(one, at, data, reader)
    except ReadError as error:
        msg = f"{name}：{error}"
        raise NotAList(msg) from error


def _table(one: Reconciliation, at: int, data: bytes, reader: ReaderProcess) -> Given:
    """Return a table, its columns as they were said with it or of one like it before."""
    kept = one.lists[at]
    name = str(kept["name"])
    stem = Path(name).stem
    listing = reader.listing(data, stem, kept.get("columns"))
    if listing.outline is not None and "columns" not in kept:
        before = import_columns.remembered(one.made_by, listing.outline.headings)
        if before is not None:
            listing = reader.listing(data, stem, before)
    if listing.outline is not None:
        raise NeedsColumns(at, listing.outline)
    return of_listing(listing, name)


def _readings(
    data: bytes, reader: ReaderProcess
) -> Iterator[tuple[str, tuple[Reading, ...] | ReadError]]:
    """Yield what every file of an archive says, or why it says nothing."""
    for place, content in list(reader.members(data)):
        if isinstance(content, str):
            yield place, ReadError(content)
            continue
        try:
            yield place, reader.read(content)
        except ReadError as error:
            yield place, error
