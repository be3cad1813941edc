"""消息里的号码：the invoice numbers and sums that people write to one another.

A number counts where it has twenty digits, in groups or not, or where the words call it
that of an invoice; the number of an order is none.
"""

from __future__ import annotations

import re

from chapiao.invoice.typed import halfwidth

LONGEST = 2_000  # characters looked at
_NAMED = re.compile(
    r"(?:发票|票据|票)(?:的)?(?:号码?|No\.?)\D{0,4}(\d(?:[ -]?\d){19}|\d(?:[ -]?\d){7,18})(?!\d)",
    re.IGNORECASE,
)
_WHOLE = re.compile(r"(?<![\d.])(2\d(?:[ -]?\d){18})(?!\d)")
_ORDER = re.compile(r"(?:订单|运单|流水|交易|合同|单号|账号|卡号)[^\d,，。;；]{0,6}$")
_MONEY = re.compile(
    r"(?<![\d.])(\d[\d,]*(?:\.\d{1,2})?)\s*[元块]|(?:冲了?|红冲|退了?|让了?)\s*(\d[\d,]*(?:\.\d{1,2})?)(?![\d.号月日张])"
)
_SUM = re.compile(r"(?<![\d.])\d[\d,]*\.\d{2}(?!\d)")


def numbers_in(text: str) -> tuple[str, ...]:
    """Return the invoice numbers in a message, the named ones first.

    >>> numbers_in("订单26060411873300420917已开票,发票号码26322000000974494801")
    ('26322000000974494801',)
    """
    if not text:
        return ()
    plain = halfwidth(text[:LONGEST])
    named = [hit[1] for hit in _NAMED.finditer(plain)]
    whole = [hit[1] for hit in _WHOLE.finditer(plain) if not _ORDER.search(plain[: hit.start()])]
    found = (re.sub(r"\D", "", one) for one in (*named, *whole))
    return tuple(dict.fromkeys(one for one in found if len(one) in {8, 20}))


def sums_in(text: str) -> list[int]:
    """Return the sums of money that a message names, in fen.

    >>> sums_in("课时退费冲了500"), sums_in("按折让红冲2,260元,7月31号")
    ([50000], [226000])
    """
    return [
        round(float((one[0] or one[1]).replace(",", "")) * 100)
        for one in _MONEY.findall(halfwidth(text[:LONGEST]))
    ]


def row_of_sums(text: str) -> tuple[int, int, int] | None:
    """Return net, tax and total in fen where a pasted row holds just these three sums.

    >>> row_of_sums("2026/9/15 合肥滨河 28407.08 3692.92 32100.00")
    (2840708, 369292, 3210000)
    """
    sums = [int(one.replace(",", "").replace(".", "")) for one in _SUM.findall(text[:LONGEST])]
    for at in range(len(sums) - 2):
        net, tax, total = sums[at : at + 3]
        if net + tax == total and 0 < tax < net:
            return net, tax, total
    return None
