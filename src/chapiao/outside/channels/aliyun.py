"""阿里云 发票核验: `VerifyVATInvoice` of ocr-api 2021-07-07, signed ACS3-HMAC-SHA256.

Source: the API reference, "V3 request structure and signature", and the SDK
alibabacloud-ocr-api20210707: parameters go in the query, the body is empty.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from chapiao.invoice.kind import Kind
from chapiao.outside.channels.line import Line, inner, judged, sent, told
from chapiao.outside.channels.model import Inquiry, Key, Result, Vendor
from chapiao.outside.guarded_http import Reply, Request

BASE = "https://ocr-api.cn-hangzhou.aliyuncs.com"
ACTION, VERSION = "VerifyVATInvoice", "2021-07-07"
_ALGORITHM = "ACS3-HMAC-SHA256"
_EMPTY = hashlib.sha256(b"").hexdigest()
_MARKS = {"Y": "作废", "H": "红冲", "7": "部分红冲", "8": "全额红冲"}


def ask(inquiry: Inquiry, line: Line) -> Result:
    """Ask for one invoice."""
    nonce = secrets.token_hex(16)
    reply = sent(line, request(inquiry, line.base, line.key, line.at, nonce))
    return reply if isinstance(reply, Result) else read(reply)


def parameters(inquiry: Inquiry) -> dict[str, str]:
    """Return the parameters; what is not known is not in it."""
    given = {
        "InvoiceCode": inquiry.code,
        "InvoiceNo": inquiry.number,
        "InvoiceDate": inquiry.day,
        "InvoiceSum": inquiry.amount,
        "VerifyCode": inquiry.check,
        "InvoiceKind": "1" if inquiry.kind is Kind.BLOCKCHAIN else "",
    }
    return {name: value for name, value in given.items() if value}


def request(inquiry: Inquiry, base: str, key: Key, at: datetime, nonce: str) -> Request:
    """Return the signed request for one invoice."""
    query = canonical_query(parameters(inquiry))
    headers = {
        "host": urlsplit(base).netloc,
        "accept": "application/json",
        "x-acs-action": ACTION,
        "x-acs-version": VERSION,
        "x-acs-date": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "x-acs-signature-nonce": nonce,
        "x-acs-content-sha256": _EMPTY,
    }
    signed = {name: value for name, value in headers.items() if name != "accept"}
    names = ";".join(sorted(signed))
    headers["Authorization"] = (
        f"{_ALGORITHM} Credential={key.id},SignedHeaders={names},"
        f"Signature={sign(key.secret, query, signed, _EMPTY)}"
    )
    return Request(method="POST", url=f"{base}/?{query}", headers=headers)


def canonical_query(given: Mapping[str, str]) -> str:
    """Return a query in the one order and encoding that is signed."""
    return "&".join(
        f"{quote(name, safe='~')}={quote(given[name], safe='~')}" for name in sorted(given)
    )


def sign(secret: str, query: str, headers: Mapping[str, str], payload: str) -> str:
    """Return the ACS3 signature of a POST to `/`; `payload` is the hash of the body, in hex."""
    lower = {name.lower(): value.strip() for name, value in headers.items()}
    names = sorted(lower)
    lines = "".join(f"{name}:{lower[name]}\n" for name in names)
    canonical = f"POST\n/\n{query}\n{lines}\n{';'.join(names)}\n{payload}"
    text = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.digest(secret.encode(), text.encode(), "sha256").hex()


def read(reply: Reply) -> Result:
    """Return what an answer means: `Data` is JSON once more, inside a string."""
    answer = told(reply)
    if "Data" not in answer:
        return judged(Vendor.ALIYUN, reply, answer.get("Code"))
    data = _data(answer["Data"])
    mark = _MARKS.get(str(inner(data.get("data")).get("invalidMark", "N")), "")
    return judged(Vendor.ALIYUN, reply, data.get("code"), mark)


def _data(value: object) -> dict[str, Any]:
    if not isinstance(value, str):
        return inner(value)
    try:
        return inner(json.loads(value))
    except (ValueError, RecursionError):
        return {}
