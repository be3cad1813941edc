"""阿里云 played on loopback: checks ACS3-HMAC-SHA256 over what really came in, each nonce once."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from time import time
from typing import Any

from chapiao.outside.channels.aliyun import ACTION, VERSION, canonical_query, sign
from chapiao.outside.channels.fake_server import Asked, FakeVendor, Found, Heard, Issued, Spoken
from chapiao.outside.channels.model import Key

_CODES = {
    Found.MATCH: "001",
    Found.MISMATCH: "006",
    Found.NOT_FOUND: "009",
    Found.LIMIT: "002",
}
_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([a-z0-9;-]+),Signature=([0-9a-f]{64})"
)
_MUST_SIGN = {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"}
MOST_APART = 900  # seconds


class FakeAliyun(FakeVendor):
    """阿里云 VerifyVATInvoice."""

    def __init__(self, key: Key, clock: Callable[[], float] = time) -> None:
        super().__init__(key, clock)
        self._nonces: set[str] = set()

    def refuse(self, heard: Heard) -> Spoken | None:
        given = _AUTHORIZATION.fullmatch(heard.headers.get("authorization", ""))
        if given is None or not set(given[2].split(";")) >= _MUST_SIGN:
            return _error("IncompleteSignature", HTTPStatus.BAD_REQUEST)
        if given[1] != self.key.id:
            return _error("InvalidAccessKeyId.NotFound", HTTPStatus.NOT_FOUND)
        if not self._in_time(heard.headers.get("x-acs-date", "")):
            return _error("InvalidTimeStamp.Expired", HTTPStatus.BAD_REQUEST)
        signed = {name: heard.headers.get(name, "") for name in given[2].split(";")}
        payload = hashlib.sha256(heard.body).hexdigest()
        right = sign(self.key.secret, canonical_query(heard.query), signed, payload)
        if not secrets.compare_digest(given[3], right):
            return _error("SignatureDoesNotMatch", HTTPStatus.BAD_REQUEST)
        nonce = heard.headers["x-acs-signature-nonce"]
        if nonce in self._nonces:
            return _error("SignatureNonceUsed", HTTPStatus.BAD_REQUEST)
        self._nonces.add(nonce)
        asked_for = (heard.headers.get("x-acs-action"), heard.headers.get("x-acs-version"))
        right_one = asked_for == (ACTION, VERSION)
        return None if right_one else _error("InvalidParameter", HTTPStatus.BAD_REQUEST)

    def serve(self, heard: Heard) -> Spoken:
        given = heard.query
        if not given.get("InvoiceNo") or not given.get("InvoiceDate"):
            return self.speak("1011", heard, None)
        day = given["InvoiceDate"]
        asked = Asked(
            number=given["InvoiceNo"],
            code=given.get("InvoiceCode", ""),
            day=f"{day[:4]}-{day[4:6]}-{day[6:]}",
            last=frozenset({given.get("InvoiceSum", ""), given.get("VerifyCode", "")}),
        )
        found, issued = self.find(asked)
        return self.speak(_CODES[found], heard, issued)

    def speak(self, code: str, heard: Heard, issued: Issued | None) -> Spoken:
        del heard
        if not code.isdigit():
            status = {"InternalError": 500, "ServiceUnavailable": 503}.get(code, 400)
            return _error(code, status)
        told: dict[str, Any] = {"code": code, "msg": "", "data": {}}
        if issued is not None:
            told["data"] = {
                "invoiceNumber": issued.number,
                "salerName": "北京云杉科技有限公司",
                "invalidMark": issued.mark or "N",
                "inspectionAmount": "1",
            }
        data = json.dumps(told, ensure_ascii=False)
        return HTTPStatus.OK, {"RequestId": _id(), "Data": data}

    def _in_time(self, stamp: str) -> bool:
        try:
            at = datetime.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        except ValueError:
            return False
        return abs(self.clock() - at.timestamp()) <= MOST_APART


def _error(code: str, status: int) -> Spoken:
    return status, {"RequestId": _id(), "Code": code, "Message": code}


def _id() -> str:
    return secrets.token_hex(16).upper()
