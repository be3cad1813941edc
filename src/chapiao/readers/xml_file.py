"""What every XML reader does around its own tags: parse safely, want a number, make a reading."""

from __future__ import annotations

from collections.abc import Callable

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.invoice.kind import Kind
from chapiao.readers.reading import Damaged, NotAnInvoice, Reading
from chapiao.readers.said import Said
from chapiao.readers.witnesses import reading_of


def read(data: bytes, says: Callable[[Element], Said | None]) -> tuple[Reading, ...]:
    """Return the one invoice of an XML file.

    Raises:
        Damaged: not well formed, or unsafe.
        NotAnInvoice: another document, or one without a number.
    """
    root = parsed(data)
    found = says(root)
    if found is None:
        msg = "这是XML文件，但不是发票（认得数电票、税控发票和XBRL），请确认交对了文件"
        raise NotAnInvoice(msg, kind=Kind.OTHER)
    if found.invoice.number is None:
        msg = "XML里没有有效的发票号码，请重新下载发票文件"
        raise NotAnInvoice(msg, kind=found.invoice.kind)
    signed = any(safe_xml.text_at(root, path) for path in _SIGNATURES)
    return (reading_of((found,), file_format="xml", signed=signed),)


def parsed(data: bytes) -> Element:
    """Return the root element.

    Raises:
        Damaged: not well formed, or unsafe.
    """
    try:
        return safe_xml.parse(data, blanks=False)
    except safe_xml.BadXml as error:
        raise Damaged(str(error)) from error


_SIGNATURES = ("TaxBureauSignature/SignatureValue", "Signature")
