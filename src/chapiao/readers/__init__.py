"""Readers: bytes of one file → what it says of its invoices, with every witness.

`read` asks each reader in order; the first that accepts the file answers. `structured`
gives what a file's data say, quickly and unchecked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from chapiao.invoice.kind import Kind
from chapiao.readers import (
    einvoice_xml,
    feed_xml,
    ofd,
    pdf,
    picture,
    tax_control_xml,
    xbrl,
    xml_any,
    xml_file,
)
from chapiao.readers.reading import Damaged, NotAnInvoice, Reader, ReadError, Reading, Unseen
from chapiao.readers.said import Said
from chapiao.readers.unknown import refusal

if TYPE_CHECKING:
    from chapiao.readers.export_model import ExportTable

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Damaged",
    "NotAnInvoice",
    "ReadError",
    "Reading",
    "Said",
    "Unseen",
    "read",
    "structured",
]

# Order matters: the XML readers go from the most telling tags to any XML at all.
READERS: tuple[Reader, ...] = (
    ofd,
    pdf,
    picture,
    einvoice_xml,
    tax_control_xml,
    xbrl,
    feed_xml,
)
MAX_BYTES: Final = 100 * 1024 * 1024
_HEAD: Final = 16 * 1024


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices that a file holds, never none.

    Raises:
        Damaged: broken, cut short, locked, too large or unsafe.
        NotAnInvoice: sound, and something else; it names the kind where it is known.
    """
    _check(data)
    head = data[:_HEAD]
    refused: NotAnInvoice | None = None
    for reader in READERS:
        if not reader.accepts(head):
            continue
        try:
            return reader.read(data)
        except NotAnInvoice as error:
            if error.kind is not Kind.OTHER:
                raise
            refused = refused or error  # a later reader may know the document
    if refused is not None:
        raise refused
    raise refusal(data)


def structured(data: bytes) -> tuple[Said, ...]:
    """Return what the data of an XML or OFD say of its invoice; () where there are none.

    The data are the XML itself, and an OFD's attachments, notes and tags, the surest
    first. Several times faster than `read`, and worth less: nothing is compared, with
    one another or with what is printed, and nothing is doubted.

    Raises:
        Damaged: broken, cut short, too large or unsafe.
        NotAnInvoice: sound, and something else; it names the kind where it is known.
    """
    _check(data)
    if ofd.accepts(data):
        return ofd.structured(data)
    if not data.startswith(b"<") and not feed_xml.accepts(data[:_HEAD]):
        raise refusal(data)
    found = xml_any.said_in(xml_file.parsed(data))
    return () if found is None else (found,)


def export_table(data: bytes, name: str = "") -> ExportTable:
    """Return the invoices of a tax-bureau export. `name` is the file's.

    Raises:
        Damaged: no spreadsheet, broken, locked, or out of proportion.
        NotAnInvoice: a spreadsheet without a list of invoices.
    """
    from chapiao.readers import export

    return export.read(data, name)


def _check(data: bytes) -> None:
    if not data or data.isspace():
        msg = "文件是空的，请重新下载"
        raise Damaged(msg)
    if len(data) > MAX_BYTES:
        msg = f"文件超过{MAX_BYTES // 1024 // 1024}MB，不予读取，请拆成几份"
        raise Damaged(msg)
