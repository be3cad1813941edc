"""Which blue invoice a red one offsets, as its remark says.

Source: domain §3.3 [A sample] for the 数电 words; 税控 red invoices name code and number.
"""

from __future__ import annotations

import re

from chapiao.invoice.model import Invoice, identity

_DIGITAL = re.compile(r"被红冲蓝字数电(?:发)?票号码[:：]\s*(\d{20})(?!\d)")
_TAXED = re.compile(
    r"对应正数发票代码[:：]?\s*(\d{10}|\d{12})\s*(?:发票)?号码[:：]?\s*(\d{8})(?!\d)"
)


def red_of(invoice: Invoice) -> str:
    """Return the identity of the blue invoice; "" where none is named or it is no red one.

    >>> red_of(Invoice(total=-100, remark="被红冲蓝字数电票号码：26112098765432109876 红字发票"))
    '26112098765432109876'
    """
    if not invoice.remark or (invoice.total or invoice.amount or 0) >= 0:
        return ""
    if found := _DIGITAL.search(invoice.remark):
        return found[1]
    if found := _TAXED.search(invoice.remark):
        return identity(found[1], found[2]) or ""
    return ""
