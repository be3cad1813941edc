"""Any XML that speaks of an invoice: for the files embedded in OFDs and PDFs."""

from __future__ import annotations

from chapiao.formats import safe_xml
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
    for says in _SAYS:
        found = says(root)
        if found is not None:
            return found
    return None
