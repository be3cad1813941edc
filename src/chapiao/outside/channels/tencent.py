"""腾讯云 增值税发票核验（新版）: `VatInvoiceVerifyNew`, signed TC3-HMAC-SHA256.

Source: product document 866/73674, signature method v3, and the SDK's ocr/v20181119.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from chapiao.outside.channels.capability import named
from chapiao.outside.channels.codes import codes
from chapiao.outside.channels.line import Line, inner, judged, sent, told
from chapiao.outside.channels.model import Inquiry, Key, Result, Vendor
from chapiao.outside.guarded_http import Reply, Request

BASE = "https://ocr.tencentcloudapi.com"
ACTION, VERSION, SERVICE = "VatInvoiceVerifyNew", "2018-11-19", "ocr"
JSON = "application/json"
SIGNED = "content-type;host"
_ALGORITHM = "TC3-HMAC-SHA256"
_MARKS = {"Y": "作废", "H": "红冲", "HP": "部分红冲", "HF": "全额红冲"}
# 铁路、航空 have no IsAbandoned: their own field tells it.
_STATES = {"2": "作废", "3": "红冲"}
_FOUND = (
    "Invoice",
    "VehicleInvoiceInfo",
    "UsedVehicleInvoiceInfo",
    "PassInvoiceInfoList",
    "ElectronicTrainTicket",
    "ElectronicAirTransport",
    "FinancialBill",
)


def ask(inquiry: Inquiry, line: Line) -> Result:
    """Ask for one invoice."""
    reply = sent(line, request(inquiry, line.base, line.key, line.at))
    return reply if isinstance(reply, Result) else read(reply)


def payload(inquiry: Inquiry) -> dict[str, Any]:
    """Return the parameters; what is not known is not in it."""
    given: dict[str, Any] = {
        "InvoiceNo": inquiry.number,
        "InvoiceDate": inquiry.issued_on.isoformat(),
        "InvoiceCode": inquiry.code,
        "InvoiceKind": named(Vendor.TENCENT, inquiry.kind),
        "CheckCode": inquiry.check,
        "Amount": inquiry.amount,
        "SellerTaxCode": inquiry.seller_tax_id,
    }
    told_of = {name: value for name, value in given.items() if value}
    return told_of | ({"EnableTodayInvoice": True} if inquiry.today else {})


def request(inquiry: Inquiry, base: str, key: Key, at: datetime) -> Request:
    """Return the signed request for one invoice."""
    body = json.dumps(payload(inquiry)).encode()
    host, seconds = urlsplit(base).netloc, int(at.timestamp())
    scope = f"{at.astimezone(UTC):%Y-%m-%d}/{SERVICE}/tc3_request"
    signature = sign(key.secret, host, JSON, body, seconds)
    headers = {
        "Host": host,
        "Content-Type": JSON,
        "X-TC-Action": ACTION,
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": str(seconds),
        "Authorization": (
            f"{_ALGORITHM} Credential={key.id}/{scope},"
            f" SignedHeaders={SIGNED}, Signature={signature}"
        ),
    }
    return Request(method="POST", url=f"{base}/", headers=headers, body=body)


def sign(secret: str, host: str, content_type: str, body: bytes, seconds: int) -> str:
    """Return the TC3 signature of a POST to `/` at a time in Unix seconds."""
    day = f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
    headers = f"content-type:{content_type}\nhost:{host}\n"
    canonical = f"POST\n/\n\n{headers}\n{SIGNED}\n{hashlib.sha256(body).hexdigest()}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    text = f"{_ALGORITHM}\n{seconds}\n{day}/{SERVICE}/tc3_request\n{digest}"
    key = f"TC3{secret}".encode()
    for part in (day, SERVICE, "tc3_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    return hmac.digest(key, text.encode(), "sha256").hex()


def read(reply: Reply) -> Result:
    """Return what an answer means."""
    answer = inner(told(reply).get("Response"))
    error = inner(answer.get("Error"))
    if error:
        return judged(Vendor.TENCENT, reply, _known(str(error.get("Code", ""))))
    if not any(answer.get(name) for name in _FOUND):
        return judged(Vendor.TENCENT, reply, None)
    return judged(Vendor.TENCENT, reply, "", _mark(answer))


def _known(code: str) -> str | None:
    """Return the code as it is documented: of RequestLimitExceeded.IPLimitExceeded the head."""
    known = {one.code for one in codes(Vendor.TENCENT)} - {""}
    return next((one for one in (code, code.partition(".")[0]) if one in known), None)


def _mark(answer: dict[str, Any]) -> str:
    mark = _MARKS.get(str(inner(answer.get("Invoice")).get("IsAbandoned", "N")), "")
    states = (
        str(inner(answer.get(name)).get("StateCode", "0"))
        for name in ("ElectronicTrainTicket", "ElectronicAirTransport")
    )
    return mark or next((_STATES[one] for one in states if one in _STATES), "")
