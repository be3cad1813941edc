"""Any XML that speaks of an invoice: for the files embedded in OFDs and PDFs."""

from __future__ import annotations

from chapiao.formats import safe_xml
from chapiao.formats.safe_xml import Element
from chapiao.readers import einvoice_xml, feed_xml, tax_control_xml, xbrl
from chapiao.readers.said import Said

# Those come first that know theirs by the root element.
_SAYS = (einvoice_xml.says, xbrl.says, tax_control_xml.says, feed_xml.says)


def says(data: bytes) -> Said | None:
    """Return what an embedded file says; None when it is no invoice's XML.

    Raises:
        NotAnInvoice: it is of a bank receipt or another voucher, which it names.
    """
    try:
        root = safe_xml.parse(data, blanks=False)
    except safe_xml.BadXml:
        return None
    return said_in(root)


def said_in(root: Element) -> Said | None:
    """Return what a document says; None when it is no invoice's.

    Raises:
        NotAnInvoice: it is of a bank receipt or another voucher, which it names.
    """
    for reads in _SAYS:
        found = reads(root)
        if found is not None:
            return found
    return None
