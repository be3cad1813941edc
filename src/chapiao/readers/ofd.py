"""OFD: embedded XML, the author's notes and tags, the printed text, and the QR code.

The work is done in `ofd_file`, which is loaded with the first OFD: an XML is read
without it.
"""

from __future__ import annotations

from typing import Final

from chapiao.readers.reading import Reading
from chapiao.readers.said import Said

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


def structured(data: bytes) -> tuple[Said, ...]:
    """Return what the data of an OFD say, without looking at its faces.

    Raises:
        Damaged: broken, cut short or unsafe.
        NotAnInvoice: another document, or another kind of ZIP.
    """
    from chapiao.readers import ofd_file

    return ofd_file.structured(data)
