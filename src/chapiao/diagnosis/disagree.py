"""Where two papers of one invoice disagree in what an issuer never leaves in doubt."""

from __future__ import annotations

from chapiao.diagnosis.likeness import same_name
from chapiao.invoice.model import Invoice
from chapiao.invoice.money import plain

ROUNDING = 1  # fen


def disagreement(one: Invoice, other: Invoice) -> tuple[str, str, str] | None:
    """Return what differs, and both sides of it; None where they agree as far as both tell."""
    if (
        one.total is not None
        and other.total is not None
        and abs(one.total - other.total) > ROUNDING
    ):
        return "价税合计", plain(one.total or 0), plain(other.total or 0)
    if one.issued_on and other.issued_on and one.issued_on != other.issued_on:
        return "开票日期", one.issued_on.isoformat(), other.issued_on.isoformat()
    for what, ours, theirs in (
        ("购买方税号", one.buyer_tax_id, other.buyer_tax_id),
        ("销售方税号", one.seller_tax_id, other.seller_tax_id),
    ):
        if ours and theirs and ours != theirs:
            return what, ours, theirs
    for what, ours, theirs in (
        ("购买方", one.buyer_name, other.buyer_name),
        ("销售方", one.seller_name, other.seller_name),
    ):
        if ours and theirs and not same_name(ours, theirs):
            return what, ours, theirs
    return None
