"""票种: the closed list of kinds, and what each one's identity looks like.

The names are a contract (other programs compare them as text). Which kind a
paper is follows, surest first, from the title on its face, its structure, the
QR, and the code (see `code.py`); a 20-digit number alone tells no kind.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """A kind of paper, by the name people know it under."""

    DIGITAL_SPECIAL = "数电票（增值税专用发票）"
    DIGITAL_ORDINARY = "数电票（普通发票）"
    DIGITAL_VEHICLE = "数电票（机动车销售统一发票）"
    DIGITAL_USED_VEHICLE = "数电票（二手车销售统一发票）"
    PAPER_DIGITAL_SPECIAL = "数电纸票（增值税专用发票）"
    PAPER_DIGITAL_ORDINARY = "数电纸票（普通发票）"
    PAPER_DIGITAL_VEHICLE = "数电纸票（机动车销售统一发票）"
    PAPER_DIGITAL_USED_VEHICLE = "数电纸票（二手车销售统一发票）"
    RAIL = "电子发票（铁路电子客票）"
    AIR = "电子发票（航空运输电子客票行程单）"
    SPECIAL = "增值税专用发票"
    ORDINARY = "增值税普通发票（折叠票）"
    ROLL = "增值税普通发票（卷票）"
    E_SPECIAL = "增值税电子专用发票"
    E_ORDINARY = "增值税电子普通发票"
    TOLL = "增值税电子普通发票（通行费）"
    FREIGHT = "货物运输业增值税专用发票"
    VEHICLE = "机动车销售统一发票"
    USED_VEHICLE = "二手车销售统一发票"
    BLOCKCHAIN = "区块链电子普通发票"
    FISCAL = "财政电子票据"
    MACHINE = "通用机打发票"
    QUOTA = "通用定额发票"
    MANUAL = "通用手工发票"
    TAXI = "出租汽车发票"
    PAPER_TRAIN = "纸质火车票"
    BANK_RECEIPT = "银行电子回单"
    BANK_STATEMENT = "银行电子对账单"
    TRIP_SHEET = "网约车行程单"
    BOOKING = "入账信息"
    OTHER = "不是发票"

    @property
    def is_invoice(self) -> bool:
        """Whether it is an invoice with a number that an entry can be asked for."""
        return self not in NOT_INVOICES

    @property
    def is_digital(self) -> bool:
        """Whether its first identity is the 20-digit number, without a code."""
        return self in DIGITAL

    @property
    def is_paper_digital(self) -> bool:
        """Whether it has two identities: code + number, and 20 digits."""
        return self in PAPER_DIGITAL


NOT_INVOICES = frozenset(
    {
        Kind.PAPER_TRAIN,
        Kind.BANK_RECEIPT,
        Kind.BANK_STATEMENT,
        Kind.TRIP_SHEET,
        Kind.BOOKING,
        Kind.OTHER,
    }
)
DIGITAL = frozenset(
    {
        Kind.DIGITAL_SPECIAL,
        Kind.DIGITAL_ORDINARY,
        Kind.DIGITAL_VEHICLE,
        Kind.DIGITAL_USED_VEHICLE,
        Kind.RAIL,
        Kind.AIR,
    }
)
PAPER_DIGITAL = frozenset(
    {
        Kind.PAPER_DIGITAL_SPECIAL,
        Kind.PAPER_DIGITAL_ORDINARY,
        Kind.PAPER_DIGITAL_VEHICLE,
        Kind.PAPER_DIGITAL_USED_VEHICLE,
    }
)
