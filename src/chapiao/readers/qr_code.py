"""What the QR codes of a page or picture say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chapiao.invoice.kind import Kind
from chapiao.invoice.model import Invoice
from chapiao.invoice.qr import BadQr, Basis, QrText, parse_qr
from chapiao.readers.reading import Witness
from chapiao.readers.said import Said


def read_codes(texts: Iterable[str]) -> Iterator[QrText]:
    """Yield the codes that are an invoice's; the others are left out."""
    for text in texts:
        try:
            yield parse_qr(text)
        except BadQr:
            continue


def said_by(code: QrText) -> Said:
    """Return a code as a witness. Its amount is without tax or the total, by its kind."""
    kind = code.kind
    return Said(
        witness=Witness.QR,
        invoice=Invoice(
            kind=kind,
            code=code.code,
            number=code.number,
            issued_on=code.issued_on,
            amount=code.amount if code.basis is Basis.AMOUNT else None,
            total=code.amount if code.basis is Basis.TOTAL else None,
            check_code="" if kind is Kind.AIR else code.check_code,
        ),
    )
