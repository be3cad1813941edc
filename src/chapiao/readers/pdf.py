"""PDF: embedded XML, the text layer by position, and the QR code of every invoice's page.

The work is done in `pdf_file`, which is loaded with the first PDF: an XML is read
without it.
"""

from __future__ import annotations

from typing import Final

from chapiao.readers.reading import Reading

_MARK: Final = b"%PDF-"


def accepts(head: bytes) -> bool:
    """Tell by the mark, which may follow some other bytes."""
    return _MARK in head[:1024]


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices of a PDF.

    Raises:
        Damaged: broken, cut short or locked.
        NotAnInvoice: another document.
        Unseen: pictures without a QR code.
    """
    from chapiao.readers import pdf_file

    return pdf_file.read(data)
