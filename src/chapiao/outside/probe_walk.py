"""The way to an address, step by step: name, connection, proxy, certificate, answer.

A probe sees only whether an address answers: one HEAD, no cookie, no form, and nothing is
read but the head of the answer.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from base64 import b64encode
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, unquote, urlsplit

PORTAL_STATUS = 511  # a network's own page in place of the one asked for
_TIMES = {9: "还没有到生效时间", 10: "已经过期"}
_TRUST = {
    18: "是自签名的",
    19: "的根证书是自签名的，不在信任列表里",
    20: "的签发机构不在信任列表里",
    62: "上的名称不是这个网站",
}
_BEYOND = frozenset({502, 503, 504})  # what a proxy says of what lies behind it
_SECOND_LEVEL = frozenset({"gov", "com", "net", "org", "edu", "ac"})  # in front of .cn


class Fault(StrEnum):
    """Where the way to an address ended."""

    NONE = ""
    NAME = "域名解析"
    CONNECT = "连接"
    PROXY = "代理"
    CERTIFICATE_TIME = "证书时间"
    CERTIFICATE = "证书信任"
    SAFE = "安全连接"
    HANGS = "没有应答"
    NO_HTTP = "应答不完整"
    SERVER = "服务器报错"
    PORTAL = "被网关拦住"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one probe saw.

    `detail` is one Chinese sentence; `ms` how long it took in all; `date` the Date header of
    the answer as a POSIX time, None where there was none.
    """

    fault: Fault
    detail: str
    status: int | None = None
    ms: int | None = None
    date: float | None = None


class Broke(Exception):
    """The way ended here. The message can be shown to the user."""

    def __init__(self, fault: Fault, detail: str) -> None:
        super().__init__(detail)
        self.fault = fault


class Walk:
    """One walk; `fault` says what it would be if it ended now."""

    def __init__(self, address: str, proxy: str, seconds: float) -> None:
        self.to, self.proxy, self.seconds = urlsplit(address), urlsplit(proxy), seconds
        self.fault = Fault.NAME
        self._socket: socket.socket | None = None

    def go(self) -> Seen:
        """Walk all the way.

        Raises:
            Broke: where and how it ended.
        """
        through = self.proxy if self.proxy.hostname else self.to
        line = self._connected(through)
        if self.proxy.hostname and self.to.scheme == "https":
            self.fault = Fault.PROXY
            self._tunnel(line)
        if self.to.scheme == "https":
            self.fault = Fault.SAFE
            line = self._socket = _safe(line, self.to.hostname or "")
        self.fault = Fault.HANGS
        with self._asked(line) as answer:
            return self._judged(answer)

    def close(self) -> None:
        """Let go of the line; what waits on it ends."""
        if self._socket is not None:
            self._socket.close()

    def _connected(self, to: SplitResult) -> socket.socket:
        port = to.port or (443 if to.scheme == "https" else 80)
        found = _resolved(to, port, proxied=bool(self.proxy.hostname))
        self.fault = Fault.PROXY if self.proxy.hostname else Fault.CONNECT
        how = "连不上"
        for family, kind, protocol, _, where in found:
            line = self._socket = socket.socket(family, kind, protocol)
            line.settimeout(self.seconds)
            try:
                line.connect(where)
            except ConnectionRefusedError:
                line.close()
                how = "对方拒绝连接"
            except OSError:
                line.close()
                how = "连不上"
            else:
                return line
        raise Broke(self.fault, f"{to.hostname}:{port} {how}")

    def _tunnel(self, line: socket.socket) -> None:
        """Ask the proxy for a way through to a safe address."""
        host, port = self.to.hostname or "", self.to.port or 443
        asked = f"CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{self._pass()}\r\n"
        line.sendall(asked.encode())
        with HTTPResponse(line, method="CONNECT") as answer:
            answer.begin()
        if answer.status in _BEYOND:
            raise Broke(Fault.CONNECT, f"代理连不上 {host}（HTTP {answer.status}）")
        if answer.status != HTTPStatus.OK:
            raise Broke(Fault.PROXY, f"代理不放行（HTTP {answer.status}）")

    def _pass(self) -> str:
        if not self.proxy.username:
            return ""
        pair = f"{unquote(self.proxy.username)}:{unquote(self.proxy.password or '')}"
        return f"Proxy-Authorization: Basic {b64encode(pair.encode()).decode()}\r\n"

    def _asked(self, line: socket.socket) -> HTTPResponse:
        """Ask for the head of the page; an answer that this is not allowed is an answer too."""
        host = self.to.hostname or ""
        plain = self.proxy.hostname and self.to.scheme == "http"
        path = self.to.geturl() if plain else self.to._replace(scheme="", netloc="").geturl() or "/"
        asked = HTTPConnection(host, self.to.port)
        asked.sock = line
        headers = {"User-Agent": "chapiao-probe", "Accept": "*/*"}
        if plain and self._pass():
            name, _, value = self._pass().strip().partition(": ")
            headers[name] = value
        asked.request("HEAD", path, headers=headers)
        return asked.getresponse()

    def _judged(self, answer: HTTPResponse) -> Seen:
        status, away = answer.status, _elsewhere(self.to, answer.getheader("Location", ""))
        if status == PORTAL_STATUS or (status // 100 == 3 and away):  # noqa: PLR2004 - HTTP
            where = f"，被转到{away}" if away else ""
            fault, detail = Fault.PORTAL, f"答复的不是它（HTTP {status}{where}）"
        elif self.proxy.hostname and status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            fault, detail = Fault.PROXY, f"代理要求认证（HTTP {status}）"
        elif self.proxy.hostname and self.to.scheme == "http" and status in _BEYOND:
            fault, detail = Fault.CONNECT, f"代理没有得到它的应答（HTTP {status}）"
        elif status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            fault, detail = Fault.SERVER, f"它的服务器报错（HTTP {status}）"
        else:
            fault, detail = Fault.NONE, f"有应答（HTTP {status}）"
        date = _date(answer.getheader("Date", ""))
        return Seen(fault=fault, detail=detail, status=status, date=date)


def stopped(walk: Walk, error: Exception) -> Broke:
    """Return where a walk that an error ended, ended; its own `Broke` stays as it is."""
    if isinstance(error, Broke):
        return error
    host = walk.to.hostname or ""
    if isinstance(error, ssl.SSLCertVerificationError):
        code = error.verify_code
        if code in _TIMES:
            return Broke(Fault.CERTIFICATE_TIME, f"{host} 的证书{_TIMES[code]}")
        return Broke(Fault.CERTIFICATE, f"{host} 的证书{_TRUST.get(code, '不受信任')}")
    if isinstance(error, TimeoutError):
        return Broke(walk.fault, f"{host} {_SLOW.get(walk.fault, '太久没有动静')}")
    if walk.fault is Fault.SAFE:
        return Broke(walk.fault, f"{host} 的安全连接建不起来")
    fault = Fault.NO_HTTP if walk.fault is Fault.HANGS else walk.fault
    return Broke(fault, f"{host} 中途断开，没有给出完整的应答")


_SLOW = {
    Fault.NAME: "的域名太久解析不出来",
    Fault.CONNECT: "太久连不上",
    Fault.PROXY: "经代理太久连不上",
    Fault.SAFE: "连上了，但建立安全连接太久",
    Fault.HANGS: "连上了，但太久不应答",
}

ENDS = (OSError, HTTPException, Broke)  # how a walk may end


def _resolved(
    to: SplitResult, port: int, *, proxied: bool
) -> list[tuple[int, int, int, str, tuple[object, ...]]]:
    host = to.hostname or ""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError) as error:
        fault = Fault.PROXY if proxied else Fault.NAME
        raise Broke(fault, f"域名 {host} 解析不出来") from error
    inside = [one for *_, one in found if ipaddress.ip_address(str(one[0])).is_private]
    if inside and not proxied and _is_public(host):
        raise Broke(Fault.PORTAL, f"域名 {host} 被解析到内网地址 {inside[0][0]}")
    return [(*one[:4], tuple(one[4])) for one in found]


def _is_public(host: str) -> bool:
    """Whether a name is one of the internet, which no inside address belongs to."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host and not host.endswith((".localhost", ".local", ".lan", ".internal"))
    return False


def _safe(line: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(line, server_hostname=host)


def _elsewhere(to: SplitResult, location: str) -> str:
    """Return the host of another site that an answer sends to; "" where it stays."""
    host = urlsplit(location).hostname or ""
    return host if host and _site(host) != _site(to.hostname or "") else ""


def _site(host: str) -> str:
    """Return the part of a name that its owner registered."""
    parts = host.lower().rstrip(".").split(".")
    deep = len(parts) > 2 and parts[-1] == "cn" and parts[-2] in _SECOND_LEVEL  # noqa: PLR2004
    return ".".join(parts[-3:] if deep else parts[-2:])


def _date(header: str) -> float | None:
    try:
        return parsedate_to_datetime(header).timestamp()
    except ValueError:
        return None
