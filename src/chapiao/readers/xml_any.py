"""Any XML that speaks of an invoice: for the files embedded in OFDs and PDFs."""

from __future__ import annotations

from chapiao.formats import safe_xml
from chapiao.readers import einvoice_xml, feed_xml, tax_control_xml, xbrl
from chapiao.readers.said import Said

_READERS = (einvoice_xml, tax_control_xml, xbrl, feed_xml)


def says(data: bytes) -> Said | None:
    """Return what an embedded file says; None when it is no invoice's XML.

    Raises:
        NotAnInvoice: it is of a bank receipt or another voucher, which it names.
    """
    try:
        root = safe_xml.parse(data)
    except safe_xml.BadXml:
        return None
    return next((found for reader in _READERS if (found := reader.says(root))), None)
