"""Reading: what one file says of one invoice, with every witness of every field.

Three outcomes: read, read with doubts (a person should look), or refused with a
sentence the user can act on. A reader never decides between witnesses silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum
from typing import Protocol

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice


class Witness(StrEnum):
    """Where in a file a value was seen, surest first."""

    XML = "xml"
    XBRL = "xbrl"
    TAG = "tag"
    QR = "qr"
    TEXT = "text"
    OCR = "ocr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something a person should look at. `values` holds what each witness says."""

    id: str
    field: str
    text: str
    values: Mapping[Witness, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One invoice of one file.

    `read_from` names the witnesses of each field of `invoice`; `part` counts the
    invoices of one document from 1.
    """

    invoice: Invoice
    format: str
    read_from: Mapping[str, tuple[Witness, ...]] = made(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    signed: bool | None = None
    part: int = 1


class ReadError(Exception):
    """The file gives no invoice. The message can be shown to the user as it is."""

    id = "unreadable"

    def __init__(self, message: str, *, kind: Kind | None = None) -> None:
        super().__init__(message)
        self.kind = kind


class Damaged(ReadError):
    """The file is broken, cut short or unsafe."""

    id = "damaged"


class NotAnInvoice(ReadError):
    """The file is sound and is something else; `kind` names it where it is known."""

    id = "not_an_invoice"


class Unseen(ReadError):
    """The file may well show an invoice, but nothing here can see its number."""

    id = "needs_person"


class Reader(Protocol):
    """A reader is a module with these two functions. It keeps no state."""

    def accepts(self, head: bytes) -> bool:
        """Tell from the first bytes, never the file name, whether to try."""

    def read(self, data: bytes) -> tuple[Reading, ...]:
        """Return the invoices the file holds, or raise ReadError."""
