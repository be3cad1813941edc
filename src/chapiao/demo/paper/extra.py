"""Extra: what stands on a face beside the invoice itself."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from chapiao.demo.ids import Numbers
from chapiao.demo.suppliers import SUPPLIERS
from chapiao.invoice.model import Invoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Addresses, banks, people and the opaque parts of a face; all made up."""

    buyer_address: str = ""
    buyer_bank: str = ""
    seller_address: str = ""
    seller_bank: str = ""
    cipher: str = ""  # 密码区
    payee: str = ""
    reviewer: str = ""
    qr_last: str = "0000"


def extra_for(invoice: Invoice) -> Extra:
    """Return what fits to this invoice, the same each time."""
    numbers = Numbers(Random(invoice.number))
    seller = next((one for one in SUPPLIERS if one.tax_id == invoice.seller_tax_id), None)
    return Extra(
        seller_address=seller.address if seller else "",
        seller_bank=seller.bank if seller else "",
        cipher=numbers.cipher(),
        payee="演示庚七",
        reviewer="演示辛八",
        qr_last=numbers.hexadecimal(4),
    )
