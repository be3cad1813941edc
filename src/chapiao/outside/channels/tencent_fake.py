"""腾讯云 played on loopback: checks TC3-HMAC-SHA256 over what really came in."""

from __future__ import annotations

import json
import re
import secrets
from http import HTTPStatus

from chapiao.outside.channels.fake_server import Asked, FakeVendor, Found, Heard, Issued, Spoken
from chapiao.outside.channels.tencent import ACTION, SIGNED, VERSION, sign

_CODES = {
    Found.MISMATCH: "FailedOperation.InvoiceMismatch",
    Found.NOT_FOUND: "ResourceNotFound.NoInvoice",
    Found.LIMIT: "FailedOperation.CountLimitError",
    Found.MATCH: "",
}
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/ocr/tc3_request, ?"
    rf"SignedHeaders={re.escape(SIGNED)}, ?Signature=([0-9a-f]{{64}})"
)
MOST_APART = 300  # seconds


class FakeTencent(FakeVendor):
    """腾讯云 VatInvoiceVerifyNew."""

    def refuse(self, heard: Heard) -> Spoken | None:
        given = _AUTHORIZATION.fullmatch(heard.headers.get("authorization", ""))
        stamp = heard.headers.get("x-tc-timestamp", "")
        if given is None or not stamp.isdigit():
            return _error("AuthFailure.InvalidAuthorization")
        if given[1] != self.key.id:
            return _error("AuthFailure.SecretIdNotFound")
        if abs(self.clock() - int(stamp)) > MOST_APART:
            return _error("AuthFailure.SignatureExpire")
        kind, host = heard.headers.get("content-type", ""), heard.headers.get("host", "")
        right = sign(self.key.secret, host, kind, heard.body, int(stamp))
        if not secrets.compare_digest(given[3], right):
            return _error("AuthFailure.SignatureFailure")
        asked_for = (heard.headers.get("x-tc-action"), heard.headers.get("x-tc-version"))
        return None if asked_for == (ACTION, VERSION) else _error("InvalidParameter")

    def serve(self, heard: Heard) -> Spoken:
        given = json.loads(heard.body)
        if not given.get("InvoiceNo") or not given.get("InvoiceDate"):
            return _error("MissingParameter")
        asked = Asked(
            number=given["InvoiceNo"],
            code=given.get("InvoiceCode", ""),
            day=given["InvoiceDate"],
            last=frozenset({given.get("Amount", ""), given.get("CheckCode", "")}),
        )
        found, issued = self.find(asked)
        return self.speak(_CODES[found], heard, issued)

    def speak(self, code: str, heard: Heard, issued: Issued | None) -> Spoken:
        if code:
            return _error(code)
        given = json.loads(heard.body)
        invoice = {
            "Number": given.get("InvoiceNo", ""),
            "Date": given.get("InvoiceDate", ""),
            "SellerName": "北京云杉科技有限公司",
            "IsAbandoned": issued.mark if issued is not None and issued.mark else "N",
        }
        return HTTPStatus.OK, {"Response": {"Invoice": invoice, "RequestId": _id()}}


def _error(code: str) -> Spoken:
    told = {"Error": {"Code": code, "Message": code}, "RequestId": _id()}
    return HTTPStatus.OK, {"Response": told}


def _id() -> str:
    return secrets.token_hex(16)
