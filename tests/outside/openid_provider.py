"""A small single sign-on provider on loopback: it signs what it is told to, right or wrong."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

CLIENT, SECRET = "chapiao", "一个只在测试里用的钥匙"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """The provider and what it will say next. `changes` are put over the honest claims."""

    def __init__(self) -> None:
        self.subject = "u-1"
        self.claims: dict[str, Any] = {}
        self.key: Any = KEY
        self.algorithm = "RS256"
        self.kid = "one"
        self.named = ""  # how it names itself, when not as it is reached
        self.ways = ["client_secret_basic"]
        self.status = 200
        self.now = datetime.now().astimezone()  # noqa: TID251 - a server has a clock
        self.asked: dict[str, dict[str, str]] = {}  # by code
        self.token_requests: list[dict[str, str]] = []
        self.issuer = ""

    def authorize(self, address: str) -> tuple[str, str]:
        """Do what the provider's page does: return the code, and the state it sends back."""
        query = {name: one[0] for name, one in parse_qs(urlsplit(address).query).items()}
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        code = f"code{len(self.asked)}"
        self.asked[code] = query
        return code, query["state"]

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.named or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "token_endpoint_auth_methods_supported": self.ways,
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        self.token_requests.append(form)
        if "client_secret_basic" in self.ways:
            pair = base64.b64decode(authorization.removeprefix("Basic ")).decode()
            from urllib.parse import unquote_plus

            known = [unquote_plus(one) for one in pair.split(":")] == [CLIENT, SECRET]
        else:
            known = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        asked = self.asked.pop(form["code"], None)
        if not known or asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(digest).rstrip(b"=").decode() != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        at = int(self.now.timestamp())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": asked["nonce"],
            "iat": at, "exp": at + 300,
        } | self.claims  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode(claims, self.key, self.algorithm, headers={"kid": self.kid})
        return 200, {"id_token": signed, "access_token": "x", "token_type": "Bearer"}


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider until the test is over."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            self._say(200, provider.keys() if path == "/keys" else provider.describe())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: one[0] for name, one in parse_qs(body).items()}
            self._say(*provider.token(form, self.headers.get("Authorization", "")))

        def _say(self, status: int, told: dict[str, Any]) -> None:
            body = json.dumps(told).encode()
            self.send_response(status if provider.status == 200 else provider.status)
            if provider.status == 302:
                self.send_header("Location", f"{provider.issuer}/elsewhere")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
