"""A reading, or a refusal, as the JSON that commands, pages and the API share.

The keys and their forms are a contract: money with two decimals as text, dates as
YYYY-MM-DD, "" for known to be absent, null for not known.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from chapiao.invoice.as_json import invoice_json
from chapiao.invoice.model import Invoice
from chapiao.readers import ofd, pdf, picture
from chapiao.readers.reading import Doubt, ReadError, Reading

UNSIGNED = "文件里没有签章"
NOT_RUN = "文件里有签章，这里没有核对"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON_NAMES = {"issued_on": "date"}


def file_facts(data: bytes | None) -> dict[str, Any]:
    """Return what is true of the file whatever it says; None for one that nobody could open."""
    if data is None:
        return {"sha256": None, "size": None, "format": "other"}
    return {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "format": _format(data)}


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return one invoice read."""
    return {
        "part": reading.part,
        "outcome": "doubts" if reading.doubts else "read",
        **invoice_json(reading.invoice),
        "read_from": {
            _JSON_NAMES.get(field, field): [witness.value for witness in witnesses]
            for field, witnesses in reading.read_from.items()
        },
        "doubts": [_doubt(doubt) for doubt in reading.doubts],
        "refused": None,
        "seal": _seal(signed=reading.signed),
    }


def refusal_json(error: ReadError) -> dict[str, Any]:
    """Return one file refused, with the same keys."""
    return {
        "part": 1,
        "outcome": "refused",
        **invoice_json(Invoice(kind=error.kind)),
        "read_from": {},
        "doubts": [],
        "refused": {"id": error.id, "text": str(error)},
        "seal": _seal(signed=None),
    }


def json_lines(
    data: bytes | None,
    found: tuple[Reading, ...] | ReadError,
    seal: dict[str, Any] | None = None,
) -> Iterator[dict[str, Any]]:
    """Yield the lines of one file: one an invoice, or one for the refusal.

    `seal` is what was found of the file's signatures, where somebody checked them.
    """
    facts = file_facts(data) | ({} if seal is None else {"seal": seal})
    if isinstance(found, ReadError):
        yield refusal_json(found) | facts
    else:
        for reading in found:
            yield reading_json(reading) | facts


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {
        "id": doubt.id,
        "field": _JSON_NAMES.get(doubt.field, doubt.field),
        "values": {witness.value: text for witness, text in doubt.values.items()},
        "text": doubt.text,
    }


def _seal(*, signed: bool | None) -> dict[str, Any]:
    return {
        "result": "未执行" if signed else "无签章",
        "trusted": None,
        "signer": None,
        "signed_at": None,
        "changed": [],
        "text": NOT_RUN if signed else UNSIGNED,
    }


def _format(data: bytes) -> str:
    """Name the format by content, never by the file's name."""
    head = data[:1024]
    if pdf.accepts(head):
        return "pdf"
    if picture.accepts(head):
        return "image"
    if ofd.accepts(head):
        return _zip_format(data)
    bare = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").strip(b"\xff\xfe \r\n\t")
    if bare.startswith(b"<"):
        return "xml"
    from chapiao.formats import mail

    if mail.is_mail(data):
        return "eml"
    return "xls" if data.startswith(_OLE) else "other"


def _zip_format(data: bytes) -> str:
    from chapiao.formats import ofd as containers
    from chapiao.formats import safe_zip, spreadsheet

    try:
        archive = safe_zip.open_zip(data)
    except safe_zip.BadZip:
        return "zip"
    if containers.is_ofd(archive):
        return "ofd"
    return "xlsx" if spreadsheet.is_workbook(data) else "zip"
