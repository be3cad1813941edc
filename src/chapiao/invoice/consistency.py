"""一致性: whether an invoice's own figures agree with one another.

Every check answers 是, 否 or 未执行 with a sentence; one that does not concern the
invoice is left out. 否 means that somebody should look, never "fake".
"""

from __future__ import annotations

from chapiao.invoice import line_checks, totals
from chapiao.invoice.check import Check
from chapiao.invoice.model import Invoice


def check_consistency(
    invoice: Invoice, *, capital: str | None = None, list_lines: int | None = None
) -> tuple[Check, ...]:
    """Return every arithmetic check that concerns the invoice.

    `capital` is the amount in words as printed; `list_lines` is how many lines the list
    of goods has, where the face says only 详见销货清单.

    >>> [check.verdict.value for check in check_consistency(Invoice(amount=100, tax=6, total=106))]
    ['是']
    """
    checks = (
        totals.total_adds_up(invoice),
        totals.amounts_add_up(invoice),
        totals.taxes_add_up(invoice),
        totals.words_agree(invoice, capital),
        line_checks.taxes_follow_rates(invoice, list_lines),
        line_checks.amounts_follow_prices(invoice),
        line_checks.rates_were_in_force(invoice),
        line_checks.untaxed_has_no_tax(invoice),
        line_checks.discounts_follow_goods(invoice),
    )
    return tuple(check for check in checks if check is not None)
