"""OFD: embedded XML, the author's notes and tags, the printed text, and the QR code.

The work is done in `ofd_file`, which is loaded with the first OFD: an XML is read
without it.
"""

from __future__ import annotations

from typing import Final

from chapiao.readers.reading import Reading

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")


def accepts(head: bytes) -> bool:
    """Take any ZIP; what is in it shows when it is opened."""
    return head.startswith(_ZIP)


def read(data: bytes) -> tuple[Reading, ...]:
    """Return the invoices of an OFD.

    Raises:
        Damaged: broken, cut short or unsafe.
        NotAnInvoice: another document, or another kind of ZIP.
        Unseen: pictures without a QR code.
    """
    from chapiao.readers import ofd_file

    return ofd_file.read(data)
