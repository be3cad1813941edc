"""百度 played on loopback: hands out a token for the key, and answers whoever has one."""

from __future__ import annotations

import secrets
from http import HTTPStatus

from chapiao.outside.channels.baidu import TOKEN, VERIFY
from chapiao.outside.channels.fake_server import Asked, FakeVendor, Found, Heard, Issued, Spoken

_CODES = {
    Found.MATCH: "0001",
    Found.MISMATCH: "0006",
    Found.NOT_FOUND: "0009",
    Found.LIMIT: "0002",
}
LIFE = 2592000  # seconds


class FakeBaidu(FakeVendor):
    """百度智能云 增值税发票验真."""

    token = ""

    def forget_token(self) -> None:
        """Let the token that is out be none any more."""
        self.token = ""

    def refuse(self, heard: Heard) -> Spoken | None:
        if heard.path == TOKEN:
            given = heard.query
            right = given.get("client_id") == self.key.id and secrets.compare_digest(
                given.get("client_secret", ""), self.key.secret
            )
            told = {
                "error": "invalid_client",
                "error_description": "Client authentication failed",
            }
            return None if right else (HTTPStatus.UNAUTHORIZED, dict(told))
        if not self.token or heard.query.get("access_token") != self.token:
            return _error("110", "Access token invalid or no longer valid")
        return None

    def takes_orders(self, heard: Heard) -> bool:
        return heard.path == VERIFY

    def serve(self, heard: Heard) -> Spoken:
        if heard.path == TOKEN:
            self.token = f"24.{secrets.token_hex(16)}.{LIFE}"
            told = {"access_token": self.token, "expires_in": LIFE, "scope": "brain_all_scope"}
            return HTTPStatus.OK, dict(told)
        if heard.path != VERIFY or heard.method != "POST":
            return _error("3", "Unsupported openapi method")
        form = heard.form
        if not form.get("invoice_num") or not form.get("invoice_type"):
            return self.speak("1008", heard, None)
        day = form.get("invoice_date", "")
        asked = Asked(
            number=form["invoice_num"],
            code=form.get("invoice_code", ""),
            day=f"{day[:4]}-{day[4:6]}-{day[6:]}",
            last=frozenset({form.get("total_amount", ""), form.get("check_code", "")}),
        )
        found, issued = self.find(asked)
        return self.speak(_CODES[found], heard, issued)

    def speak(self, code: str, heard: Heard, issued: Issued | None) -> Spoken:
        if not (len(code) == len(_CODES[Found.MATCH]) and code.isdigit()):
            return _error(code, "")
        told: dict[str, object] = {
            "log_id": 1394226734160674816,
            "words_result_num": 1 if issued else 0,
            "words_result": {} if issued is None else {"SellerName": "北京云杉科技有限公司"},
            "VerifyResult": code,
            "VerifyMessage": "",
            "VerifyFrequency": "1",
            "InvalidSign": "N" if issued is None or not issued.mark else issued.mark,
            "InvoiceNum": heard.form.get("invoice_num", ""),
        }
        return HTTPStatus.OK, told


def _error(code: str, says: str) -> Spoken:
    number = int(code) if code.isdigit() else code
    return HTTPStatus.OK, {"error_code": number, "error_msg": says}
