"""聚美智数 played on loopback: checks sha256(appId + appSecret + timestamp).

Which code the real one gives for a wrong signature is not in its documentation; this one
answers 400 参数错误.
"""

from __future__ import annotations

import secrets
from http import HTTPStatus

from chapiao.outside.channels.fake_server import Asked, FakeVendor, Found, Heard, Issued, Spoken
from chapiao.outside.channels.jumei import VALIDATE, sign

_CODES = {
    Found.MATCH: "200",
    Found.MISMATCH: "202",
    Found.NOT_FOUND: "201",
    Found.LIMIT: "203",
}
_CHARGED = {"200", "201", "202"}


class FakeJumei(FakeVendor):
    """聚美智数 发票查验V2."""

    def refuse(self, heard: Heard) -> Spoken | None:
        if heard.path != VALIDATE:
            return self.speak("404", heard, None)
        given = heard.form or heard.query
        right = given.get("appId") == self.key.id and secrets.compare_digest(
            given.get("sign", ""), sign(self.key, given.get("timestamp", ""))
        )
        return None if right else self.speak("400", heard, None)

    def serve(self, heard: Heard) -> Spoken:
        given = heard.form or heard.query
        if not given.get("fphm") or not given.get("kprq"):
            return self.speak("400", heard, None)
        day = given["kprq"]
        asked = Asked(
            number=given["fphm"],
            code=given.get("fpdm", ""),
            day=f"{day[:4]}-{day[4:6]}-{day[6:]}",
            last=frozenset({given.get("je", ""), given.get("jym", "")}),
        )
        found, issued = self.find(asked)
        return self.speak(_CODES[found], heard, issued)

    def speak(self, code: str, heard: Heard, issued: Issued | None) -> Spoken:
        del heard
        told: dict[str, object] = {
            "code": int(code),
            "msg": "",
            "taskNo": secrets.token_hex(10),
            "charge": code in _CHARGED,
        }
        if issued is not None:
            told["data"] = {
                "fphm": issued.number,
                "xfmc": "北京云杉科技有限公司",
                "zfbz": issued.mark or "0",
            }
        return HTTPStatus.OK, told
