"""二维码: what the text of an invoice's QR code says (domain §5).

The amount is a trap: a 税控 code holds the amount without tax, a digital one the
total. The eighth field is opaque; it is good only for telling two copies apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chapiao.invoice.code import BadCode, Code, parse_code
from chapiao.invoice.dates import BadDate, parse_date
from chapiao.invoice.kind import Kind
from chapiao.invoice.money import BadMoney, parse_money
from chapiao.invoice.number import BadNumber, Number, parse_number
from chapiao.invoice.typed import halfwidth

BLOCKCHAIN_HOST = "bcfp.shenzhen.chinatax.gov.cn"
BLOCKCHAIN_CHECK = 5  # its check code is the last five digits of the hash

_PILOT = re.compile(
    r"01,\d{2},(?P<number>\d{20}),(?P<amount>[^,]*),(?P<date>\d{8}),(?P<tail>[^,]*)"
)
_TRAIN = re.compile(r"\d{144}")
_QUERY = re.compile(r"[?&](\w+)=([^&#]*)")
_KINDS = {
    "01": Kind.SPECIAL,
    "04": Kind.ORDINARY,
    "10": Kind.E_ORDINARY,
    "20": Kind.E_SPECIAL,
    "31": Kind.DIGITAL_SPECIAL,
    "32": Kind.DIGITAL_ORDINARY,
    "51": Kind.RAIL,
    "61": Kind.AIR,
}


class BadQr(ValueError):
    """The text is no invoice's QR code. The message can be shown to the user."""


class Basis(StrEnum):
    """Which of the invoice's amounts the QR code holds."""

    AMOUNT = "不含税金额"
    TOTAL = "价税合计"


@dataclass(frozen=True, slots=True, kw_only=True)
class QrText:
    """What a QR code says. `amount` is in fen, on the basis given; "" is "holds none"."""

    text: str
    kind: Kind | None = None
    kind_code: str | None = None
    code: str | None = None
    number: str | None = None
    amount: int | None = None
    basis: Basis | None = None
    issued_on: date | None = None
    check_code: str | None = None
    tail: str | None = None


def parse_qr(text: str) -> QrText:
    """Return what an invoice's QR code says; a field that makes no sense is None.

    Raises:
        BadQr: it is the code of something else.

    >>> parse_qr("01,10,011002300111,12345678,39.1,20230830,12345678901234567890,98A2,").amount
    3910
    >>> parse_qr("01,32,,25112000000012345678,264,20250106,,9B52").basis.value
    '价税合计'
    """
    plain = halfwidth(text)
    if _TRAIN.fullmatch(plain):  # encrypted; it can only be recognised
        return QrText(text=plain, kind=Kind.PAPER_TRAIN)
    if plain.startswith(("http://", "https://")):
        return _blockchain(plain)
    pilot = _PILOT.fullmatch(plain.rstrip(","))
    if pilot:
        return QrText(
            text=plain,
            kind=Kind.RAIL,
            kind_code=plain[3:5],
            code="",
            number=pilot["number"],
            amount=_money(pilot["amount"]),
            basis=Basis.AMOUNT,
            issued_on=_date(pilot["date"]),
            check_code="",
            tail=pilot["tail"],
        )
    fields = [field.strip() for field in plain.split(",")]
    if fields[0] != "01" or len(fields) < 7:  # noqa: PLR2004 - up to the check code
        msg = "这个二维码不是发票上的"
        raise BadQr(msg)
    return _listed(plain, fields)


def _listed(text: str, fields: list[str]) -> QrText:
    try:
        number = parse_number(fields[3])
        code = parse_code(fields[2]) if fields[2] else None
    except (BadNumber, BadCode) as error:
        msg = f"二维码里没有有效的发票号码：{error}"
        raise BadQr(msg) from error
    return QrText(
        text=text,
        kind=_kind(fields[1], code, number),
        kind_code=fields[1],
        code=code.text if code else "",
        number=number.text,
        amount=_money(fields[4]),
        basis=Basis.AMOUNT if code else Basis.TOTAL,
        issued_on=_date(fields[5]),
        check_code=fields[6],
        tail=fields[7] if len(fields) > 7 else None,  # noqa: PLR2004
    )


def _kind(kind_code: str, code: Code | None, number: Number) -> Kind | None:
    """Trust the code before the QR's own digits, which call a toll invoice an ordinary one."""
    kind = (code.kind if code else None) or _KINDS.get(kind_code)
    if kind is None:
        return None
    misfit = kind.is_digital if code else number.is_digital and not kind.is_digital
    return None if misfit else kind


def _blockchain(url: str) -> QrText:
    host = url.split("/", maxsplit=3)[2].lower()
    query = dict(_QUERY.findall(url))
    number, total = query.get("bill_num", ""), query.get("total_amount", "")
    if host != BLOCKCHAIN_HOST or not re.fullmatch(r"\d{8}", number):
        msg = "这个二维码是网址，不是发票信息，请上传发票文件"
        raise BadQr(msg)
    return QrText(
        text=url,
        kind=Kind.BLOCKCHAIN,
        number=number,
        amount=int(total) if re.fullmatch(r"-?\d{1,15}", total) else None,
        basis=Basis.TOTAL,
        check_code=query["hash"][-BLOCKCHAIN_CHECK:] if query.get("hash") else None,
    )


def _money(text: str) -> int | None:
    try:
        return parse_money(text)
    except BadMoney:
        return None


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except BadDate:
        return None
