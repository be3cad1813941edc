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
    return (reading_of((found,), file_format="xml", signed=_is_signed(root)),)


def parsed(data: bytes) -> Element:
    """Return the root element.

    Raises:
        Damaged: not well formed, or unsafe.
    """
    try:
        return safe_xml.parse(data, blanks=False)
    except safe_xml.BadXml as error:
        raise Damaged(str(error)) from error


def _is_signed(root: Element) -> bool:
    """Whether there is a signature, by the bureau or by anybody: some leave its place empty."""
    return any(
        safe_xml.text_at(one, "SignatureValue")
        if safe_xml.name(one) == _BUREAU
        else safe_xml.text(one)
        for one in safe_xml.children(root, _BUREAU, "Signature")
    )


_BUREAU = "TaxBureauSignature"
