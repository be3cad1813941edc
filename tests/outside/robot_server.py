"""A server that behaves as the robots of 企业微信, 钉钉 and 飞书 do, on loopback.

Paths, fields, signing and codes are those of the vendors' pages; it keeps what was posted.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

A_MINUTE = 20
KEY, SECRET = "a1b2c3d4", "SEC0123456789abcdef"
PATHS = {
    "企业微信": f"/cgi-bin/webhook/send?key={KEY}",
    "钉钉": f"/robot/send?access_token={KEY}",
    "飞书": f"/open-apis/bot/v2/hook/{KEY}",
}


@dataclass
class Vendors:
    """What the server was told to do, and what it heard. `signed`: it asks for a signature."""

    signed: bool = False
    refuse: dict[str, Any] | None = None
    drop: bool = False  # take the post, and hang up without an answer
    status: int = 200
    slow: float = 0.0  # seconds between taking a post and saying so
    base: str = ""
    posts: list[tuple[str, str]] = field(default_factory=list)  # vendor, text
    bodies: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        return [text for _, text in self.posts]

    @property
    def host(self) -> str:
        return urlsplit(self.base).netloc

    def address(self, vendor: str) -> str:
        return self.base + PATHS[vendor]

    def answer(
        self, path: str, query: dict[str, list[str]], body: dict[str, Any]
    ) -> dict[str, Any]:
        """Take a post as its vendor would; return the JSON it answers."""
        if path == "/cgi-bin/webhook/send":
            return self._wecom(query, body)
        if path == "/robot/send":
            return self._dingtalk(query, body)
        if path.startswith("/open-apis/bot/v2/hook/"):
            return self._feishu(path.rpartition("/")[2], body)
        return {"errcode": 404, "errmsg": "no such path"}

    def _take(self, vendor: str, text: str, body: dict[str, Any]) -> None:
        self.posts.append((vendor, text))
        self.bodies.append(body)
        self.times.append(time.monotonic())

    def _wecom(self, query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("key") != [KEY]:
            return {"errcode": 93000, "errmsg": "invalid webhook url, hint: [1]"}
        text = body["text"]["content"]
        if body["msgtype"] != "text" or len(text.encode()) > 2048:
            return {"errcode": 40058, "errmsg": "text.content exceed max length 2048"}
        if self.refuse:
            return self.refuse
        self._take("企业微信", text, body)
        return {"errcode": 0, "errmsg": "ok"}

    def _dingtalk(self, query: dict[str, list[str]], body: dict[str, Any]) -> dict[str, Any]:
        if query.get("access_token") != [KEY]:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        if self.signed:
            stamp = query.get("timestamp", [""])[0]
            signed = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256)
            if query.get("sign") != [base64.b64encode(signed.digest()).decode()]:
                return {"errcode": 310000, "errmsg": "sign not match"}
        if self.refuse:
            return self.refuse
        self._take("钉钉", body["text"]["content"], body)
        return {"errcode": 0, "errmsg": "ok"}

    def _feishu(self, token: str, body: dict[str, Any]) -> dict[str, Any]:
        if token != KEY:
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        if self.signed:
            key = f"{body.get('timestamp')}\n{SECRET}".encode()
            signed = hmac.new(key, b"", hashlib.sha256).digest()
            if body.get("sign") != base64.b64encode(signed).decode():
                return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour"}
        if self.refuse:
            return self.refuse
        self._take("飞书", body["content"]["text"], body)
        return {
            "StatusCode": 0,
            "StatusMessage": "success",
            "code": 0,
            "data": {},
            "msg": "success",
        }


@contextmanager
def running() -> Iterator[Vendors]:
    """Run the server while the block lasts."""
    vendors = Vendors()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            url = urlsplit(self.path)
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            said = vendors.answer(url.path, parse_qs(url.query), body)
            time.sleep(vendors.slow)
            if vendors.drop:
                self.close_connection = True
                return
            data = json.dumps(said, ensure_ascii=False).encode()
            self.send_response(vendors.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *given: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    vendors.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield vendors
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
